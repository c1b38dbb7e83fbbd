/** What holds the app's slot and ends for a new request: one that is replaced, or a rollback that is to be undone. */
import type { GivingWay } from '../../ledger.ts';
import type { Actor } from '../../operation.ts';
import * as words from '../../words/endings.ts';
import { timelineEnded } from '../../words/rollback.ts';
import type { World } from '../world.ts';
import { closing } from './decide.ts';
import { reply } from './reply.ts';

interface Newcomer {
  readonly id: string;
  readonly app: string;
  readonly requester: Actor;
}

/** Null when nothing has to. It ends in the transaction that accepts the request, or not at all. */
export async function givingWay(
  world: World,
  asked: { readonly replaces?: string | undefined; readonly undoes?: string | undefined },
  { id, app, requester }: Newcomer,
  at: Date,
): Promise<GivingWay | null> {
  const formerId = asked.replaces ?? asked.undoes;
  const former = formerId === undefined ? null : await world.ledger.find(formerId);
  if (former?.app !== app) return null;
  // Still being checked: whoever takes it back ends that.
  if (asked.replaces === undefined) {
    const change = closing(world, former, requester, ['verifying', 'needs_human'], at);
    return { operationId: former.id, change };
  }
  const ending = { why: 'replaced', by: requester.name, operationId: id } as const;
  return {
    operationId: former.id,
    change: {
      from: ['requested', 'approved'],
      to: 'superseded',
      set: { ending, endedAt: at },
      audit: [
        {
          action: 'rollback.replaced',
          actor: requester.id,
          targetType: 'operation',
          targetId: former.id,
          payload: { by: id },
        },
      ],
      posts: [reply(former, 'replaced', words.ended(former, ending, at))],
      timeline: { at, actor: requester.name, text: timelineEnded('superseded').source },
    },
  };
}
