/** Everything one window shows. One function per area, in the folder of that area. */
import type { Stage } from '../stage.ts';
import { clockEntries } from './clock/entries.ts';
import type { Entry } from './shape.ts';
import { slackEntries } from './slack/entries.ts';

export function* entriesFor(stage: Stage, handle: string): Iterable<Entry> {
  yield* slackEntries(stage.slack.state, stage.slack.grants, handle);
  yield* clockEntries(stage);
}
