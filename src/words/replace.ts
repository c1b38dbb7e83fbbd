/** What is asked before one request takes another's place. */
import type { Refusal } from '../outcome.ts';
import { lines, type Mrkdwn, say } from './mrkdwn.ts';
import { STATUS_NAMES } from './refusals.ts';
import { hourMinute } from './time.ts';

/** `version` null: the release I would choose. */
export function takesThePlace(
  app: string,
  version: number | null,
  { by, at, status, targetVersion, operationId }: Extract<Refusal, { reason: 'slot-taken' }>,
): Mrkdwn {
  const yours = version === null ? say`${app}` : say`${app} → v${version}`;
  return lines(
    say`${app} already has a rollback under way: to v${targetVersion}, asked by ${by.name} at ${hourMinute(at)}, now ${STATUS_NAMES[status]} (${operationId}). Nothing of it was sent.`,
    say`Replace it with yours, ${yours}? ${by.name} is told; yours is approved anew.`,
  );
}
