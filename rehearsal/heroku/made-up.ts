/** Secrets of the simulated world. */
import { randomBytes } from 'node:crypto';

/** Every one begins with this, so that a leak can be searched for. */
export const SECRET_PREFIX = 'sim-secret-';

export function madeUpSecret(): string {
  return `${SECRET_PREFIX}${randomBytes(12).toString('hex')}`;
}
