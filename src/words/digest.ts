/** What operators are told directly, and what waits for the daily digest. */
import type { Incident, OperatorText } from '../incident.ts';
import type { Message } from '../ports.ts';
import { shortId } from './incident.ts';
import { lines, Mrkdwn, say } from './mrkdwn.ts';
import { mentions } from './rollback.ts';
import { dateTime, day } from './time.ts';

const BECAUSE = {
  live: null,
  'next-day': 'it runs into the next UTC day',
  'live-flow': 'it touches a live customer flow',
} as const;

/** The approved texts as they are in the thread, then why they did not wait. */
export function toldDirectly(
  texts: readonly OperatorText[],
  why: keyof typeof BECAUSE,
  { id }: Pick<Incident, 'id'>,
  where: Mrkdwn | null,
): Message {
  const because = BECAUSE[why];
  const thread = where ?? say`Incident ${shortId(id)}.`;
  return {
    text: lines(
      ...texts.map(asItIs),
      because === null ? thread : say`Told now and not in the daily digest: ${because}. ${thread}`,
    ).source,
  };
}

interface Part {
  readonly incident: Pick<Incident, 'id' | 'app' | 'severity' | 'closed' | 'openedAt'>;
  readonly texts: readonly OperatorText[];
  readonly where: Mrkdwn | null;
}

/** More than anybody reads; the rest is counted. */
const MOST_INCIDENTS = 20;
const MOST_TEXTS = 12;

export function digest(
  parts: readonly Part[],
  about: {
    readonly moment: Date;
    /** When it was posted, if that is too late to go unsaid. */
    readonly late: Date | null;
    readonly mentions: Parameters<typeof mentions>[0];
  },
): Message {
  const left = parts.length - MOST_INCIDENTS;
  const late = about.late
    ? say` Late: it was due at ${dateTime(about.moment)}, and I was not running then.`
    : say``;
  return {
    text: lines(
      say`*Incident digest, ${day(about.moment)}.* ${mentions(about.mentions)}${late}`,
      ...parts.slice(0, MOST_INCIDENTS).map(partOf),
      left > 0 ? say`… and ${left} more incidents.` : null,
    ).source,
  };
}

function partOf({ incident, texts, where }: Part): Mrkdwn {
  const { app, severity, closed, id } = incident;
  const left = texts.length - MOST_TEXTS;
  return lines(
    say`*${app}* · SEV-${severity} · ${closed ? 'closed' : 'still open'} · ${where ?? shortId(id)}`,
    ...texts.slice(0, MOST_TEXTS).map((text) => say`• ${asItIs(text)}`),
    left > 0 ? say`… and ${left} more in its thread.` : null,
  );
}

/** Stored as it was written by `words/`. */
function asItIs({ text }: OperatorText): Mrkdwn {
  return new Mrkdwn(text);
}
