/** The one result shape: done, or refused with a reason from a closed list. `words/refusals.ts` has a sentence for each. */
import type { Incident } from './incident.ts';
import type { Actor, OperationStatus } from './operation.ts';
import type { Action, Role } from './people.ts';
import type { ReadFailure } from './ports.ts';
import type { PublicName } from './publications.ts';
import type { RePinStep } from './re-pin.ts';

export type Refusal =
  | {
      readonly reason: 'unknown-app';
      readonly typed: string;
      readonly near: readonly string[];
      readonly known: readonly string[];
    }
  | { readonly reason: 'own-app'; readonly app: string }
  | { readonly reason: 'bad-version'; readonly typed: string; readonly app: string }
  | { readonly reason: 'wrong-channel'; readonly command: string; readonly channels: readonly string[] }
  | {
      readonly reason: 'wrong-role';
      readonly action: Action;
      readonly role: Role | null;
      readonly agent: boolean;
      readonly needs: readonly Role[];
      readonly operators: readonly string[];
    }
  | {
      readonly reason: 'not-a-member';
      readonly why: 'guest' | 'outsider' | 'deactivated' | 'bot' | 'unknown';
    }
  | { readonly reason: 'membership-unknown' }
  | { readonly reason: 'heroku-unreadable'; readonly app: string; readonly failure: ReadFailure }
  | {
      readonly reason: 'no-such-release';
      readonly app: string;
      readonly version: number;
      readonly newest: number;
    }
  | { readonly reason: 'already-runs'; readonly app: string; readonly version: number }
  | {
      readonly reason: 'target-not-eligible';
      readonly app: string;
      readonly version: number;
      readonly status: string;
    }
  | { readonly reason: 'no-default-target'; readonly app: string }
  /** Code only was asked for, and this release's code cannot come back without its config, or runs already. */
  | {
      readonly reason: 'no-code-only';
      readonly app: string;
      readonly version: number;
      readonly why: 'container' | 'no-slug' | 'same-code';
    }
  | { readonly reason: 'nothing-to-undo'; readonly typed: string; readonly status: OperationStatus | null }
  | {
      readonly reason: 'already-undone';
      readonly operationId: string;
      readonly by: Actor;
      readonly status: OperationStatus;
    }
  | {
      readonly reason: 'slot-taken';
      readonly app: string;
      readonly operationId: string;
      readonly status: OperationStatus;
      readonly by: Actor;
      readonly at: Date;
      readonly targetVersion: number;
    }
  | { readonly reason: 'self-approval' }
  /** An agent ends only what it asked for itself. */
  | { readonly reason: 'agent-cancels-own'; readonly requester: string }
  /** Its requester may approve alone, but only from `at` on. */
  | { readonly reason: 'solo-not-yet'; readonly at: Date }
  | { readonly reason: 'second-factor-unavailable' }
  | { readonly reason: 'no-second-factor' }
  | { readonly reason: 'code-malformed' }
  | { readonly reason: 'wrong-code' }
  | { readonly reason: 'code-used' }
  | { readonly reason: 'codes-locked'; readonly until: Date }
  | { readonly reason: 'form-outdated' }
  | { readonly reason: 'override-unexplained' }
  /** Heroku itself would refuse it. */
  | { readonly reason: 'cannot-override' }
  | { readonly reason: 'override-limit' }
  | { readonly reason: 'own-second-factor' }
  | { readonly reason: 'own-look' }
  | { readonly reason: 'looked-already'; readonly by: string; readonly at: Date }
  | { readonly reason: 'unknown-person'; readonly typed: string }
  | {
      readonly reason: 'which-person';
      readonly typed: string;
      /** Everybody it may be; ids are Slack's. */
      readonly candidates: readonly { readonly name: string; readonly slackId: string }[];
    }
  | { readonly reason: 'expired'; readonly at: Date }
  | { readonly reason: 'review-outdated' }
  | { readonly reason: 'blocked' }
  | { readonly reason: 'warnings-not-ticked' }
  | {
      readonly reason: 'already-handled';
      readonly status: OperationStatus;
      readonly by: string | null;
      readonly at: Date | null;
    }
  | { readonly reason: 'unknown-operation'; readonly typed: string }
  | {
      readonly reason: 'incident-not-open';
      readonly id: string;
      /** Null: it never was. */
      readonly closed: { readonly app: string; readonly by: string; readonly at: Date } | null;
    }
  /** `typed` names an app without one; empty when nothing was named. */
  | { readonly reason: 'no-incident'; readonly typed: string }
  | { readonly reason: 'which-incident'; readonly open: readonly Incident[] }
  /** Another one is open on this app: is it the same? */
  | { readonly reason: 'incident-open'; readonly incident: Incident }
  /** One is practice and the other is real. */
  | { readonly reason: 'kinds-apart'; readonly incident: Incident }
  | { readonly reason: 'began-unclear' }
  | { readonly reason: 'began-later'; readonly at: Date; readonly now: Date }
  | {
      readonly reason: 'cannot-lead';
      readonly why: 'guest' | 'outsider' | 'deactivated' | 'bot' | 'unknown' | 'agent' | 'no-role';
    }
  /** Of what the form changes, somebody else changed something since it was opened. */
  | { readonly reason: 'changed-meanwhile'; readonly incident: Incident }
  | { readonly reason: 'nothing-changed' }
  | {
      readonly reason: 'already-published';
      readonly which: PublicName;
      readonly by: Actor;
      readonly at: Date;
    }
  /** What is wrong with a text for customers; `piece`: what of it. */
  | {
      readonly reason: 'public-text';
      readonly why: 'empty' | 'too-long' | 'bracket' | 'mention' | 'claim' | 'promise';
      readonly piece: string;
    }
  | { readonly reason: 'unknown-draft' }
  | { readonly reason: 'unknown-template'; readonly typed: string }
  /** `name`: a fact that the incident does not have, or a variable that nobody typed. */
  | { readonly reason: 'template-unfilled'; readonly template: string; readonly name: string }
  | { readonly reason: 'draft-replaced'; readonly by: string; readonly at: Date }
  /** Customers do not see this app: only production has any. */
  | { readonly reason: 'no-customers'; readonly app: string }
  | { readonly reason: 'smoke-fails'; readonly app: string }
  /** Nobody waits for a word any more, or the call is out. */
  /** Customers wait for no word. */
  | { readonly reason: 'no-promise' }
  /** They do, and operators were called for it: `until` is when it was due. */
  | { readonly reason: 'promise-broken'; readonly app: string; readonly until: Date }
  | { readonly reason: 'snooze-unexplained' }
  | { readonly reason: 'snoozed-meanwhile' }
  | { readonly reason: 'snoozed-enough'; readonly callsAt: Date }
  | { readonly reason: 'no-status-channel' }
  | { readonly reason: 'not-recovered'; readonly app: string }
  | { readonly reason: 'not-live'; readonly app: string }
  | { readonly reason: 'symptom-missing' }
  | { readonly reason: 'already-ticked'; readonly step: RePinStep; readonly by: string; readonly at: Date }
  | { readonly reason: 'not-ticked'; readonly step: RePinStep }
  | { readonly reason: 'tag-missing' }
  | { readonly reason: 'bad-tag'; readonly typed: string }
  | { readonly reason: 'no-release-yet'; readonly app: string }
  | { readonly reason: 'nothing-to-choose' }
  /** The same was said before: about the symptom, or to call everybody. */
  | { readonly reason: 'already-said'; readonly by: string; readonly at: Date }
  | { readonly reason: 'call-unexplained' }
  | { readonly reason: 'called-before'; readonly by: string; readonly at: Date }
  | { readonly reason: 'note-empty' }
  | { readonly reason: 'note-too-long'; readonly length: number }
  /** `number`: of the line that says so already; null when it was added this very moment. */
  | { readonly reason: 'entry-there'; readonly number: number | null }
  | { readonly reason: 'no-such-entry'; readonly typed: string }
  | { readonly reason: 'message-gone' }
  | { readonly reason: 'message-unreadable'; readonly why: 'not-there' | 'slack' }
  /** What ended an incident, when nothing else says so. */
  | { readonly reason: 'resolution-missing' }
  | { readonly reason: 'bad-link'; readonly typed: string }
  /** Its review is linked once it is closed. */
  | { readonly reason: 'incident-still-open'; readonly id: string }
  | { readonly reason: 'action-missing' }
  | { readonly reason: 'bad-day'; readonly typed: string }
  | { readonly reason: 'no-such-action'; readonly n: number }
  | { readonly reason: 'action-done'; readonly n: number; readonly by: string; readonly at: Date }
  | { readonly reason: 'bad-slug'; readonly typed: string }
  | { readonly reason: 'lease-lost' }
  | { readonly reason: 'bad-commit'; readonly typed: string }
  | { readonly reason: 'reason-missing'; readonly command: string }
  | {
      readonly reason: 'already-locked';
      readonly app: string;
      readonly commit: string | null;
      readonly by: string;
      readonly at: Date;
      readonly why: string;
    }
  | {
      readonly reason: 'not-locked';
      readonly app: string;
      readonly commit: string | null;
      /** Only the lock of this rollback was meant. */
      readonly operationId: string | null;
    }
  | { readonly reason: 'role-changed'; readonly who: string };

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function refused(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}
