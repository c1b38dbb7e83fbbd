/** How people are called: everybody who can help, once for each reason, and what is said when nobody can be. */
import type { Incident } from '../incident.ts';
import type { MessagePlace } from '../ledger.ts';
import type { Actor } from '../operation.ts';
import type { Message } from '../ports.ts';
import { whereIs } from './home.ts';
import { shortId } from './incident.ts';
import { lines, type Mrkdwn, say } from './mrkdwn.ts';
import { mentions } from './rollback.ts';

interface Call {
  /** A whole clause without a full stop. */
  readonly why: Mrkdwn;
  /** Null: the bot itself. */
  readonly by: Actor | null;
}

const caller = ({ by }: Call): Mrkdwn => (by ? say`${by.name} calls` : say`I call`);

/** In the thread, for all to see. */
export function called(call: Call, people: Parameters<typeof mentions>[0]): Message {
  return {
    text: lines(
      say`${caller(call)} all operators: ${call.why}. ${mentions(people)}`,
      say`Nothing more is done by itself. What happened is in this thread.`,
    ).source,
  };
}

/** Practice: nobody's phone rings. */
export function calledInDrill(call: Call): Message {
  return {
    text: lines(
      say`DRILL · ${caller(call)} all operators: ${call.why}.`,
      say`Practice: nobody was mentioned, messaged or paged.`,
    ).source,
  };
}

export function calledDirectly(
  { app, id }: Pick<Incident, 'app' | 'id'>,
  { why, by }: Call,
  where: Mrkdwn | null,
): Message {
  return {
    text: lines(
      say`${by ? say`${by.name} needs you` : say`You are needed`} for ${app}: ${why}.`,
      where ?? say`Incident ${shortId(id)}.`,
    ).source,
  };
}

/** What the timeline keeps. */
export function timelineCalled({ why }: Call): Mrkdwn {
  return say`Called all operators: ${why}.`;
}

/** A link to its thread; null while it is not posted yet, or Slack has not told us its address. */
export function threadOf(place: MessagePlace | null, address: string | null): Mrkdwn | null {
  return whereIs('thread', place, address);
}
