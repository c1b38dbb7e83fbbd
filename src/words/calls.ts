/** How people are called: everybody who can help, once for each reason, and what is said when nobody can be. */
import { COMMANDS } from '../ids.ts';
import type { Incident } from '../incident.ts';
import type { Actor } from '../operation.ts';
import type { Refusal } from '../outcome.ts';
import type { Message } from '../ports.ts';
import { shortId } from './incident.ts';
import { code, lines, type Mrkdwn, say } from './mrkdwn.ts';
import { mentions } from './rollback.ts';
import { hourMinute } from './time.ts';

interface Call {
  /** A whole clause without a full stop. Untrusted text. */
  readonly why: string;
  readonly todo?: Mrkdwn;
  readonly runbook?: string;
  /** Null: the bot itself. */
  readonly by: Actor | null;
}

const caller = ({ by }: Call): Mrkdwn => (by ? say`${by.name} calls` : say`I call`);

/** In the thread, for all to see. */
export function called(call: Call, people: Parameters<typeof mentions>[0]): Message {
  return {
    text: lines(say`${caller(call)} all operators: ${call.why}. ${mentions(people)}`, whatNow(call)).source,
  };
}

function whatNow({ todo, runbook }: Call): Mrkdwn {
  if (todo) return say`${todo}. Nothing more is done by itself.`;
  return runbook === undefined
    ? say`Nothing more is done by itself. What happened is in this thread.`
    : say`heroku.md wakes the operator when: ${runbook}. Nothing more is done by itself.`;
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
  { why, todo, by }: Call,
  where: Mrkdwn | null,
): Message {
  // The bot's own reasons name the app.
  const what = why.includes(app) ? say`` : say` for ${app}`;
  return {
    text: lines(
      say`${by ? say`${by.name} needs you` : say`You are needed`}${what}: ${why}.`,
      say`${todo ? say`${todo} · ` : say``}${where ?? say`Incident ${shortId(id)}.`}`,
    ).source,
  };
}

/** In the form, before it is sent. */
export function aboutToCall({ app, drill }: Pick<Incident, 'app' | 'drill'>): Mrkdwn {
  return drill
    ? say`*${app}*, a drill: it is said in the thread, and nobody is mentioned, messaged or paged.`
    : say`*${app}*: every operator is mentioned, messaged and, where a pager is set up, paged.`;
}

/** What the timeline keeps. */
export function timelineCalled({ why }: Call): Mrkdwn {
  return say`Called all operators: ${why}.`;
}

/** Why nobody is called; `refusals.ts` has the rest. */
export const CALL_SENTENCES: {
  readonly [R in 'call-unexplained' | 'called-before']: (refusal: Extract<Refusal, { reason: R }>) => Mrkdwn;
} = {
  'call-unexplained': () =>
    lines(
      say`Say why everybody is called: it is what they read first. Nothing was done.`,
      say`Like this: ${code(`${COMMANDS.incident} escalate checkout is down and the rollback failed`)}`,
    ),
  'called-before': ({ by, at }) =>
    lines(
      say`${by} called everybody for that at ${hourMinute(at)}. Nothing more was done.`,
      say`If something has changed since, say that as the reason.`,
    ),
};
