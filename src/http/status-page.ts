/** The status page: JSON, signed so that the receiver can tell who sent it, and that nobody sends it again later. */
import { createHmac } from 'node:crypto';
import type { Destination } from './webhook-destination.ts';

/** Seconds since 1970, real time; signed with the body. */
const TIMESTAMP_HEADER = 'switchback-timestamp';
/** `v1=` and the HMAC-SHA256, in hex, of the timestamp, a dot and the body. */
const SIGNATURE_HEADER = 'switchback-signature';

function signature(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

export function statusPage(url: string, secret: () => string): Destination {
  return {
    kind: 'status-page',
    url,
    dress(body, at) {
      const timestamp = String(Math.floor(at.getTime() / 1000));
      const headers = {
        [TIMESTAMP_HEADER]: timestamp,
        [SIGNATURE_HEADER]: signature(secret(), timestamp, body),
      };
      return { headers, body };
    },
  };
}
