import { SCENARIOS } from '../../scenarios/all.ts';
import type { Entry } from '../shape.ts';
import type { Director } from './director.ts';

export function* storyEntries(director: Director): Iterable<Entry> {
  yield ['stories', '', SCENARIOS.map(({ name, title, story }) => ({ name, title, story }))];
  yield ['story', '', director.shown()];
}
