/** Into a thread and out of it, without losing one's place by key. */
import { go } from '../place.ts';

/** The button under a root that opens its thread. */
export function threadButtonId(root: string): string {
  return `thread-${root}`;
}

export function openThread(root: string): void {
  go({ thread: root, pane: 'beside' });
}

/** Back to where the thread was opened from, if that is still there. */
export function closeThread(root: string): void {
  go({ thread: null, pane: 'main' });
  requestAnimationFrame(() => document.getElementById(threadButtonId(root))?.focus());
}
