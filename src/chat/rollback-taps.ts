/** Buttons on cards and posts. The button carries an operation id only; the row decides what it means by now. */
import { TAPS, VIEWS } from '../ids.ts';
import type { Operation } from '../operation.ts';
import type { Outcome } from '../outcome.ts';
import type { Answer, FrontDesk, Tap } from '../ports.ts';
import { mayReview, openReview } from '../runbooks/rollback/approve.ts';
import { decide } from '../runbooks/rollback/decide.ts';
import { mayRenew } from '../runbooks/rollback/renew.ts';
import { mayReject, withdraw } from '../runbooks/rollback/withdraw.ts';
import type { World } from '../runbooks/world.ts';
import { plainText, section } from '../words/blocks.ts';
import { refusalText } from '../words/refusals.ts';
import { approvalExpired, route } from '../words/rollback.ts';
import { adviceTaps } from './advice-taps.ts';
import { formTaps } from './ask-form.ts';
import { checkingModal, reviewModal } from './review-modal.ts';
import { notice, quietly, tellRefusal } from './tell.ts';

export function rollbackTaps(world: World): FrontDesk['taps'] {
  return {
    ...formTaps(world),
    ...adviceTaps(world),
    [TAPS.review]: (tap) => review(world, tap, 'review', mayReview),
    [TAPS.renew]: (tap) => review(world, tap, 'renew', mayRenew),
    [TAPS.approveAlone]: (tap) => review(world, tap, 'review', mayReview),
    [TAPS.reject]: (tap) => reject(world, tap),
    [TAPS.cancel]: async (tap) =>
      quietly(
        await withdraw(world, { operationId: tap.value, slackId: tap.slackId, how: 'cancelled', reason: '' }),
      ),
    [TAPS.sendOnceMore]: async (tap) => {
      const again = await decide(world, tap.value, tap.slackId, 'send-once-more');
      if (!again.ok && again.refusal.reason === 'expired')
        return {
          kind: 'tell',
          message: { text: approvalExpired(again.refusal.at).source },
          refusal: again.refusal,
        };
      return quietly(again);
    },
    [TAPS.close]: async (tap) => quietly(await decide(world, tap.value, tap.slackId, 'close')),
  };
}

async function review(
  world: World,
  tap: Tap,
  kind: 'review' | 'renew',
  allowed: (world: World, operationId: string, slackId: string) => Promise<Outcome<Operation>>,
): Promise<Answer> {
  const operation = await allowed(world, tap.value, tap.slackId);
  if (!operation.ok) return tellRefusal(operation.refusal);
  const app = world.apps.find(operation.value.app);
  if (!app) return tellRefusal({ reason: 'unknown-operation', typed: tap.value });
  return {
    kind: 'open',
    view: checkingModal(operation.value),
    fill: async (modal) => {
      const reviewed = await openReview(world, operation.value, app, tap.slackId);
      await modal.update(
        reviewed.ok
          ? reviewModal(reviewed.value, kind)
          : notice('Review rollback', refusalText(reviewed.refusal)),
      );
    },
  };
}

export const REASON = { block: 'reason', action: 'reason' } as const;

async function reject(world: World, tap: Tap): Promise<Answer> {
  const operation = await mayReject(world, tap.value, tap.slackId);
  if (!operation.ok) return tellRefusal(operation.refusal);
  return {
    kind: 'open',
    view: {
      type: 'modal',
      callback_id: VIEWS.reject,
      private_metadata: JSON.stringify({ operationId: operation.value.id }),
      title: plainText('Reject rollback', 24),
      submit: plainText('Reject', 24),
      close: plainText('Not now', 24),
      blocks: [
        section(route(operation.value), 'what'),
        {
          type: 'input',
          block_id: REASON.block,
          optional: true,
          label: plainText('Why?'),
          element: { type: 'plain_text_input', action_id: REASON.action, max_length: 200 },
        },
      ],
    },
  };
}
