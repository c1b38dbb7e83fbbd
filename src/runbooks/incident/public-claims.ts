/** What a text for customers claims must be so when it goes out, whenever it was drafted. */
import type { Incident } from '../../incident.ts';
import type { Operation, OperationStatus } from '../../operation.ts';
import type { PublicName } from '../../publications.ts';
import type { Untrue } from '../../words/public-texts.ts';
import { passes } from '../rollback/recovery.ts';
import { superseded } from '../rollback/superseded.ts';
import type { World } from '../world.ts';

/** The tap must be answered in three seconds. */
const SMOKE_MS = 2_000;

/** Null: as far as we can see it is so. `operationId`: the rollback it was drafted for. */
export async function untrue(
  world: World,
  { id, app }: Pick<Incident, 'id' | 'app'>,
  which: PublicName,
  operationId: string | null,
): Promise<Untrue | null> {
  if (which !== 'rolled-back' && which !== 'recovered') return null;
  const operation = operationId === null ? await lastSent(world, id) : await world.ledger.find(operationId);
  if (operation) {
    const wrong = await notTrue(world, which, operation);
    return wrong && { reason: wrong, app: operation.app };
  }
  if (which === 'rolled-back') return { reason: 'not-live', app };
  // It ended without a rollback of ours: the smoke check is all there is to see.
  return passes(await world.smoke.check(app, SMOKE_MS)) ? null : { reason: 'smoke-fails', app };
}

/** The rollback that customers would be told of. */
export async function lastSent(world: World, incidentId: string): Promise<Operation | null> {
  const operations = await world.ledger.ofIncident(incidentId);
  return operations.findLast(({ sentAt }) => sentAt !== null) ?? null;
}

/** Null when it is so. */
export async function notTrue(
  world: World,
  which: PublicName,
  operation: Operation,
): Promise<'not-live' | 'not-recovered' | null> {
  if (which !== 'rolled-back' && which !== 'recovered') return null;
  const holds = which === 'recovered' ? operation.status === 'recovered' : isLive(operation);
  if (holds && !isDown(operation) && !(await superseded(world, operation))) return null;
  return which === 'recovered' ? 'not-recovered' : 'not-live';
}

const LIVE: readonly OperationStatus[] = ['verifying', 'needs_human', 'recovered', 'closed'];

/** Dynos were up on it at the last look. What its release command did, and what Heroku calls it, proves nothing (ruling 6). */
export function isLive({ status, progress }: Pick<Operation, 'status' | 'progress'>): boolean {
  return LIVE.includes(status) && (progress.dynosUp ?? 0) > 0;
}

/** Found or said to be down: until somebody says that it is not. */
function isDown({ marks }: Operation): boolean {
  const bad = [marks['told-crashed-after'], marks['told-smoke-failed-after'], marks['still-broken']];
  const gone = marks['symptom-gone']?.at ?? '';
  return bad.some((mark) => mark !== undefined && mark.at > gone);
}
