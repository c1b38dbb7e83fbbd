import { approving, asking } from './hints.ts';
import type { Scenario } from './scenario.ts';

const APP = 'raxx-api-prod';

/** Heroku's documented world: a failed release command leaves the old release running. */
export const releaseCommandFailed: Scenario = {
  name: 'release-command-failed',
  title: 'Release command failed, the bad release still runs',
  story: `The rollback's own release command fails: ${APP} still runs v85, the bad release.`,
  goal: 'Nobody believes that it was rolled back, and everybody knows what to do next.',
  rate: 12,
  hints: [
    asking(APP, 'v84 signup 500s'),
    approving,
    {
      text: 'Read what is said of the failed release command: what runs now, and the ways on from here.',
      done: (sees) => sees.is('failed'),
    },
  ],
  async happens({ stage }) {
    stage.heroku.control.fault({
      on: 'rollback-post',
      modifiers: [{ kind: 'release-command', outcome: 'fails', takesMs: 20_000 }],
    });
  },
  async play({ people, soon, sees }) {
    await people.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await people.approves('bo');
    await people.reads('bo', /release command failed\. Dynos still run v85/);
    await soon(() => sees.is('failed'), 'the rollback to have failed');
  },
  async reached(sees) {
    return sees.posts().sent === 1 && (await sees.is('failed'));
  },
};
