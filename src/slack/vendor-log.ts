import type { Logger as BoltLogger } from '@slack/bolt';
import { LogLevel } from '@slack/bolt';
import type { Log } from '../log.ts';

/**
 * Slack's libraries talking into our log. Their debug lines carry whole payloads and are dropped whatever the
 * level: typed text and one-time codes would end up in the log.
 */
export function vendorLog(log: Log): BoltLogger {
  return {
    debug: () => {},
    info: (...said: unknown[]) => log.debug(fields(said), 'slack library'),
    warn: (...said: unknown[]) => log.warn(fields(said), 'slack library'),
    error: (...said: unknown[]) => log.error(fields(said), 'slack library'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

function fields(said: readonly unknown[]): { said: string; err?: Error } {
  const err = said.find((part) => part instanceof Error);
  const text = said
    .filter((part) => typeof part === 'string')
    .join(' ')
    .slice(0, 500);
  return err === undefined ? { said: text } : { said: text, err };
}
