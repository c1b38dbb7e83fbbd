/** Whoever speeds the story up, or jumps ahead, takes the bot and Heroku along. */
import { expect, inject, onTestFinished, test } from 'vitest';
import { openScene, type Scene } from '../../rehearsal/scenarios/scene.ts';
import { openStage, type Stage } from '../../rehearsal/stage.ts';

function sceneOn(stage: Stage): Scene {
  return openScene({ stage, tell: () => undefined, signal: new AbortController().signal, beatMs: 0 });
}

async function stageAtRate(rate: number): Promise<Stage> {
  const stage = await openStage({ rate, logLevel: 'error', serverUrl: inject('postgres').url });
  onTestFinished(() => stage.stop());
  return stage;
}

test('a request that waits for approval expires with a jump of fifteen minutes', async () => {
  const stage = await stageAtRate(1);
  const { people, sees, soon } = sceneOn(stage);
  await people.asks('ana', '/rollback raxx-api-prod v84 signup is broken');
  await people.reads('bo', /\[Review\]/);
  await stage.clock.leap(15 * 60_000);
  await soon(() => sees.is('expired'), 'it to be expired');
  expect(sees.posts().sent).toBe(0);
});

test('a release command under way ends soon once the story is sped up, and the bot with it', async () => {
  const stage = await stageAtRate(1);
  const { slack, heroku, clock } = stage;
  const { people, sees, soon } = sceneOn(stage);
  await people.asks('ana', '/rollback raxx-api-prod v84 signup is broken');
  await people.approves('bo');
  const newest = () => heroku.control.app('raxx-api-prod').releases[0];
  await slack.until(() => newest()?.version === 86, 20_000, 'the rollback');
  expect(newest()?.status).toBe('pending');
  // 47 seconds of release command and 30 of holding would be over too late for this patience.
  await clock.setRate(60);
  await slack.until(() => newest()?.status === 'succeeded', 10_000, 'the release command');
  await soon(() => sees.is('recovered'), 'it to be recovered');
  // A jump while nothing waits is a jump of the stamps alone.
  const before = heroku.world.timeline.now().getTime();
  await clock.leap(24 * 3_600_000);
  expect(heroku.world.timeline.now().getTime() - before).toBeGreaterThanOrEqual(24 * 3_600_000);
});
