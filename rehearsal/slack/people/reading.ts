/** How far a person has read: what is newer counts as unread. */
import type { ReadMark, SlackState } from '../state.ts';

/** Never goes back: another window of the same person may have read further. */
export function markRead(state: SlackState, mark: ReadMark): void {
  const { user, channel, threadTs, ts } = mark;
  const key = `${user}/${channel}${threadTs === null ? '' : `/${threadTs}`}`;
  if ((state.read.get(key)?.ts ?? '') < ts) state.read.set(key, mark);
}
