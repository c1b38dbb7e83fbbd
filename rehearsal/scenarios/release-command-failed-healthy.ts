import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';

const APP = 'raxx-api-prod';

/** As on 2026-06-21: Heroku calls the release failed, and the dynos run it all the same. */
export const releaseCommandFailedHealthy: Scenario = {
  name: 'release-command-failed-healthy',
  story: `As on 2026-06-21: the release command fails, yet ${APP}'s dynos run the new release.`,
  goal: 'People hear both facts, and nothing is sent a second time.',
  rate: 12,
  async play(stage, tell) {
    const story = storyOf(stage, tell);
    stage.heroku.control.rules({ failedReleases: 'deployed-anyway' });
    stage.heroku.control.fault({
      on: 'rollback-post',
      modifiers: [{ kind: 'release-command', outcome: 'fails', takesMs: 20_000 }],
    });
    await story.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await story.approves('bo');
    await story.reads('bo', /release command failed/);
    return story.posts().sent === 1;
  },
};
