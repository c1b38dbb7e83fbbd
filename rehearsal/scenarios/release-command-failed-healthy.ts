import { approving, asking } from './hints.ts';
import type { Scenario } from './scenario.ts';

const APP = 'raxx-api-prod';
const BOTH_FACTS = /release command failed, and raxx-api-prod is healthy/;

/** As on 2026-06-21: Heroku calls the release failed, and the dynos run it all the same. */
export const releaseCommandFailedHealthy: Scenario = {
  name: 'release-command-failed-healthy',
  title: 'Release command failed, but the app is healthy',
  story: `As on 2026-06-21: the release command fails, yet ${APP}'s dynos run the new release.`,
  goal: 'People hear both facts, and nothing is sent a second time.',
  rate: 12,
  hints: [
    asking(APP, 'v84 signup 500s'),
    approving,
    {
      text: 'Heroku calls the release failed. Wait for what the dynos and the smoke check say.',
      done: (sees) => sees.reads('bo', BOTH_FACTS),
    },
  ],
  async happens({ stage }) {
    stage.heroku.control.rules({ failedReleases: 'deployed-anyway' });
    stage.heroku.control.fault({
      on: 'rollback-post',
      modifiers: [{ kind: 'release-command', outcome: 'fails', takesMs: 20_000 }],
    });
  },
  async play({ people }) {
    await people.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await people.approves('bo');
    await people.reads('bo', BOTH_FACTS);
  },
  reached: (sees) => sees.reads('bo', BOTH_FACTS) && sees.posts().sent === 1,
  missed: (sees) => (sees.posts().sent > 1 ? 'A second rollback was sent to an app that was healthy.' : null),
};
