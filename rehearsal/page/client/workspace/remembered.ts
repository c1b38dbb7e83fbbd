/** What this tab remembers from one place to the next, and over a reload. */
import { useState } from 'react';

/** A text by its name. It starts empty. */
export function useRemembered(name: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => sessionStorage.getItem(name) ?? '');
  return [
    text,
    (next) => {
      sessionStorage.setItem(name, next);
      setText(next);
    },
  ];
}

const MOST_LINES = 50;

/** What was sent before, newest last. */
export function linesSent(name: string): readonly string[] {
  return JSON.parse(sessionStorage.getItem(name) ?? '[]') as readonly string[];
}

export function noteLine(name: string, line: string): void {
  const lines = [...linesSent(name).filter((each) => each !== line), line].slice(-MOST_LINES);
  sessionStorage.setItem(name, JSON.stringify(lines));
}
