/** [Unlock deploys]: say why, and the rollback's own lock is lifted. */
import { z } from 'zod';
import { TAPS, VIEWS } from '../ids.ts';
import type { Answer, FrontDesk, Submission, Tap } from '../ports.ts';
import { mayUnlock, unlockAfter } from '../runbooks/rollback/deploy-lock.ts';
import type { World } from '../runbooks/world.ts';
import { plainText, section } from '../words/blocks.ts';
import { whyUnlock } from '../words/locks.ts';
import { say } from '../words/mrkdwn.ts';
import { UNKNOWN_FORM } from '../words/transport.ts';
import { notice, refuseField, refuseForm, tellRefusal } from './tell.ts';

const TITLE = 'Unlock deploys';
const REASON = { block: 'unlock.reason', action: 'reason' } as const;
const metadata = z.object({ operationId: z.string() });

export function unlockTaps(world: World): FrontDesk['taps'] {
  return { [TAPS.unlock]: (tap) => ask(world, tap) };
}

export function unlockSubmissions(world: World): FrontDesk['submissions'] {
  return { [VIEWS.unlock]: (submission) => unlock(world, submission) };
}

async function ask(world: World, tap: Tap): Promise<Answer> {
  const operation = await mayUnlock(world, tap.value, tap.slackId);
  if (!operation.ok) return tellRefusal(operation.refusal);
  const { id, app } = operation.value;
  return {
    kind: 'open',
    view: {
      type: 'modal',
      callback_id: VIEWS.unlock,
      private_metadata: JSON.stringify({ operationId: id }),
      title: plainText(TITLE, 24),
      submit: plainText('Unlock', 24),
      close: plainText('Not now', 24),
      blocks: [
        section(whyUnlock(app), 'what'),
        {
          type: 'input',
          block_id: REASON.block,
          label: plainText('Why may deploys go on?'),
          element: { type: 'plain_text_input', action_id: REASON.action, max_length: 200 },
        },
      ],
    },
  };
}

async function unlock(world: World, submission: Submission): Promise<Answer> {
  const sent = known(submission);
  if (!sent) return { kind: 'replace', view: notice(TITLE, say`${UNKNOWN_FORM}`) };
  const reason = submission.values[REASON.block]?.[REASON.action] ?? '';
  const { slackId } = submission;
  const outcome = await unlockAfter(world, { operationId: sent.operationId, reason, slackId });
  if (outcome.ok) return { kind: 'nothing' };
  return outcome.refusal.reason === 'reason-missing'
    ? refuseField(REASON.block, outcome.refusal)
    : refuseForm(TITLE, outcome.refusal);
}

function known(submission: Submission): z.infer<typeof metadata> | null {
  try {
    return metadata.safeParse(JSON.parse(submission.metadata)).data ?? null;
  } catch {
    return null;
  }
}
