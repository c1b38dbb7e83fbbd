/** What fits that begins with a slash, and which of it the keys are at: commands to complete, shortcuts to take. */
import { useState } from 'react';
import type { CommandShown, ShortcutShown } from '../../shape.ts';

export type Offer =
  | { readonly kind: 'command'; readonly command: CommandShown }
  | { readonly kind: 'shortcut'; readonly shortcut: ShortcutShown };

export interface Completion {
  readonly offered: readonly Offer[];
  readonly current: number;
  move(by: 1 | -1): void;
  close(): void;
}

/** Nothing is offered once a command is typed in full, or closed until something else is typed. */
export function useCompletion(
  commands: readonly CommandShown[],
  shortcuts: readonly ShortcutShown[],
  text: string,
): Completion {
  const [at, setAt] = useState({ text: '', current: 0 });
  const [closed, setClosed] = useState<string | null>(null);
  const offered = closed === text ? [] : fitting(commands, shortcuts, text);
  const current = at.text === text ? at.current : 0;
  return {
    offered,
    current,
    move: (by) => setAt({ text, current: (current + by + offered.length) % offered.length }),
    close: () => setClosed(text),
  };
}

function fitting(
  commands: readonly CommandShown[],
  shortcuts: readonly ShortcutShown[],
  text: string,
): readonly Offer[] {
  if (!text.startsWith('/') || commands.some(({ command }) => command === text)) return [];
  const words = text.slice(1).toLowerCase();
  return [
    ...commands
      .filter(({ command }) => command.startsWith(text))
      .map((command): Offer => ({ kind: 'command', command })),
    ...shortcuts
      .filter(({ type, name }) => type === 'global' && name.toLowerCase().startsWith(words))
      .map((shortcut): Offer => ({ kind: 'shortcut', shortcut })),
  ];
}
