/** Recovery has held: say so in the approved words and write the row (rollback.md, comms and drill record). */
import type { Operation } from '../../operation.ts';
import type { Run } from '../../ports.ts';
import { confirmed as closing, rolledToColumn } from '../../words/kinds.ts';
import { verbatimBlock } from '../../words/mrkdwn.ts';
import * as words from '../../words/rollback.ts';
import { wallClock } from '../../words/time.ts';
import { markdownRow } from '../drill/record.ts';
import { drafted } from '../incident/public-texts.ts';
import type { World } from '../world.ts';
import { reply } from './reply.ts';

/** False when somebody closed it in the meantime. */
export async function confirm(run: Run, world: World, operation: Operation, now: Date): Promise<boolean> {
  const { release, recoveredAt, base } = operation;
  if (!release || !recoveredAt || !base) throw new Error(`operation ${operation.id} has nothing to confirm`);
  const elapsedMs = recoveredAt.getTime() - operation.requestedAt.getTime();
  const drill = {
    corrects: null,
    happenedAt: operation.requestedAt,
    app: operation.app,
    operator: words.operatorColumn(operation),
    badRelease: `v${base.bad}`,
    rolledTo: rolledToColumn(operation),
    wallClock: wallClock(elapsedMs),
    outcome: words.outcomeColumn(operation, release.version),
  };
  const confirmed = closing(operation, release.version, recoveredAt, elapsedMs);
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
          target: operation.target.version,
          wallClockSeconds: Math.round(elapsedMs / 1000),
        },
      },
    ],
    posts: [
      reply(operation, 'confirmed', { text: confirmed.source }, true),
      reply(operation, 'recovered', words.recovered(operation, elapsedMs)),
      ...drafted(world, 'recovered', operation),
      {
        key: `${operation.id}/record`,
        channel: world.settings.recordChannel,
        text: verbatimBlock(markdownRow(drill)).source,
      },
    ],
    timeline: { at: now, actor: 'Switchback', text: confirmed.source },
    drill,
  });
  return changed !== null;
}
