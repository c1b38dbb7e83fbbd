/** A run that keeps failing: people are told, with the reference that finds the stack in the log. */
import type { Post } from '../ports.ts';
import { code, lines, say } from './mrkdwn.ts';

export function stuck(channel: string, operationId: string, reference: string): Post {
  return {
    key: `${operationId}/stuck-${reference}`,
    channel,
    text: lines(
      say`I keep failing on ${operationId} (reference ${reference}) and go on trying. Do not rely on me for it.`,
      say`See ${code('/rollback status')}, and look at Heroku yourself.`,
    ).source,
  };
}
