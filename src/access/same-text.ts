/** What people mean to be the same words, as a short name that can stand in a key. */
import { createHash } from 'node:crypto';

/** Case, blanks and punctuation aside; twelve hex digits, so that nobody's words stand in the key. */
export function sameText(text: string): string {
  const meant = text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [text];
  return createHash('sha256').update(meant.join(' ')).digest('hex').slice(0, 12);
}
