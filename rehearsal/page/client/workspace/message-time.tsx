/** When a message was written: in the reader's zone, in full and in UTC for whoever points at it. */
import { clockTime, utcWords } from '../../../slack/render/date-words.ts';
import { useReader } from '../reader.ts';

export function MessageTime({ ts }: { readonly ts: string }) {
  const { zone } = useReader();
  const at = timeOf(ts);
  return (
    <time className="message-time" dateTime={at.toISOString()} title={utcWords(at)}>
      {clockTime(at, zone)}
    </time>
  );
}

export function timeOf(ts: string): Date {
  return new Date(Number(ts) * 1000);
}
