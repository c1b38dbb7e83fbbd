/** The second person's answer about what was approved alone. */
import { z } from 'zod';
import { TAPS, VIEWS } from '../ids.ts';
import type { Answer, FrontDesk, Submission, Tap } from '../ports.ts';
import { lookAgain, mayLook } from '../runbooks/rollback/second-look.ts';
import type { World } from '../runbooks/world.ts';
import { plainText, section } from '../words/blocks.ts';
import { say } from '../words/mrkdwn.ts';
import { route } from '../words/rollback.ts';
import { UNKNOWN_FORM } from '../words/transport.ts';
import { readMetadata } from './metadata.ts';
import { notice, refuseField, refuseForm, tellRefusal } from './tell.ts';

const NOTE = { block: 'note', action: 'note' } as const;
const TITLE = 'Something is wrong';
const metadata = z.object({ operationId: z.string() });

export function secondLookTaps(world: World): FrontDesk['taps'] {
  return {
    [TAPS.looksRight]: async ({ value: operationId, slackId }) => {
      const looked = await lookAgain(world, { operationId, slackId, verdict: 'right', note: '' });
      return looked.ok ? { kind: 'nothing' } : tellRefusal(looked.refusal);
    },
    [TAPS.somethingWrong]: (tap) => askWhat(world, tap),
  };
}

async function askWhat(world: World, { value: operationId, slackId }: Tap): Promise<Answer> {
  const operation = await mayLook(world, operationId, slackId);
  if (!operation.ok) return tellRefusal(operation.refusal);
  return {
    kind: 'open',
    view: {
      type: 'modal',
      callback_id: VIEWS.somethingWrong,
      private_metadata: JSON.stringify({ operationId }),
      title: plainText(TITLE, 24),
      submit: plainText('Say so', 24),
      close: plainText('Not now', 24),
      blocks: [
        section(route(operation.value), 'what'),
        {
          type: 'input',
          block_id: NOTE.block,
          label: plainText('What is wrong?'),
          hint: plainText('Said in the channel, and kept in the audit log.', 150),
          element: { type: 'plain_text_input', action_id: NOTE.action, max_length: 300 },
        },
      ],
    },
  };
}

export function secondLookSubmissions(world: World): FrontDesk['submissions'] {
  return { [VIEWS.somethingWrong]: (submission) => wrong(world, submission) };
}

async function wrong(world: World, submission: Submission): Promise<Answer> {
  const read = readMetadata(metadata, submission);
  if (!read) return { kind: 'replace', view: notice(TITLE, say`${UNKNOWN_FORM}`) };
  const looked = await lookAgain(world, {
    operationId: read.operationId,
    slackId: submission.slackId,
    verdict: 'wrong',
    note: submission.values[NOTE.block]?.[NOTE.action] ?? '',
  });
  if (looked.ok) return { kind: 'nothing' };
  return looked.refusal.reason === 'note-empty'
    ? refuseField(NOTE.block, looked.refusal)
    : refuseForm(TITLE, looked.refusal);
}
