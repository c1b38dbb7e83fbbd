/** Everything one window shows. One function per area, in the folder of that area. */
import { botEntries } from './bot/entries.ts';
import { clockEntries } from './clock/entries.ts';
import { herokuEntries } from './heroku/entries.ts';
import type { House } from './house.ts';
import { inspectorEntries } from './inspector/entries.ts';
import { phoneEntries } from './phone/entries.ts';
import { receiverEntries } from './receivers/entries.ts';
import type { Entry } from './shape.ts';
import { slackEntries } from './slack/entries.ts';
import { storyEntries } from './story/entries.ts';
import { theatreEntries } from './theatre/entries.ts';

export function* entriesFor({ theatre, director }: House, handle: string): Iterable<Entry> {
  yield* theatreEntries(theatre);
  if (director !== null) yield* storyEntries(director);
  const stage = theatre.stage();
  if (stage === null) return;
  yield* clockEntries(stage);
  yield* herokuEntries(stage.heroku);
  yield* receiverEntries(stage);
  if (stage.slack === null) {
    yield ['ownSlack', '', { workspace: stage.workspace.name, bot: stage.workspace.bot }];
    return;
  }
  yield* slackEntries(stage.slack.state, stage.slack.grants, handle);
  yield* phoneEntries(stage, handle);
  yield* botEntries(stage);
  yield* inspectorEntries(stage);
}
