/** The run, top to bottom as rollback.md has it: send (step 2), verify (step 3), record, watch. */
import type { Run } from '../../ports.ts';
import type { World } from '../world.ts';
import { awaitPerson } from './await-person.ts';
import { narrowLock } from './deploy-lock.ts';
import { rePin } from './re-pin.ts';
import { notSent, send, UNSENT_PAUSES_MS } from './send.ts';
import { verify } from './verify.ts';
import { watch } from './watch.ts';

export async function rollBack(run: Run, world: World, operationId: string): Promise<void> {
  if (!(await sent(run, world, operationId))) return;
  await run.step('lock the bad commit', () => narrowLock(world, operationId));
  if ((await verify(run, world, operationId)) !== 'recovered') return;
  // Harmless when it is done: Heroku may have been slow the first time.
  await run.step('lock the bad commit, again', () => narrowLock(world, operationId));
  await watch(run, world, operationId);
}

/** Whether a release of ours exists in the end. */
async function sent(run: Run, world: World, operationId: string): Promise<boolean> {
  let unsent = 0;
  for (let n = 1; ; n += 1) {
    const result = await send(run, world, operationId, n);
    if (result === 'landed') return true;
    if (result === 're-pin') return rePin(run, world, operationId);
    if (typeof result === 'object') {
      const pause = UNSENT_PAUSES_MS[unsent];
      unsent += 1;
      if (pause === undefined) {
        await run.step('give up', () => giveUp(run, world, operationId, result.again));
        return false;
      }
      const now = await run.now(`unsent ${n}`);
      await run.sleep(`before attempt ${n + 1}`, new Date(now.getTime() + pause));
      continue;
    }
    const decided = await awaitPerson(run, world, operationId, n);
    if (decided !== 'send-once-more') return decided === 'landed';
  }
}

async function giveUp(run: Run, world: World, operationId: string, cause: string): Promise<null> {
  const operation = await world.ledger.find(operationId);
  if (operation?.status !== 'approved') return null;
  const earlier = await world.ledger.attempts(operationId);
  await notSent(run, world, operation, earlier, 'failed', { why: 'never-sent', cause });
  return null;
}
