/** Ids in Heroku's shape. Seeded things keep theirs from run to run, so that a failing test can be read twice. */
import { createHash } from 'node:crypto';

/** A UUID made from a name: the same name gives the same id. */
export function namedId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
