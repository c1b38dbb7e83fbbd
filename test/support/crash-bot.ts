/**
 * The bot as src/main.ts starts it, but for two things the crash tests need: it is loaded before it is told to start,
 * and its patience in real time fits a durable time that runs fast. The database is migrated already.
 */
import { z } from 'zod';
import { filesOf } from '../../rehearsal/set-up.ts';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { createLog } from '../../src/log.ts';

const Orders = z.object({
  environment: z.record(z.string(), z.string()),
  yaml: z.string(),
  databaseUrl: z.string(),
  times: z.object({
    liveness: z.object({ staleMs: z.number(), beatMs: z.number(), lookMs: z.number() }).optional(),
    sendDeadlineMs: z.number(),
    outboxLeaseSeconds: z.number(),
    sightLookMs: z.number(),
  }),
});

/** main.ts's. */
const DRAIN_MS = 15_000;

/** What the parent process sends once. */
export type Orders = z.infer<typeof Orders>;
/** What it hears: loaded, then started. */
export type Report = { readonly kind: 'loaded' } | { readonly kind: 'started'; readonly port: number };

const report = (said: Report): void => {
  process.send?.(said);
};

async function begin(orders: Orders): Promise<void> {
  const read = readConfig(orders.environment, filesOf(orders.yaml));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const log = createLog({
    level: read.config.logLevel,
    destination: { write: (line) => void process.stdout.write(line) },
    secrets: read.config.secrets,
  });
  const { liveness, ...times } = orders.times;
  const app = await startApp({
    config: read.config,
    databaseUrl: orders.databaseUrl,
    log,
    onFatal: (reason) => {
      log.error({ reason }, 'cannot go on');
      process.exit(1);
    },
    times: { ...times, ...(liveness ? { liveness } : {}) },
  });
  // As main.ts does.
  process.once('SIGTERM', () => {
    app.stop(DRAIN_MS).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
  report({ kind: 'started', port: app.port });
}

process.once('message', (orders) => void begin(Orders.parse(orders)));
// No orphan outlives its test.
process.once('disconnect', () => process.exit(2));
report({ kind: 'loaded' });
