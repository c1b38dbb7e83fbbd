/** What is done once a day, by whichever process looks first. */
import type { Anchor } from '../ledger.ts';
import { anchored } from '../words/audit.ts';
import { day } from '../words/time.ts';
import { nagUnenrolled } from './second-factor/nag.ts';
import type { World } from './world.ts';

/** Looks whether today's round is still to be done; cheap when it is not. */
export async function dailyRound(world: World): Promise<void> {
  const today = day(await world.clock.now());
  if (await world.ledger.dayIsDone(today)) return;
  await world.ledger.startDay(today, await nagUnenrolled(world));
}

/** Where the audit's head is kept outside the database. */
export function anchorIn(recordChannel: string): Anchor {
  return (head) => ({ key: `audit/head/${head.seq}`, channel: recordChannel, ...anchored(head) });
}
