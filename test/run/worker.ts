/** A process of its own that takes up runs, to be killed. Exits 1 when overtaken, 0 after a drain at SIGTERM. */
import { openPool } from '../../src/postgres/pool.ts';
import { openClock } from '../../src/run/clock.ts';
import { startRuns } from '../../src/run/runs.ts';
import { marchOn } from './march.ts';

const url = process.env['APP_DATABASE_URL'] ?? '';
// A build of before, or of after, as far as runs can tell.
const knows = process.env['KNOWS'];
const staleMs = Number(process.env['STALE_MS'] ?? '30000');
const pool = openPool(url, { applicationName: 'worker', onError: () => undefined });
const stopping = new AbortController();
const clock = openClock(pool, stopping.signal);
const log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (facts: object, message: string) => process.stderr.write(`${message} ${JSON.stringify(facts)}\n`),
  error: (facts: object, message: string) => {
    const err = 'err' in facts ? String(facts.err) : '';
    process.stderr.write(`${message} ${err} ${JSON.stringify(facts)}\n`);
  },
};

const runs = await startRuns({
  pool,
  liveness: { url, times: { staleMs, beatMs: staleMs / 6, lookMs: 100 } },
  executorPrefix: 'worker',
  procedures: { march: marchOn(pool, clock) },
  clock,
  log,
  // Late, so that whatever a run still does can be seen.
  onOvertaken: () => setTimeout(() => process.exit(1), 300),
  onStuck: async () => undefined,
  ...(knows === undefined ? {} : { knows: Number(knows) }),
});
process.on('SIGTERM', () => {
  stopping.abort();
  void runs.drain(2_000).then(() => process.exit(0));
});
process.stdout.write(`ready ${runs.executorId}\n`);
