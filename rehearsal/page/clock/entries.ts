import type { Grounds } from '../../grounds.ts';
import type { Entry } from '../shape.ts';

/** The page runs on by itself from one reading to the next. */
export function* clockEntries(stage: Grounds): Iterable<Entry> {
  yield ['clock', '', stage.clock.reading()];
}
