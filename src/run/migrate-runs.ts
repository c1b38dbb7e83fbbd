/** DBOS's own tables, made by DBOS. Under the caller's migration lock: two of these at once crash each other. */
import { migrateSystemDatabase } from '@dbos-inc/dbos-sdk/internal/system_database';
import { GlobalLogger } from '@dbos-inc/dbos-sdk/internal/telemetry/logs';

const RUNS_SCHEMA = 'dbos';

/** `url`: the owner's connection string, TLS as the driver wants it. Throws what went wrong; says nothing by itself. */
export async function migrateRuns(url: string): Promise<void> {
  // `DBOS.migrate` does the same, and prints.
  const quiet = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  await migrateSystemDatabase(url, new GlobalLogger(undefined, { logger: quiet }), RUNS_SCHEMA);
}

function ignore(): void {}
