/** Everything one window shows. One function per area, in the folder of that area. */
import type { Theatre } from '../theatre.ts';
import { clockEntries } from './clock/entries.ts';
import type { Entry } from './shape.ts';
import { slackEntries } from './slack/entries.ts';
import { theatreEntries } from './theatre/entries.ts';

export function* entriesFor(theatre: Theatre, handle: string): Iterable<Entry> {
  yield* theatreEntries(theatre);
  const stage = theatre.stage();
  if (stage === null) return;
  yield* slackEntries(stage.slack.state, stage.slack.grants, handle);
  yield* clockEntries(stage);
}
