/** The drill record's row for a rollback that was sent and did not recover: the runbook wants one each time it is executed. */
import type { DrillRow } from '../../ledger.ts';
import type { Ending, Operation } from '../../operation.ts';
import type { Post } from '../../ports.ts';
import { rolledToColumn } from '../../words/kinds.ts';
import { verbatimBlock } from '../../words/mrkdwn.ts';
import { unprovenColumn } from '../../words/record.ts';
import { operatorColumn } from '../../words/rollback.ts';
import { markdownRow } from '../drill/record.ts';
import type { World } from '../world.ts';

export interface Recorded {
  readonly drill: Omit<DrillRow, 'id' | 'operationId'>;
  readonly posts: readonly Post[];
}

/** Null where nothing was sent, or where nothing came of it for certain. */
export function unprovenRow(world: World, operation: Operation, ending: Ending): Recorded | null {
  const outcome = unprovenColumn(operation, ending);
  if (outcome === null || operation.sentAt === null || !operation.base) return null;
  const drill = {
    corrects: null,
    happenedAt: operation.requestedAt,
    app: operation.app,
    operator: operatorColumn(operation),
    badRelease: `v${operation.base.bad}`,
    rolledTo: rolledToColumn(operation),
    // There is no recovery to measure to.
    wallClock: '–',
    outcome,
  };
  return { drill, posts: [recordPost(world, operation, 'record', drill)] };
}

/** A row where new rows of the drill record are shown. */
export function recordPost(world: World, operation: Operation, name: string, drill: Recorded['drill']): Post {
  return {
    key: `${operation.id}/${name}`,
    channel: world.settings.recordChannel,
    text: verbatimBlock(markdownRow(drill)).source,
  };
}

/** A later finding as a row that refers to the first one; null when there is none to correct. */
export async function correction(
  world: World,
  operation: Operation,
  outcome: string,
): Promise<Recorded['drill'] | null> {
  const original = (await world.ledger.drills(operation.app)).find(
    (row) => row.operationId === operation.id && row.corrects === null,
  );
  return original ? { ...original, corrects: original.id, outcome } : null;
}
