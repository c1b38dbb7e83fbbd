/** What was sent for an app after a rollback: from then on, what it proved may not be so any more. */
import type { Operation } from '../../operation.ts';
import type { World } from '../world.ts';

const RECENT = 20;

/** A later rollback of this app has been sent. */
export async function superseded(world: World, operation: Operation): Promise<boolean> {
  return (await sentLater(world, operation)).length > 0;
}

export async function sentLater(
  world: World,
  { app, requestedAt }: Operation,
): Promise<readonly Operation[]> {
  const recent = await world.ledger.recent(app, RECENT);
  return recent.filter((each) => each.requestedAt > requestedAt && each.sentAt !== null);
}
