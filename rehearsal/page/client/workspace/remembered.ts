/** What this tab remembers from one place to the next, and over a reload. */
import { useSyncExternalStore } from 'react';

const REMEMBERED = 'remembered';

/** A text by its name, whoever put it there. It starts empty. */
export function useRemembered(name: string): [string, (text: string) => void] {
  const text = useSyncExternalStore(subscribe, () => rememberedNow(name));
  return [text, (next) => remember(name, next)];
}

export function rememberedNow(name: string): string {
  return sessionStorage.getItem(name) ?? '';
}

export function remember(name: string, text: string): void {
  sessionStorage.setItem(name, text);
  dispatchEvent(new Event(REMEMBERED));
}

function subscribe(listener: () => void): () => void {
  addEventListener(REMEMBERED, listener);
  return () => removeEventListener(REMEMBERED, listener);
}

/** The name of a person's line in a channel or in one of its threads. */
export function draftName(handle: string, channel: string, thread: string | null): string {
  return `draft/${handle}/${channel}/${thread ?? ''}`;
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
