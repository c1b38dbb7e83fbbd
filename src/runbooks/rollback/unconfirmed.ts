/** Whether a send landed nobody could find out: a person decides, and is woken for it. */
import type { Change } from '../../ledger.ts';
import type { Ending, Operation } from '../../operation.ts';
import { unconfirmed as why } from '../../words/pages.ts';
import { paged } from '../incident/page.ts';
import type { World } from '../world.ts';
import { humanNeededChange } from './end.ts';

export type Unclear = Extract<Ending, { why: 'not-seen' | 'cannot-look' | 'somebody-else' }>;

/** `n`: the send that is unclear. */
export async function unconfirmed(
  world: World,
  operation: Operation,
  ending: Unclear,
  n: number,
): Promise<Omit<Change, 'lease'>> {
  const at = await world.clock.now();
  const page = { name: `unconfirmed/${operation.id}/${n}`, why: why(operation), at };
  return {
    ...humanNeededChange(operation, ending, at, n),
    webhooks: await paged(world, operation.incidentId, page),
  };
}
