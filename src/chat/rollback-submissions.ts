/** Modals sent: what they carry is a claim, checked against rows; what is accepted is committed before the answer. */
import { z } from 'zod';
import { VIEWS } from '../ids.ts';
import type { Operation } from '../operation.ts';
import type { Outcome, Refusal } from '../outcome.ts';
import type { Answer, FrontDesk, Submission } from '../ports.ts';
import type { Approval } from '../runbooks/rollback/agree.ts';
import { approve } from '../runbooks/rollback/approve.ts';
import { renew } from '../runbooks/rollback/renew.ts';
import { withdraw } from '../runbooks/rollback/withdraw.ts';
import type { World } from '../runbooks/world.ts';
import { say } from '../words/mrkdwn.ts';
import { UNKNOWN_FORM } from '../words/transport.ts';
import { askSubmissions } from './ask-form.ts';
import { readMetadata } from './metadata.ts';
import { proofFieldFor, typedProof } from './proof-fields.ts';
import { TICKS } from './review-modal.ts';
import { REASON } from './rollback-taps.ts';
import { notice, refuseField, refuseForm } from './tell.ts';

const reviewMetadata = z.object({ operationId: z.string(), hash: z.string() });
const rejectMetadata = z.object({ operationId: z.string() });

export function rollbackSubmissions(world: World): FrontDesk['submissions'] {
  return {
    ...askSubmissions(world),
    [VIEWS.review]: (submission) => agree(world, submission, approve),
    [VIEWS.renew]: (submission) => agree(world, submission, renew),
    [VIEWS.reject]: (submission) => reject(world, submission),
  };
}

async function agree(
  world: World,
  submission: Submission,
  procedure: (world: World, approval: Approval) => Promise<Outcome<Operation>>,
): Promise<Answer> {
  const metadata = readMetadata(reviewMetadata, submission);
  if (!metadata) return unknownForm();
  const { operationId, hash } = metadata;
  const ticked = submission.values[TICKS.block]?.[TICKS.action]?.split('\n') ?? [];
  const { slackId } = submission;
  const outcome = await procedure(world, { operationId, hash, slackId, ticked, ...typedProof(submission) });
  if (outcome.ok) return { kind: 'nothing' };
  const block = fieldFor(outcome.refusal);
  // Slack takes errors only for fields that are there.
  return block !== null && submission.values[block] !== undefined
    ? refuseField(block, outcome.refusal)
    : refuseForm('Review rollback', outcome.refusal);
}

function fieldFor(refusal: Refusal): string | null {
  return refusal.reason === 'warnings-not-ticked' ? TICKS.block : proofFieldFor(refusal);
}

async function reject(world: World, submission: Submission): Promise<Answer> {
  const metadata = readMetadata(rejectMetadata, submission);
  if (!metadata) return unknownForm();
  const { operationId } = metadata;
  const reason = submission.values[REASON.block]?.[REASON.action] ?? '';
  const outcome = await withdraw(world, {
    operationId,
    slackId: submission.slackId,
    how: 'rejected',
    reason,
  });
  return outcome.ok ? { kind: 'nothing' } : refuseForm('Reject rollback', outcome.refusal);
}

function unknownForm(): Answer {
  return { kind: 'replace', view: notice('Switchback', say`${UNKNOWN_FORM}`) };
}
