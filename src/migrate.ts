/** `npm run migrate`, and Heroku's release phase: bring the database of DATABASE_URL up to this build. */
import { environment } from './config/environment.ts';
import { migrateDatabase } from './postgres/migrate.ts';
import { migrateRuns } from './run/migrate-runs.ts';

const { DATABASE_URL: ownerUrl, APP_DATABASE_URL: appUrl } = environment();
const log = (line: string) => process.stdout.write(`${line}\n`);
if (!ownerUrl) throw new Error('DATABASE_URL is not set. The embedded database is migrated at every start.');
await migrateDatabase({ migrateRuns, ownerUrl, appUrl: appUrl || null, log });
log('The database is up to date.');
