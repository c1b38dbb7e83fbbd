import type { Entry } from '../shape.ts';
import type { ShownTheatre } from '../shown.ts';

export function* theatreEntries(theatre: ShownTheatre): Iterable<Entry> {
  yield ['theatre', '', { state: theatre.state() }];
}
