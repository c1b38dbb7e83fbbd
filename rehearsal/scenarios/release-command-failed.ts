import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';

const APP = 'raxx-api-prod';

/** Heroku's documented world: a failed release command leaves the old release running. */
export const releaseCommandFailed: Scenario = {
  name: 'release-command-failed',
  story: `The rollback's own release command fails: ${APP} still runs v85, the bad release.`,
  goal: 'Nobody believes that it was rolled back, and everybody knows what to do next.',
  rate: 12,
  async play(stage, tell) {
    const story = storyOf(stage, tell);
    stage.heroku.control.fault({
      on: 'rollback-post',
      modifiers: [{ kind: 'release-command', outcome: 'fails', takesMs: 20_000 }],
    });
    await story.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await story.approves('bo');
    await story.reads('bo', /release command failed\. Dynos still run v85/);
    const { status } = await story.becomes('failed');
    return status === 'failed' && story.posts().sent === 1;
  },
};
