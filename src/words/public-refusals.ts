/** Why nothing was drafted for customers, published or put off; `refusals.ts` has the rest. */
import { COMMANDS } from '../ids.ts';
import type { Refusal } from '../outcome.ts';
import { cap, code, lines, type Mrkdwn, say } from './mrkdwn.ts';
import { publishOne } from './promise.ts';
import { publicName } from './public-texts.ts';
import { hourMinute } from './time.ts';

type PublicRefusal =
  | 'already-published'
  | 'no-status-channel'
  | 'not-recovered'
  | 'not-live'
  | 'public-text'
  | 'unknown-draft'
  | 'unknown-template'
  | 'template-unfilled'
  | 'draft-replaced'
  | 'no-customers'
  | 'smoke-fails'
  | 'no-promise'
  | 'promise-broken'
  | 'snooze-unexplained'
  | 'snoozed-meanwhile'
  | 'snoozed-enough';

export const PUBLIC_SENTENCES: {
  readonly [R in PublicRefusal]: (refusal: Extract<Refusal, { reason: R }>) => Mrkdwn;
} = {
  'already-published': ({ which, by, at }) =>
    lines(
      say`${by.name} published “${publicName(which)}” at ${hourMinute(at)}. Nothing more was published.`,
      which === 'recovered'
        ? say`That is the last word of an incident. If it is broken again, open another: ${code(`${COMMANDS.incident} open APP what is broken`)}`
        : say`Each text goes out once, and none after a later one.`,
    ),
  'no-status-channel': () =>
    lines(
      say`Neither a status channel nor a status page is configured, so I cannot publish. Nothing was published.`,
      say`Copy the text to where customers read, or set ${code('channels.status')} or ${code('status_page')} in the configuration.`,
    ),
  'not-recovered': ({ app }) =>
    lines(
      say`${app} is not confirmed as recovered, and this text says that it is. Nothing was published.`,
      say`See ${code(`/rollback status ${app}`)}.`,
    ),
  'not-live': ({ app }) =>
    lines(
      say`The rollback of ${app} is not seen to run, and this text says that it does. Nothing was published.`,
      say`See ${code(`/rollback status ${app}`)}.`,
    ),
  'public-text': ({ why, piece }) => FAULTS[why](piece),
  'unknown-draft': () =>
    lines(
      say`I know no such draft. Nothing was done.`,
      say`Draft one with ${code(`${COMMANDS.incident} public`)}.`,
    ),
  'unknown-template': ({ typed }) =>
    lines(
      say`I know no text called ${code(cap(typed, 60))}. Nothing was done.`,
      say`See them with ${code(`${COMMANDS.incident} templates`)}`,
    ),
  'template-unfilled': ({ template, name }) =>
    lines(
      say`${code(template)} needs ${code(name)}, and this incident has none. Nothing was done.`,
      say`Once it has, use the text again; or write it by hand.`,
    ),
  'draft-replaced': ({ by, at }) =>
    lines(
      say`${by} edited this draft at ${hourMinute(at)}. Nothing more was done.`,
      say`The draft that counts is further down in the thread.`,
    ),
  'no-customers': ({ app }) =>
    lines(
      say`Customers do not see ${app}: only production has texts for them. Nothing was done.`,
      say`For operators: ${code(`${COMMANDS.incident} note …`)}`,
    ),
  'smoke-fails': ({ app }) =>
    lines(
      say`The smoke check of ${app} does not pass, and this text says that it has recovered. Nothing was published.`,
      say`Look again in a minute, or publish a text of your own: ${code(`${COMMANDS.incident} public ${app} …`)}`,
    ),
  'no-promise': () =>
    lines(
      say`Customers wait for no word any more. Nothing was done.`,
      say`The thread shows what was published and when.`,
    ),
  'promise-broken': ({ app, until }) =>
    lines(
      say`Customers were promised a word by ${hourMinute(until)} and everybody was called: nothing is left to put off. Nothing was done.`,
      publishOne({ app }),
    ),
  'snooze-unexplained': () =>
    say`Say why customers can wait: it goes into the timeline. Nothing was put off.`,
  'snoozed-meanwhile': () =>
    lines(say`Somebody has just put it off, or published. Nothing more was done.`, say`The thread shows it.`),
  'snoozed-enough': ({ callsAt }) =>
    lines(
      say`It was put off three times, which is enough. Nothing was done.`,
      say`Everybody is called at ${hourMinute(callsAt)}, unless a word to customers goes out before: [Publish] or [Edit].`,
    ),
};

type Fault = Extract<Refusal, { reason: 'public-text' }>['why'];

const FAULTS: Readonly<Record<Fault, (piece: string) => Mrkdwn>> = {
  empty: () => lines(say`There is no text. Nothing was done.`, say`Write what customers should read.`),
  'too-long': () =>
    lines(
      say`That is too long for one message. Nothing was done.`,
      say`At most 1,500 characters, fewer with &amp;, &lt; and &gt; among them.`,
    ),
  bracket: (piece) =>
    lines(
      say`${code(cap(piece, 60))} is still to be filled in. Nothing was done.`,
      say`Customers would read it as it stands: write what belongs there.`,
    ),
  mention: (piece) =>
    lines(
      say`${code(cap(piece, 60))} would mention somebody of this Slack. Nothing was done.`,
      say`Customers are not here: take it out.`,
    ),
  claim: () =>
    lines(
      say`It says that no account data has been affected, and nobody ticked that. Nothing was done.`,
      say`If you know it, tick that sentence in the form; else take it out.`,
    ),
  promise: () =>
    lines(
      say`It promises another word, and this is the last one of an incident. Nothing was done.`,
      say`Take the promise out; if it is not over yet, publish a text of your own instead.`,
    ),
};
