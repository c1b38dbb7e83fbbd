/** What an option of a menu says. All of it is the option's name: not every screen reader reads descriptions of options. */
import './menu.css';
import type { Option } from '@slack/types';
import { Text } from 'react-aria-components';

export function OptionWords({ option: { text, description } }: { readonly option: Option }) {
  return (
    <Text slot="label">
      {text.text}
      {description === undefined ? null : (
        <>
          {' '}
          <span className="menu-description">{description.text}</span>
        </>
      )}
    </Text>
  );
}
