/** A send that nobody could confirm waits for a person, and goes on looking for it meanwhile. */
import type { Run } from '../../ports.ts';
import type { World } from '../world.ts';
import { end } from './end.ts';
import { PATIENCE_MS } from './patience.ts';
import { landedLate } from './reconcile.ts';

const LOOK_EVERY_MS = 30_000;

export type Decided = 'send-once-more' | 'landed' | 'ended';

export async function awaitPerson(run: Run, world: World, operationId: string, n: number): Promise<Decided> {
  const since = new Date(await run.step(`unconfirmed ${n}`, () => sentAt(world, operationId)));
  let looked = since.getTime();
  const decided = await run.wait<Decided>(
    `a person ${n}`,
    new Date(since.getTime() + PATIENCE_MS),
    async (now) => {
      const operation = await world.ledger.find(operationId);
      if (!operation) return 'ended';
      if (operation.status === 'approved') return 'send-once-more';
      if (operation.status === 'verifying') return 'landed';
      if (operation.status !== 'needs_human') return 'ended';
      if (now.getTime() - looked < LOOK_EVERY_MS) return null;
      looked = now.getTime();
      return (await landedLate(run, world, operationId)) ? 'landed' : null;
    },
  );
  if (decided !== null) return decided;
  await run.step(`close ${n}`, async () => {
    const operation = await world.ledger.find(operationId);
    if (operation?.status === 'needs_human')
      await end(run, world, operation, 'closed', { why: 'closed-by-itself' });
    return null;
  });
  return 'ended';
}

/** From the last send on, whenever this process came to it. */
async function sentAt(world: World, operationId: string): Promise<string> {
  const operation = await world.ledger.find(operationId);
  return (operation?.sentAt ?? (await world.clock.now())).toISOString();
}
