import { randomBytes } from 'node:crypto';

/** What a person can read out and the log can be searched for: `7F3A-91C2`. */
export function newReference(): string {
  const [high = '', low = ''] = randomBytes(4).toString('hex').toUpperCase().match(/.{4}/g) ?? [];
  return `${high}-${low}`;
}
