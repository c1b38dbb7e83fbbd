/** Which slash commands fit what is typed, and which of them the keys are at. */
import { useState } from 'react';
import type { CommandShown } from '../../shape.ts';

export interface Completion {
  readonly offered: readonly CommandShown[];
  readonly current: number;
  move(by: 1 | -1): void;
  close(): void;
}

/** Nothing is offered once a command is typed in full, or closed until something else is typed. */
export function useCompletion(commands: readonly CommandShown[], text: string): Completion {
  const [at, setAt] = useState({ text: '', current: 0 });
  const [closed, setClosed] = useState<string | null>(null);
  const fitting = /^\/\S*$/.test(text) ? commands.filter(({ command }) => command.startsWith(text)) : [];
  const offered = closed === text || fitting.some(({ command }) => command === text) ? [] : fitting;
  const current = at.text === text ? at.current : 0;
  return {
    offered,
    current,
    move: (by) => setAt({ text, current: (current + by + offered.length) % offered.length }),
    close: () => setClosed(text),
  };
}
