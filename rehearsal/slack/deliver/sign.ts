import { createHmac } from 'node:crypto';

/** Slack's request signature v0 over the raw body; `timestamp` in seconds. */
function signature(signingSecret: string, timestamp: string, rawBody: string): string {
  return `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${rawBody}`).digest('hex')}`;
}

/** Interactions come as a form, events as JSON. */
export type BodyType = 'application/x-www-form-urlencoded' | 'application/json';

/** The headers of a signed delivery. The bare content type matters: Bolt matches it exactly. */
export function signedHeaders(
  signingSecret: string,
  timestamp: string,
  rawBody: string,
  type: BodyType = 'application/x-www-form-urlencoded',
): Readonly<Record<string, string>> {
  return {
    'content-type': type,
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signature(signingSecret, timestamp, rawBody),
  };
}
