/** Modals sent: what they carry is a claim, checked against rows; what is accepted is committed before the answer. */
import { z } from 'zod';
import { VIEWS } from '../ids.ts';
import type { Operation } from '../operation.ts';
import type { Outcome, Refusal } from '../outcome.ts';
import { refused } from '../outcome.ts';
import type { Answer, FrontDesk, Submission } from '../ports.ts';
import type { Approval } from '../runbooks/rollback/agree.ts';
import { approve } from '../runbooks/rollback/approve.ts';
import { renew } from '../runbooks/rollback/renew.ts';
import { request } from '../runbooks/rollback/request.ts';
import { withdraw } from '../runbooks/rollback/withdraw.ts';
import type { World } from '../runbooks/world.ts';
import { say } from '../words/mrkdwn.ts';
import { UNKNOWN_FORM } from '../words/transport.ts';
import { SYMPTOM, TARGET } from './ask-modal.ts';
import { readMetadata } from './metadata.ts';
import { proofFieldFor, typedProof } from './proof-fields.ts';
import { TICKS } from './review-modal.ts';
import { versionOf } from './rollback-arguments.ts';
import { REASON } from './rollback-taps.ts';
import { notice, refuseField, refuseForm } from './tell.ts';

const askMetadata = z.object({
  app: z.string(),
  version: z.number().int().positive().nullable(),
  kind: z.enum(['rollback', 'code-only']).default('rollback'),
  channel: z.string(),
  undoes: z.string().optional(),
  replaces: z.string().optional(),
});
const reviewMetadata = z.object({ operationId: z.string(), hash: z.string() });
const rejectMetadata = z.object({ operationId: z.string() });

export function rollbackSubmissions(world: World): FrontDesk['submissions'] {
  return {
    [VIEWS.ask]: (submission) => ask(world, submission),
    [VIEWS.review]: (submission) => agree(world, submission, approve),
    [VIEWS.renew]: (submission) => agree(world, submission, renew),
    [VIEWS.reject]: (submission) => reject(world, submission),
  };
}

async function ask(world: World, submission: Submission): Promise<Answer> {
  const asked = readMetadata(askMetadata, submission);
  if (!asked) return { kind: 'errors', errors: { [SYMPTOM.block]: UNKNOWN_FORM } };
  const chosen = submission.values[TARGET.block]?.[TARGET.action];
  const { opsChannels } = world.settings;
  const outcome = opsChannels.includes(asked.channel)
    ? await request(world, {
        app: asked.app,
        version: chosen === undefined ? asked.version : versionOf(chosen),
        kind: asked.kind,
        undoes: asked.undoes,
        replaces: asked.replaces,
        symptom: submission.values[SYMPTOM.block]?.[SYMPTOM.action] ?? '',
        slackId: submission.slackId,
        channel: asked.channel,
      })
    : refused({ reason: 'wrong-channel', command: '/rollback', channels: opsChannels });
  return outcome.ok ? { kind: 'nothing' } : refuseField(SYMPTOM.block, outcome.refusal);
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
