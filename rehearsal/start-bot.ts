/** The bot as it is, told to read the rehearsal's configuration. */
import { type App, startApp } from '../src/app.ts';
import { readConfig } from '../src/config/read-config.ts';
import { createLog } from '../src/log.ts';
import { filesOf, type SetUp } from './set-up.ts';

export interface StartOptions {
  /** Its Slack is a real one: every word is marked as a rehearsal's. */
  readonly marked?: boolean;
}

export async function startBot(
  { environment, yaml }: SetUp,
  databaseUrl: string,
  { marked = false }: StartOptions = {},
): Promise<App> {
  const read = readConfig(environment, filesOf(yaml));
  if (!read.ok)
    throw new Error(`the rehearsal's own configuration is wrong: ${JSON.stringify(read.problems)}`);
  const { config } = read;
  const log = createLog({
    level: config.logLevel,
    secrets: config.secrets,
    destination: { write: (line) => process.stderr.write(line) },
  });
  const onFatal = (reason: string) => {
    process.stderr.write(`The bot cannot go on: ${reason}\n`);
    process.exit(1);
  };
  return startApp({ config, databaseUrl, log, onFatal, host: '127.0.0.1', rehearsal: marked });
}
