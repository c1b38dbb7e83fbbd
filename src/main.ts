/** Start one process: config, database, app; listen; drain on SIGTERM within Heroku's 30 s. */
import { startApp } from './app.ts';
import type { Config } from './config/config.ts';
import { environment, readTextFile } from './config/environment.ts';
import { explainMissing, explainProblems } from './config/problems.ts';
import { readConfig } from './config/read-config.ts';
import { explainStartFailure } from './config/start-failure.ts';
import { createLog, type Log } from './log.ts';
import { startEmbeddedPostgres } from './postgres/embedded.ts';
import { migrateDatabase } from './postgres/migrate.ts';
import { migrateRuns } from './run/migrate-runs.ts';

/** With what the engine adds to say goodbye this stays under 20 s; Heroku kills at 30. */
const DRAIN_MS = 15_000;

async function main(): Promise<void> {
  const read = readConfig(environment(), readTextFile);
  if (!read.ok) {
    process.stderr.write(`${explainMissing(read.problems) ?? explainProblems(read.problems)}\n`);
    process.exitCode = 1;
    return;
  }
  const { config } = read;
  const log = createLog({ level: config.logLevel, secrets: config.secrets });
  for (const warning of config.warnings) log.warn({}, warning);
  try {
    await run(config, log);
  } catch (err) {
    // The stack goes into the log, where secrets are kept out, and never onto the console.
    const reason = explainStartFailure(err);
    if (reason) process.stderr.write(`${reason}\n`);
    else log.error({ err }, 'cannot start');
    process.exit(1);
  }
}

async function run(config: Config, log: Log): Promise<void> {
  // A signal may come at any moment of the start: then what is there already is stopped.
  let stop: () => Promise<void> = async () => undefined;
  stopOn(['SIGTERM', 'SIGINT'], () => stop());
  const database = await openDatabase(config, log);
  stop = database.stop;
  const app = await startApp({
    config,
    databaseUrl: database.url,
    log,
    onFatal: (reason) => {
      log.error({ reason }, 'cannot go on');
      process.exit(1);
    },
  });
  stop = async () => {
    await app.stop(DRAIN_MS);
    await database.stop();
  };
}

interface Database {
  readonly url: string;
  stop(): Promise<void>;
}

/** Production migrates in the release phase, with the owner's rights; elsewhere every start does. */
async function openDatabase(config: Config, log: Log): Promise<Database> {
  const { ownerUrl, appUrl } = config.database;
  const embedded = ownerUrl ? null : await startEmbeddedPostgres();
  const owner = ownerUrl?.reveal() ?? embedded?.url ?? '';
  const restricted = embedded ? null : (appUrl?.reveal() ?? null);
  if (!config.production) {
    await migrateDatabase({
      migrateRuns,
      ownerUrl: owner,
      appUrl: restricted,
      log: (line) => log.info({ line }, 'migration'),
    });
  }
  return { url: restricted ?? owner, stop: async () => embedded?.stop() };
}

function stopOn(signals: readonly NodeJS.Signals[], stop: () => Promise<void>): void {
  for (const signal of signals) {
    process.once(signal, () => {
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(
            `shutdown failed: ${error instanceof Error ? error.message : String(error)}\n`,
          );
          process.exit(1);
        },
      );
    });
  }
}

await main();
