/**
 * The run, top to bottom as rollback.md has it: send (step 2), verify (step 3), record, watch. A build takes over the
 * runs of the one before: a step keeps its name and its place, and a new one comes last (decisions.md).
 */
import type { Run } from '../../ports.ts';
import { notSentYet } from '../../words/endings.ts';
import type { World } from '../world.ts';
import { awaitPerson } from './await-person.ts';
import { watchForLate } from './late-watch.ts';
import { rePin } from './re-pin.ts';
import { unresolved } from './reconcile.ts';
import { reply } from './reply.ts';
import { notSent, send, UNSENT_PAUSES_MS } from './send.ts';
import { verify } from './verify.ts';
import { watch } from './watch.ts';

export async function rollBack(run: Run, world: World, operationId: string): Promise<void> {
  if (await sent(run, world, operationId)) await landed(run, world, operationId);
  await watchForLate(run, world, operationId);
}

async function landed(run: Run, world: World, operationId: string): Promise<void> {
  if ((await verify(run, world, operationId)) === 'recovered') await watch(run, world, operationId);
}

/** Whether a release of ours exists in the end. */
async function sent(run: Run, world: World, operationId: string): Promise<boolean> {
  let unsent = 0;
  for (let n = 1; ; n += 1) {
    const result = await send(run, world, operationId, n);
    if (result === 'landed') return true;
    if (result === 're-pin') return rePin(run, world, operationId);
    if (typeof result === 'object') {
      const goesOn = await unsentAgain(run, world, operationId, { n, times: unsent, cause: result.again });
      if (goesOn === 'over') return false;
      unsent += 1;
      if (goesOn === 'again') continue;
    }
    const decided = await awaitPerson(run, world, operationId, n);
    if (decided !== 'send-once-more') return decided === 'landed';
    unsent = 0;
  }
}

interface Unsent {
  readonly n: number;
  /** How often it has gone like this before. */
  readonly times: number;
  readonly cause: string;
}

/** Proven unsent: tried again by itself for about a minute; then a person is asked if an earlier send may still land. */
async function unsentAgain(
  run: Run,
  world: World,
  operationId: string,
  { n, times, cause }: Unsent,
): Promise<'again' | 'asked' | 'over'> {
  const pause = UNSENT_PAUSES_MS[times];
  if (pause === undefined) return run.step(`give up ${n}`, () => giveUp(run, world, operationId, cause));
  const now = await run.step(`unsent ${n}`, async () => {
    if (times === 1) await sayUnsent(world, operationId, cause);
    return (await world.clock.now()).toISOString();
  });
  await run.sleep(`before attempt ${n + 1}`, new Date(new Date(now).getTime() + pause));
  return 'again';
}

async function sayUnsent(world: World, operationId: string, cause: string): Promise<void> {
  const operation = await world.ledger.find(operationId);
  if (operation?.status === 'approved')
    await world.ledger.post([reply(operation, 'not-sent-yet', notSentYet(operation, cause), true)]);
}

async function giveUp(run: Run, world: World, operationId: string, cause: string): Promise<'over' | 'asked'> {
  const operation = await world.ledger.find(operationId);
  if (operation?.status !== 'approved') return operation?.status === 'needs_human' ? 'asked' : 'over';
  const earlier = await world.ledger.attempts(operationId);
  await notSent(run, world, operation, earlier, 'failed', { why: 'never-sent', cause });
  return earlier.some(unresolved) ? 'asked' : 'over';
}
