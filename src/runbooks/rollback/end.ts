/** Leaving the straight road: the operation ends, or waits for a person, and the right people are told anew. */

import type { AuditEntry, Change } from '../../ledger.ts';
import type { Ending, Operation, OperationStatus } from '../../operation.ts';
import type { Post, Run } from '../../ports.ts';
import * as words from '../../words/endings.ts';
import { timelineEnded } from '../../words/rollback.ts';
import type { World } from '../world.ts';
import { reply } from './reply.ts';
import { unprovenRow } from './unproven.ts';

export type EndedBadly = Extract<
  OperationStatus,
  'stale' | 'refused' | 'failed' | 'expired' | 'closed' | 'superseded'
>;

const UNFINISHED = ['approved', 'executing', 'verifying', 'needs_human'] as const;

/** Ends the operation. Harmless to repeat: it changes only a row that has not ended. */
export async function end(
  run: Run,
  world: World,
  operation: Operation,
  to: EndedBadly,
  ending: Ending,
  details: readonly Post[] = [],
): Promise<void> {
  const change = endedChange(operation, to, ending, await world.clock.now());
  const record = unprovenRow(world, operation, ending);
  await world.ledger.change(operation.id, {
    lease: run.lease,
    ...change,
    posts: [...(change.posts ?? []), ...details, ...(record?.posts ?? [])],
    ...(record ? { drill: record.drill } : {}),
  });
}

export async function needHuman(
  run: Run,
  world: World,
  operation: Operation,
  ending: Ending,
  nth = 1,
  details: readonly Post[] = [],
): Promise<void> {
  const change = humanNeededChange(operation, ending, await world.clock.now(), nth);
  const posts = [...(change.posts ?? []), ...details];
  await world.ledger.change(operation.id, { lease: run.lease, ...change, posts });
}

export function endedChange(
  operation: Operation,
  to: EndedBadly,
  ending: Ending,
  at: Date,
): Omit<Change, 'lease'> {
  return {
    from: UNFINISHED,
    to,
    set: { endedAt: at, ending },
    audit: [audited(operation, `rollback.${to}`, ending)],
    posts: [reply(operation, to, words.ended(operation, ending, at), true)],
    timeline: { at, actor: 'Switchback', text: timelineEnded(to).source },
  };
}

/** Only a person can decide now; they are told once per kind of trouble and send (`nth`). */
export function humanNeededChange(
  operation: Operation,
  ending: Ending,
  at: Date,
  nth = 1,
): Omit<Change, 'lease'> {
  const name = `needs-human-${ending.why}${nth === 1 ? '' : `-${nth}`}`;
  return {
    from: ['approved', 'executing', 'verifying'],
    to: 'needs_human',
    set: { ending, decision: null },
    audit: [audited(operation, 'rollback.needs-human', ending)],
    posts: [reply(operation, name, words.ended(operation, ending, at), true)],
    timeline: { at, actor: 'Switchback', text: timelineEnded('needs_human').source },
  };
}

function audited(operation: Operation, action: string, ending: Ending): AuditEntry {
  return {
    action,
    actor: 'switchback',
    targetType: 'operation',
    targetId: operation.id,
    payload: { why: ending.why },
  };
}
