/** DBOS's own tables, made by DBOS. Under the caller's migration lock: two of these at once crash each other. */
import { DBOS } from '@dbos-inc/dbos-sdk';

const RUNS_SCHEMA = 'dbos';

/** `url`: the owner's connection string, TLS as the driver wants it. */
export async function migrateRuns(url: string): Promise<void> {
  await DBOS.migrate(url, { schemaName: RUNS_SCHEMA });
}
