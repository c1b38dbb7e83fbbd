/** What both selects look like: a line to type in, an arrow, and the options under it. */
import './menu.css';
import './select-box.css';
import type { Option } from '@slack/types';
import { type ReactNode, useContext } from 'react';
import {
  Button as AriaButton,
  ComboBoxStateContext,
  Group,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
} from 'react-aria-components';
import { OptionWords } from './option-words.tsx';

interface SelectBoxProps {
  readonly placeholder: string;
  /** Said where there is no option to show. */
  readonly empty: string;
  readonly children: ReactNode;
}

export function SelectBox({ placeholder, empty, children }: SelectBoxProps) {
  return (
    <>
      <Group className="select-line">
        <OpeningInput placeholder={placeholder} />
        <AriaButton className="select-arrow">
          <span aria-hidden="true">▾</span>
        </AriaButton>
      </Group>
      <Popover className="menu-ground" offset={4}>
        <ListBox className="menu" renderEmptyState={() => <div className="menu-nothing">{empty}</div>}>
          {children}
        </ListBox>
      </Popover>
    </>
  );
}

/** A click opens the options, as in Slack; by keyboard an arrow or a letter does, so that Tab passes by. */
function OpeningInput({ placeholder }: { readonly placeholder: string }) {
  const state = useContext(ComboBoxStateContext);
  return (
    <Input className="select-input" placeholder={placeholder} onClick={() => state?.open(null, 'manual')} />
  );
}

export function SelectOption({ option }: { readonly option: Option }) {
  const { text, value = '' } = option;
  return (
    <ListBoxItem id={value} className="menu-item" textValue={text.text}>
      <OptionWords option={option} />
    </ListBoxItem>
  );
}
