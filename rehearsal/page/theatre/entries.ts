import type { Theatre } from '../../theatre.ts';
import type { Entry } from '../shape.ts';

export function* theatreEntries(theatre: Theatre): Iterable<Entry> {
  yield ['theatre', '', { state: theatre.state() }];
}
