/** The few emoji that mean something on a night like this. */
import './shortcuts-menu.css';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { MessageShown } from '../../shape.ts';
import { emojiCalled } from '../block-kit/emoji.tsx';
import { useAsk } from '../panels/use-ask.ts';
import { useSingle } from '../window.ts';

const PALETTE = [
  { name: 'pushpin', words: 'Pin to the timeline' },
  { name: 'eyes', words: 'Looking' },
  { name: 'white_check_mark', words: 'Done' },
  { name: '+1', words: 'Agreed' },
] as const;

export function ReactMenu({ message }: { readonly message: MessageShown }) {
  const { channel, ts, reactions } = message;
  const me = useSingle('me')?.id ?? '';
  const [ask, trouble] = useAsk();
  const mine = reactions.filter(({ users }) => users.includes(me)).map(({ name }) => name);
  return (
    <MenuTrigger>
      <Button className="shortcuts" aria-label="React">
        <span aria-hidden="true">☺</span>
      </Button>
      {trouble === '' ? null : (
        <span className="shortcuts-trouble" role="alert">
          {trouble}
        </span>
      )}
      <Popover className="menu-ground" placement="bottom end">
        <Menu
          className="menu"
          aria-label="React"
          selectionMode="multiple"
          selectedKeys={mine}
          onAction={(key) => {
            const name = String(key);
            void ask({ what: 'react', channel, ts, name, there: !mine.includes(name) });
          }}
        >
          {PALETTE.map(({ name, words }) => (
            <MenuItem key={name} id={name} className="menu-item" textValue={words}>
              <span>
                <span aria-hidden="true">{emojiCalled(name)}</span> {words}
              </span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
