import { setTimeout as pause } from 'node:timers/promises';
import type { SlackReply } from './slack-failure.ts';

const AGAIN_AFTER_MS = [300, 1_500] as const;

/** Three tries of what somebody looks at and waits for; only for what does no harm when it is done twice. */
export async function patiently<T>(send: () => Promise<SlackReply<T>>): Promise<SlackReply<T>> {
  let reply = await send();
  for (const ms of AGAIN_AFTER_MS) {
    if (reply.ok || reply.why === 'slack-error') break;
    await pause(reply.why === 'rate-limited' ? Math.min(reply.retryAfterSeconds * 1_000, 5_000) : ms);
    reply = await send();
  }
  return reply;
}
