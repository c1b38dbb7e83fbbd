/** `npm run migrate`, and Heroku's release phase: bring the database of DATABASE_URL up to this build. */
import { environment } from './config/environment.ts';
import { explainStartFailure } from './config/start-failure.ts';
import { migrateDatabase } from './postgres/migrate.ts';
import { migrateRuns } from './run/migrate-runs.ts';

const { DATABASE_URL: ownerUrl, APP_DATABASE_URL: appUrl } = environment();

async function main(): Promise<void> {
  if (!ownerUrl)
    throw new Error('DATABASE_URL is not set. The embedded database is migrated at every start.');
  const log = (line: string) => process.stdout.write(`${line}\n`);
  await migrateDatabase({ migrateRuns, ownerUrl, appUrl: appUrl || null, log });
  log('The database is up to date.');
}

await main().catch((error: unknown) => {
  // A message of ours or Postgres's own; a connection string is in neither.
  const reason = explainStartFailure(error) ?? (error instanceof Error ? error.message : String(error));
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
});
