/** A channel as one person reads it, threads opened, for the terminal. */
import type { Person } from './slack/people/person.ts';
import type { SeenMessage } from './slack/people/sight.ts';

export function printChannel(person: Person, channel: string): string {
  return person
    .messages(channel)
    .map((message) => printMessage(message))
    .join('\n\n');
}

/** Replies are set in; those shown in the channel too carry a mark, as Slack does. */
function printMessage(message: SeenMessage): string {
  const reply = message.threadTs !== null && message.threadTs !== message.ts;
  const mark = reply ? (message.broadcast ? '↳ (also in the channel) ' : '↳ ') : '';
  const edited = message.edits > 0 ? ' (edited)' : '';
  const margin = reply ? '    ' : '';
  const [first = '', ...rest] = `${mark}${message.plain}${edited}`.split('\n');
  return [first, ...rest].map((line) => `${margin}${line}`).join('\n');
}
