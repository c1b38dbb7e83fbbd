/** What one process keeps once it has nothing to do. */
import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { atMost, type Figure } from '../figure.ts';
import { confirmed, reviewed } from '../stage/people.ts';
import type { BenchServer } from '../stage/server.ts';
import { onStage, type Stage } from '../stage/stage.ts';

const APP = 'raxx-console-prod';
const MOST_CONNECTIONS = 8;
/** Longer than the pool keeps idle connections. */
const REST_MS = 45_000;

export async function idle(server: BenchServer): Promise<readonly Figure[]> {
  return onStage(server, { change: { hold: '1s' } }, async (stage) => {
    const bot = await stage.startBot();
    const fresh = await residentMiB(bot.pid);
    let most = 0;
    const counting = setInterval(() => {
      void stage.database.connections().then((now) => {
        most = Math.max(most, now);
      });
    }, 50);
    const { operationId, approve } = await reviewed(stage, APP, 59);
    await approve();
    await confirmed(stage, operationId, 60_000);
    clearInterval(counting);
    await pause(REST_MS);
    const before = await committed(stage);
    await pause(10_000);
    const perSecond = ((await committed(stage)) - before) / 10;
    const [rested, connections] = [await residentMiB(bot.pid), await stage.database.connections()];
    return [
      figure('resident memory, just ready', `${fresh} MiB`, { fresh }),
      figure('resident memory, idle after a rollback', `${rested} MiB`, { rested }),
      {
        ...figure('database connections, most during a rollback', String(most), { most }),
        bar: atMost(MOST_CONNECTIONS, most),
      },
      {
        ...figure('database connections, idle after a rollback', String(connections), { connections }),
        bar: atMost(MOST_CONNECTIONS, connections),
      },
      figure('database transactions while idle', `${perSecond.toFixed(1)} a second`, { perSecond }),
    ];
  });
}

async function residentMiB(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Math.round(Number(stdout) / 1024);
}

/** Our own few looks are among them. */
async function committed({ database }: Stage): Promise<number> {
  const { rows } = await database.pool.query<{ n: string }>(
    'select xact_commit + xact_rollback as n from pg_stat_database where datname = current_database()',
  );
  return Number(rows[0]?.n ?? 0);
}

function figure(name: string, measured: string, numbers: Figure['numbers']): Figure {
  return { name, measured, bar: null, numbers };
}
