import type { Stage } from '../../stage.ts';
import type { Entry } from '../shape.ts';

export function* botEntries({ bot }: Stage): Iterable<Entry> {
  yield ['bot', '', { mortal: bot.mortal, state: bot.state() }];
}
