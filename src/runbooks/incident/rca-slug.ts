/** What an RCA is called after its day. Pure. */
import type { Incident } from '../../incident.ts';

const LONGEST = 50;

/** `signup-500s-since-02-58-utc`, of the symptom; of the app where it holds no letter we can use. */
export function slugOf({ symptom, app }: Pick<Incident, 'symptom' | 'app'>): string {
  const words = symptom
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  let slug = '';
  for (const word of words) {
    const longer = slug === '' ? word.slice(0, LONGEST) : `${slug}-${word}`;
    if (longer.length > LONGEST) break;
    slug = longer;
  }
  return slug === '' ? app : slug;
}

/** It becomes part of a file's name. */
export function isSlug(text: string): boolean {
  return text.length <= 80 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}
