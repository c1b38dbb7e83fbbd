/** What a person's agreement takes: distance from the request, or a code; every warning ticked; for a block, a reason. */
import { type App, soloAfter } from '../../apps.ts';
import { overridable, type Preflight, preflightOf, toAcknowledge } from '../../findings.ts';
import type { ApprovedHow, Operation } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import { may, type Person } from '../../people.ts';
import type { Proof } from '../../second-factor.ts';
import { plain } from '../../words/mrkdwn.ts';
import { actor, isSame } from '../entitlement.ts';
import { prove } from '../second-factor/prove.ts';
import type { World } from '../world.ts';

export interface Approval {
  readonly operationId: string;
  readonly slackId: string;
  /** The client's claim of what it saw; only a review row kept for this very person makes it true. */
  readonly hash: string;
  /** Codes of the warnings that were ticked. */
  readonly ticked: readonly string[];
  /** The second factor's code as typed; null when the form did not ask for one. */
  readonly code: string | null;
  /** Why a block is overridden; null when the form did not ask. Untrusted text. */
  readonly reason: string | null;
}

export interface Agreement {
  readonly preflight: Preflight;
  readonly how: ApprovedHow;
  readonly override: string | null;
  /** To be used up in the approving transaction. */
  readonly proof: Proof | null;
}

const LONGEST_REASON = 300;

/** Two persons, or the requester alone: where nobody has to approve, or from a moment on. Pure; the Ledger decides it again. */
export function mannerOf(
  app: Pick<App, 'approval' | 'soloAfterMs'>,
  { requester, requestedAt }: Pick<Operation, 'requester' | 'requestedAt'>,
  person: Pick<Person, 'id' | 'slackId'>,
  now: Date,
): Outcome<ApprovedHow> {
  if (!isSame(requester, person)) return done('two-person');
  if (app.approval === 'none') return done('policy');
  const after = soloAfter(app);
  if (after === null) return refused({ reason: 'self-approval' });
  const at = new Date(requestedAt.getTime() + after);
  return now < at ? refused({ reason: 'solo-not-yet', at }) : done('solo');
}

export async function agree(
  world: World,
  app: App,
  operation: Operation,
  person: Person,
  approval: Approval,
): Promise<Outcome<Agreement>> {
  const how = mannerOf(app, operation, person, await world.clock.now());
  if (!how.ok) return how;
  const review = await world.ledger.review(operation.id, person.id, approval.hash);
  if (!review) return refused({ reason: 'review-outdated' });
  const preflight = preflightOf(review.preflight);
  if (!preflight) return refused({ reason: 'review-outdated' });
  const override = overrideOf(preflight, person, approval.reason);
  if (!override.ok) return override;
  const missing = toAcknowledge(preflight).filter((finding) => !approval.ticked.includes(finding.code));
  if (missing.length > 0) return refused({ reason: 'warnings-not-ticked' });
  const agreement = { preflight, how: how.value, override: override.value };
  if (how.value !== 'solo' && override.value === null) return done({ ...agreement, proof: null });
  if (approval.code === null) return refused({ reason: 'form-outdated' });
  // Last: whatever else is missing does not cost a guess.
  const proof = await prove(world, actor(person), approval.code);
  return proof.ok ? done({ ...agreement, proof: proof.value }) : proof;
}

/** Null where nothing blocks. */
function overrideOf(preflight: Preflight, person: Person, typed: string | null): Outcome<string | null> {
  if (preflight.verdict !== 'BLOCKED') return done(null);
  if (!overridable(preflight)) return refused({ reason: 'cannot-override' });
  if (!may(person, 'rollback.override')) return refused({ reason: 'blocked' });
  if (typed === null) return refused({ reason: 'form-outdated' });
  const reason = plain(typed, LONGEST_REASON);
  return reason === '' ? refused({ reason: 'override-unexplained' }) : done(reason);
}
