/** Take a rollback back: to the release that ran before it, by the same road as any other. */
import type { Operation } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import { entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import type { AskedKind } from './request.ts';

export interface Undo {
  readonly operation: Operation;
  readonly version: number;
  readonly kind: AskedKind;
}

const RECENT = 20;

/** What undoing it would ask for; null when no release of its own is live. Pure. */
function undoOf(operation: Operation): Undo | null {
  const { base, release, status, marks } = operation;
  if (!base || !release || !UNDOABLE.includes(status)) return null;
  // What landed over somebody's release took that one away, not the bad one; another of ours brings nothing back.
  let before = release.version - 1;
  while (marks[`was-live-${before}`] || marks[`late-${before}`]) before -= 1;
  const version = before > base.version ? before : base.bad;
  // Config that was kept needs no bringing back.
  return { operation, version, kind: operation.kind === 'code-only' ? 'code-only' : 'rollback' };
}

const UNDOABLE: readonly Operation['status'][] = ['recovered', 'closed', 'verifying', 'needs_human'];

/** By operation id. */
export async function mayUndo(world: World, operationId: string, slackId: string): Promise<Outcome<Undo>> {
  const operation = await world.ledger.find(operationId);
  if (!operation) return refused({ reason: 'unknown-operation', typed: operationId });
  // What is still being checked is closed for it.
  const action = operation.endedAt === null ? 'rollback.decide' : 'rollback.request';
  const person = await entitled(world, slackId, action);
  if (!person.ok) return person;
  const undo = undoOf(operation);
  return undo
    ? done(undo)
    : refused({ reason: 'nothing-to-undo', typed: operation.id, status: operation.status });
}

/** The app's newest rollback that made a release. */
export async function lastToUndo(world: World, app: string): Promise<Operation | null> {
  const recent = await world.ledger.recent(app, RECENT);
  return recent.find((operation) => operation.release !== null) ?? null;
}
