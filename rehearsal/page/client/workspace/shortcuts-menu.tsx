/** The app's shortcuts for one message, behind the three dots. */
import './shortcuts-menu.css';
import { useState } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover, Text } from 'react-aria-components';
import { usePage, useSingle } from '../window.ts';

interface ShortcutsMenuProps {
  readonly message: { readonly channel: string; readonly ts: string };
}

export function ShortcutsMenu({ message: { channel, ts } }: ShortcutsMenuProps) {
  const page = usePage();
  const [trouble, setTrouble] = useState<string | null>(null);
  const offered = (useSingle('shortcuts') ?? []).filter(({ type }) => type === 'message');
  if (offered.length === 0) return null;

  async function choose(callbackId: string): Promise<void> {
    const answered = await page.ask({ what: 'message-shortcut', callbackId, channel, ts });
    setTrouble(answered.ok ? null : answered.why);
  }

  return (
    <MenuTrigger>
      <Button className="shortcuts" aria-label="More actions">
        <span aria-hidden="true">⋯</span>
      </Button>
      {trouble === null ? null : (
        <span className="shortcuts-trouble" role="alert">
          {trouble}
        </span>
      )}
      <Popover className="menu-ground" placement="bottom end">
        <Menu className="menu" aria-label="More actions" onAction={(key) => void choose(String(key))}>
          {offered.map(({ name, callbackId, description }) => (
            <MenuItem key={callbackId} id={callbackId} className="menu-item" textValue={name}>
              <Text slot="label">{name}</Text>
              <Text slot="description" className="menu-description">
                {description}
              </Text>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
