/** Whether an update comes from the bot: computed here on its own, as a status page's own people would from the docs. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Arrived } from '../receivers/receiver.ts';

export type Signature = 'ok' | 'bad' | 'missing' | 'old';

const FRESH_MS = 300_000;

/** `now` in real milliseconds. */
export function signatureOf({ headers, body }: Arrived, secret: string, now: number): Signature {
  const timestamp = String(headers['switchback-timestamp'] ?? '');
  const given = String(headers['switchback-signature'] ?? '');
  if (timestamp === '' || given === '') return 'missing';
  const wanted = `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
  const same = given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
  if (!same) return 'bad';
  return Math.abs(now - Number(timestamp) * 1000) <= FRESH_MS ? 'ok' : 'old';
}
