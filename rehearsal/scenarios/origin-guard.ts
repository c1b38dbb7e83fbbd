import { approving, asking, proving } from './hints.ts';
import { mustHold } from './must-hold.ts';
import type { Scenario } from './scenario.ts';

const APP = 'raxx-api-prod';
const GUARDED = /403 from the origin guard: wrong URL, not an outage/;

export const originGuard: Scenario = {
  name: 'origin-guard',
  title: 'Smoke check: 403 from the direct-origin guard',
  story: `After the rollback ${APP}'s smoke check gets 403 from the origin guard: a wrong address, not an outage.`,
  goal: 'The 403 is called what it is; recovery is claimed only once the check goes through.',
  rate: 20,
  byHand: 2,
  hints: [
    asking(APP, 'v84 signup 500s'),
    approving,
    {
      text: 'Read on the card what the 403 means. Nothing is claimed while the check cannot go through.',
      done: async (sees) => (await sees.is('verifying', 'needs_human')) && sees.reads('bo', GUARDED),
    },
    { ...proving, text: 'Somebody puts the address right; then recovery is proved.' },
  ],
  async happens({ stage, sees, once, pass, tell }) {
    stage.heroku.control.blockFront(APP, true);
    await once(async () => (await sees.is('verifying', 'needs_human')) && sees.reads('bo', GUARDED));
    await pass(45_000);
    mustHold(sees.said('Rollback confirmed') === 0, 'nothing is confirmed while the check gets 403');
    tell('Somebody puts the address right.');
    stage.heroku.control.blockFront(APP, false);
  },
  async play({ people }) {
    await people.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await people.approves('bo');
    await people.reads('bo', GUARDED);
    await people.reads('bo', /is back on v84/);
  },
  async reached(sees) {
    return sees.posts().acted === 1 && (await sees.is('recovered'));
  },
};
