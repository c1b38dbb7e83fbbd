/** Recovery has held: say so in the approved words and write the row (rollback.md, comms and drill record). */
import type { Operation } from '../../operation.ts';
import type { Post, Run } from '../../ports.ts';
import { healthyAnyway } from '../../words/after.ts';
import { confirmed as closing, rolledToColumn } from '../../words/kinds.ts';
import { recoveredAnywayColumn } from '../../words/record.ts';
import * as words from '../../words/rollback.ts';
import { wallClock } from '../../words/time.ts';
import { draftedFor } from '../incident/public-texts.ts';
import type { World } from '../world.ts';
import { reply } from './reply.ts';
import { symptomQuestion } from './symptom.ts';
import { recordPost } from './unproven.ts';

/** False when somebody closed it in the meantime. `output`: what its release command printed, when that failed. */
export async function confirm(
  run: Run,
  world: World,
  operation: Operation,
  now: Date,
  output: Post | null,
): Promise<boolean> {
  const { release, recoveredAt, base } = operation;
  if (!release || !recoveredAt || !base) throw new Error(`operation ${operation.id} has nothing to confirm`);
  const outcome = output ? recoveredAnywayColumn : words.outcomeColumn;
  const elapsedMs = recoveredAt.getTime() - operation.requestedAt.getTime();
  const drill = {
    corrects: null,
    happenedAt: operation.requestedAt,
    app: operation.app,
    operator: words.operatorColumn(operation),
    badRelease: `v${base.bad}`,
    rolledTo: rolledToColumn(operation),
    wallClock: wallClock(elapsedMs),
    outcome: outcome(operation, release.version),
  };
  const confirmed = closing(operation, release.version, recoveredAt, elapsedMs);
  const draft = await draftedFor(world, 'recovered', operation, now);
  const changed = await world.ledger.change(operation.id, {
    lease: run.lease,
    from: ['verifying', 'needs_human'],
    to: 'recovered',
    set: { confirmedAt: now, endedAt: now, ending: null },
    audit: [
      {
        action: 'rollback.recovered',
        actor: 'switchback',
        targetType: 'operation',
        targetId: operation.id,
        payload: {
          live: release.version,
          ...(output ? { releaseCommand: 'failed' } : {}),
          target: operation.target.version,
          wallClockSeconds: Math.round(elapsedMs / 1000),
        },
      },
    ],
    drafts: draft.drafts,
    posts: [
      reply(operation, 'confirmed', { text: confirmed.source }, true),
      ...(output
        ? [reply(operation, 'healthy-anyway', { text: healthyAnyway(operation).source }, true), output]
        : []),
      reply(operation, 'recovered', words.recovered(operation, elapsedMs)),
      ...draft.posts,
      ...symptomQuestion(operation),
      recordPost(world, operation, 'record', drill),
    ],
    reaches: 'monitoring',
    operators: [{ key: `confirmed/${operation.id}`, at: now, text: confirmed.source }],
    timeline: { at: now, actor: 'Switchback', text: confirmed.source },
    drill,
  });
  return changed !== null;
}
