/** Sentences for what stands between a person and an approval: time, codes, reasons. */
import type { Refusal } from '../outcome.ts';
import { cap, code, joined, lines, type Mrkdwn, mention, say } from './mrkdwn.ts';
import { hourMinute, toTheSecond } from './time.ts';

type Reason =
  | 'self-approval'
  | 'agent-cancels-own'
  | 'solo-not-yet'
  | 'second-factor-unavailable'
  | 'no-second-factor'
  | 'code-malformed'
  | 'wrong-code'
  | 'code-used'
  | 'codes-locked'
  | 'review-outdated'
  | 'blocked'
  | 'warnings-not-ticked'
  | 'form-outdated'
  | 'override-unexplained'
  | 'cannot-override'
  | 'override-limit'
  | 'own-second-factor'
  | 'own-look'
  | 'looked-already'
  | 'unknown-person'
  | 'which-person';

const MOST_CANDIDATES = 10;

export const APPROVAL_SENTENCES: {
  readonly [R in Reason]: (refusal: Extract<Refusal, { reason: R }>) => Mrkdwn;
} = {
  'self-approval': () =>
    lines(
      say`You asked for this rollback, so a second person must approve it. Nothing was done.`,
      say`Another operator can; they have been told.`,
    ),
  'agent-cancels-own': ({ requester }) =>
    lines(
      say`${requester} asked for this. An agent cancels only what it asked for itself. Nothing was done.`,
      say`${requester} can cancel it, and so can any operator.`,
    ),
  'solo-not-yet': ({ at }) =>
    lines(
      say`You asked for this rollback, so a second person must approve it. Nothing was done.`,
      say`If nobody has by ${toTheSecond(at)}, you may approve alone, with a code.`,
    ),
  'second-factor-unavailable': () =>
    lines(
      say`No second factor can be used here: TOTP_KEY is not set. Nothing was done.`,
      say`Whoever deploys me can set it; docs/configuration.md says how.`,
    ),
  'no-second-factor': () =>
    lines(
      say`This needs a code, and you have not set up a second factor. Nothing was done.`,
      say`Set it up with ${code('/ops totp')}; it takes a minute.`,
    ),
  'code-malformed': () => say`A code is six digits. Nothing was done. Type the one your app shows now.`,
  'wrong-code': () => say`This code is wrong, or too old. Nothing was done. Type the one your app shows now.`,
  'code-used': () => say`This code has been used; each counts once. Nothing was done. Wait for the next one.`,
  'codes-locked': ({ until }) =>
    lines(
      say`Too many wrong codes: yours are locked until ${hourMinute(until)}. Nothing was done.`,
      say`Another operator can approve meanwhile. If it was not you, tell a superadmin.`,
    ),
  'review-outdated': () =>
    lines(
      say`What you were shown is no longer what this request says. Nothing was done.`,
      say`Tap [Review] again to see it as it is now.`,
    ),
  blocked: () =>
    lines(
      say`This rollback is blocked for the reasons shown. Nothing was done.`,
      say`Roll forward, choose another release, or ask a superadmin to override it.`,
    ),
  'warnings-not-ticked': () =>
    say`Tick every warning first: each is something you should know before you approve.`,
  'form-outdated': () =>
    lines(
      say`This now needs something that the form did not ask for. Nothing was done.`,
      say`Tap [Review] again.`,
    ),
  'override-unexplained': () => say`Say why it must go on all the same: it goes into the audit log.`,
  'cannot-override': () =>
    lines(
      say`This cannot be overridden: Heroku itself would refuse it. Nothing was done.`,
      say`Choose another release, or roll forward.`,
    ),
  'override-limit': () =>
    lines(
      say`You have overridden twice within the hour, which is the most one person may. Nothing was done.`,
      say`Another superadmin can, or roll forward.`,
    ),
  'own-second-factor': () =>
    lines(
      say`Nobody takes their own second factor away. Nothing was done.`,
      say`With your present code ${code('/ops totp')} sets up a new one; without it, ask another superadmin.`,
    ),
  'own-look': () =>
    lines(
      say`You approved this alone, so a second person looks at it. Nothing was done.`,
      say`Ask another operator to.`,
    ),
  'looked-already': ({ by, at }) =>
    lines(
      say`${by} looked at it at ${hourMinute(at)}. Nothing more was done.`,
      say`What they found is in the thread.`,
    ),
  'unknown-person': ({ typed }) =>
    lines(
      say`Nobody called ${code(cap(typed, 60))} has a second factor. Nothing was done.`,
      say`I know people by their name in the configuration, or by member id (${code('U…')}).`,
    ),
  'which-person': ({ typed, candidates }) =>
    lines(
      say`Several people with a second factor go by ${code(cap(typed, 60))}. Nothing was done.`,
      say`Say which: ${joined(candidates.slice(0, MOST_CANDIDATES).map(one), ' or ')}`,
    ),
};

function one({ slackId }: { readonly slackId: string }): Mrkdwn {
  return say`${mention(slackId)} ${code(`/ops totp reset ${slackId}`)}`;
}
