/** The three dots with a few things to do behind them. */
import './menu.css';
import type { Overflow } from '@slack/types';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { safeUrl } from '../safe-url.ts';
import { OptionWords } from './option-words.tsx';
import { Spinner } from './spinner.tsx';

interface OverflowMenuProps {
  readonly element: Overflow;
  readonly pending: boolean;
  onTap(value: string): void;
}

export function OverflowMenu({ element, pending, onTap }: OverflowMenuProps) {
  return (
    <MenuTrigger>
      <AriaButton className="button overflow" aria-label="More actions" isPending={pending}>
        {pending ? <Spinner /> : <span aria-hidden="true">⋯</span>}
      </AriaButton>
      <Popover className="menu-ground" placement="bottom end">
        <Menu className="menu" onAction={(key) => onTap(String(key))}>
          {element.options.map((option) => {
            const { value = '', text, url } = option;
            const href = safeUrl(url);
            return (
              <MenuItem
                key={value}
                id={value}
                className="menu-item"
                textValue={text.text}
                {...(href === null ? {} : { href, target: '_blank', rel: 'noopener noreferrer' })}
              >
                <OptionWords option={option} />
              </MenuItem>
            );
          })}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
