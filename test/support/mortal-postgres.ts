/** A Postgres server of a test's own, which may be killed and started again. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/postgres/embedded.ts';
import { chooseAccount, chooseHome } from '../../src/postgres/embedded-cluster.ts';
import { migrateDatabase } from '../../src/postgres/migrate.ts';
import { openPool } from '../../src/postgres/pool.ts';
import { migrateRuns } from '../../src/run/migrate-runs.ts';
import { scratchDirectory } from './scratch.ts';
import type { StageDatabase } from './stage.ts';

export interface MortalPostgres {
  readonly database: StageDatabase;
  /** Ended as by a crash (immediate shutdown), and started again on the same files and address. */
  restart(): Promise<void>;
}

export async function startMortalPostgres(): Promise<MortalPostgres> {
  const directory = await mkdtemp(join(await scratchDirectory(), 'switchback-mortal-'));
  const dataDir = join(directory, 'postgres');
  const start = () => startEmbeddedPostgres({ dataDir });
  const servers: EmbeddedPostgres[] = [await start()];
  const url = servers[0]?.url ?? '';
  await migrateDatabase({ ownerUrl: url, appUrl: null, migrateRuns, log: () => undefined });
  const home = await chooseHome(dataDir, await chooseAccount(dataDir));
  const pool = openPool(url, { applicationName: 'switchback test', onError: () => undefined });
  return {
    database: {
      url,
      appUrl: url,
      pool,
      async drop() {
        await pool.end();
        for (const server of servers) await server.stop();
        await rm(directory, { recursive: true, force: true });
        await rm(home, { recursive: true, force: true });
      },
    },
    async restart() {
      const pid = Number((await readFile(join(home, 'data/postmaster.pid'), 'utf8')).split('\n', 1).join(''));
      process.kill(pid, 'SIGQUIT');
      while (isAlive(pid)) await pause(20);
      servers.push(await start());
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
