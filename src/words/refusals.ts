/** A sentence for every reason the bot refuses: what was expected, what was found, what to do next. */

import { COMMANDS } from '../ids.ts';
import type { OperationStatus } from '../operation.ts';
import type { Refusal } from '../outcome.ts';
import type { ReadFailure } from '../ports.ts';
import { doing } from './actions.ts';
import { APPROVAL_SENTENCES } from './approval-refusals.ts';
import { CALL_SENTENCES } from './calls.ts';
import { INCIDENT_SENTENCES } from './incident-refusals.ts';
import { LOCK_SENTENCES } from './locks.ts';
import { cap, channelLink, code, lines, list, type Mrkdwn, say } from './mrkdwn.ts';
import { PUBLIC_SENTENCES } from './public-refusals.ts';
import { RE_PIN_REFUSALS } from './re-pin-refusals.ts';
import { REVIEW_SENTENCES } from './review-refusals.ts';
import { hourMinute } from './time.ts';
import { TIMELINE_SENTENCES } from './timeline.ts';
import { alreadyUndone, noCodeOnly, nothingToUndo } from './ways-back.ts';

export type Sentence<R extends Refusal['reason']> = (refusal: Extract<Refusal, { reason: R }>) => Mrkdwn;

/** After `the … role`. */
export const ROLE_NAMES = {
  ops: 'operator',
  superadmin: 'superadmin',
  support: 'support',
  readonly: 'read-only',
} as const;

const HEROKU_FAILURES = {
  slow: 'Heroku did not answer in time',
  down: 'Heroku cannot be reached',
  'rate-limited': 'Heroku says we ask too often',
  unauthorized: 'Heroku refused our token',
  forbidden: 'our Heroku token may not read this app',
  'not-found': 'Heroku does not know it',
  malformed: 'Heroku answered something unreadable',
  'budget-spent': 'our own request budget is used up',
} as const satisfies Record<ReadFailure, string>;

const SENTENCES: { readonly [R in Refusal['reason']]: Sentence<R> } = {
  'unknown-app': ({ typed, near, known }) =>
    lines(
      typed === ''
        ? say`Which app? Nothing was done.`
        : say`I do not know an app called ${code(cap(typed, 60))}. Nothing was done.`,
      near.length > 0
        ? say`Did you mean ${list(near, ' or ')}?${NOT_ASCII.test(typed) ? TYPE_BY_HAND : say``}`
        : say`I know: ${list(known)}.`,
    ),
  'own-app': ({ app }) =>
    lines(
      say`${app} is the app I run on: rolling it back would stop me halfway. Nothing was done.`,
      say`By hand: ${code(`heroku rollback vN -a ${app}`)}`,
    ),
  'bad-version': ({ typed, app }) =>
    lines(
      say`${code(cap(typed, 60))} is not a release. I expect ${code('v')} and a number, such as ${code('v84')}. Nothing was done.`,
      say`See them with ${code(`heroku releases -a ${app}`)}`,
    ),
  'wrong-channel': ({ command, channels }) =>
    lines(
      channels.length > 0
        ? say`${command.startsWith(COMMANDS.rollback) ? 'I roll back' : 'I take this'} only in ${links(channels)}, so others can see it. Nothing was done.`
        : say`No channel is configured for this. Nothing was done.`,
      say`Paste there: ${code(command)}`,
    ),
  'wrong-role': ({ action, role, agent, needs, operators }) =>
    lines(
      agent
        ? say`${doing(action)} needs a human; agents may ask, not approve. Nothing was done.`
        : say`${doing(action)} needs the ${list(
            needs.map((each) => ROLE_NAMES[each]),
            ' or ',
          )} role; you have ${role ? ROLE_NAMES[role] : 'none'}. Nothing was done.`,
      operators.length > 0
        ? say`Operators: ${list(operators)}.`
        : say`Ask whoever keeps config/switchback.yaml.`,
    ),
  'not-a-member': ({ why }) =>
    lines(
      say`This needs a full member of this workspace; your account is ${NOT_MEMBER[why]}. Nothing was done.`,
      say`Ask an operator in the ops channel.`,
    ),
  'membership-unknown': () =>
    lines(
      say`Slack did not tell me in time who you are, so I cannot know whether you may do this. Nothing was done.`,
      say`Try again in a few seconds.`,
    ),
  'heroku-unreadable': ({ app, failure }) =>
    lines(
      say`I could not read ${app}'s releases: ${failureText(failure)}. Nothing was done.`,
      say`${REMEDIES[failure] ?? 'Try again in a moment'}, or look yourself: ${code(`heroku releases -a ${app}`)}`,
    ),
  'no-such-release': ({ app, version, newest }) =>
    lines(
      say`${app} has no v${version}; its newest release is v${newest}. Nothing was done.`,
      say`Type ${code(`/rollback ${app}`)} to choose from those that can be rolled back to.`,
    ),
  'already-runs': ({ app, version }) =>
    lines(
      say`${app} already runs v${version}. Nothing was done.`,
      say`Type ${code(`/rollback ${app}`)} to choose an older release.`,
    ),
  'target-not-eligible': ({ app, version, status }) =>
    lines(
      say`Heroku cannot roll ${app} back to v${version}: ${NOT_ELIGIBLE[status] ?? 'it is not eligible any more'}. Nothing was done.`,
      say`Type ${code(`/rollback ${app}`)} to choose another.`,
    ),
  'no-default-target': ({ app }) =>
    lines(
      say`I found no release of ${app} that served before this one and can still be rolled back to. Nothing was done.`,
      say`Roll forward, or name a release: ${code(`/rollback ${app} vN`)}`,
    ),
  'no-code-only': noCodeOnly,
  'nothing-to-undo': (refusal) => nothingToUndo(refusal, refusal.status && STATUS_NAMES[refusal.status]),
  'already-undone': (refusal) => alreadyUndone(refusal, STATUS_NAMES[refusal.status]),
  'slot-taken': ({ app, operationId, status, by, at, targetVersion }) =>
    lines(
      say`${app} already has a rollback under way: to v${targetVersion}, asked by ${by.name} at ${hourMinute(at)}, now ${STATUS_NAMES[status]} (${operationId}). Nothing was added.`,
      say`See it with ${code(`/rollback status ${app}`)}.${WAYS_OUT[status] ?? say``}`,
    ),
  ...APPROVAL_SENTENCES,
  expired: ({ at }) =>
    lines(
      say`This request expired at ${hourMinute(at)}. Nothing was done.`,
      say`Ask again with ${code('/rollback')}.`,
    ),
  'already-handled': ({ status, by, at }) =>
    lines(
      say`Already handled: ${by && at ? decidedBy(status, by, at) : `it is ${STATUS_NAMES[status]}`}. Nothing more was done.`,
      say`The card in the channel shows where it stands.`,
    ),
  'unknown-operation': ({ typed }) =>
    lines(
      say`I know no rollback ${code(cap(typed, 60))}. Nothing was done.`,
      say`See the open ones with ${code('/rollback status')}.`,
    ),
  ...INCIDENT_SENTENCES,
  ...PUBLIC_SENTENCES,
  'symptom-missing': () => say`Say in a few words what is broken: it opens the incident.`,
  ...LOCK_SENTENCES,
  ...CALL_SENTENCES,
  ...TIMELINE_SENTENCES,
  ...RE_PIN_REFUSALS,
  ...REVIEW_SENTENCES,
  'already-said': ({ by, at }) =>
    lines(
      say`${by} was first, at ${hourMinute(at)}. Nothing more was done.`,
      say`Say more with [Note] on the card.`,
    ),
  'note-empty': () =>
    lines(
      say`Write what you see first. Nothing was added.`,
      say`Like this: ${code(`${COMMANDS.incident} note 03:04 nobody can sign up`)}`,
    ),
  'lease-lost': () => say`Another process took this over; it goes on there.`,
  'role-changed': ({ who }) =>
    lines(
      say`${who} no longer has the role this needs. Nothing was sent.`,
      say`Somebody who has it can ask or approve again.`,
    ),
};

/** How a holder of the slot is ended, by those who may. */
const WAYS_OUT: { readonly [S in OperationStatus]?: Mrkdwn } = {
  requested: say` [Reject] or [Cancel] on its card ends it.`,
  needs_human: say` [Close] on its last message ends it.`,
};

const TYPE_BY_HAND = say` Type it by hand: a character in it only looks right, or cannot be seen.`;
const NOT_ASCII = /[^\x20-\x7e]/;

/** What trying again will not mend. */
const REMEDIES: { readonly [F in ReadFailure]?: string } = {
  unauthorized: 'Renew HEROKU_API_KEY',
  forbidden: 'Ask the app’s owner to let me in',
};

const NOT_ELIGIBLE: Readonly<Record<string, string>> = {
  failed: 'it failed',
  expired: 'its code has expired',
  pending: 'it is still being released',
};

/** After `your account is`. */
export const NOT_MEMBER = {
  guest: 'a guest',
  outsider: 'from another workspace',
  deactivated: 'deactivated',
  bot: 'a bot',
  unknown: 'unknown to Slack',
} as const;

/** How a status reads in the middle of a sentence. */
export const STATUS_NAMES = {
  requested: 'waiting for approval',
  approved: 'approved',
  executing: 'being sent',
  verifying: 'being verified',
  needs_human: 'waiting for a person',
  recovered: 'done and recovered',
  rejected: 'rejected',
  cancelled: 'cancelled',
  expired: 'expired',
  stale: 'out of date',
  refused: 'refused',
  failed: 'failed',
  superseded: 'superseded',
  closed: 'closed',
} as const;

const DECISIONS: readonly OperationStatus[] = ['approved', 'rejected', 'cancelled', 'closed', 'superseded'];

/** `rejected by Bo at 03:04 UTC`; what came after an approval was not done by the approver. */
function decidedBy(status: OperationStatus, by: string, at: Date): string {
  return DECISIONS.includes(status)
    ? `${STATUS_NAMES[status]} by ${by} at ${hourMinute(at)}`
    : `approved by ${by} at ${hourMinute(at)}, now ${STATUS_NAMES[status]}`;
}

function links(channels: readonly string[]): Mrkdwn {
  return channels.map(channelLink).reduce((all, each) => say`${all} or ${each}`);
}

/** A code that has no words stands for itself. */
export function failureText(failure: string): string {
  const words: Readonly<Record<string, string>> = HEROKU_FAILURES;
  return words[failure] ?? failure;
}

/** The sentence for a refusal, escaped. */
export function refusalText(refusal: Refusal): Mrkdwn {
  const sentence = SENTENCES[refusal.reason] as (each: Refusal) => Mrkdwn;
  return sentence(refusal);
}
