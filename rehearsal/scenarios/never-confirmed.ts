import { TAPS } from '../../src/ids.ts';
import { approving, asking, proving } from './hints.ts';
import { mustHold } from './must-hold.ts';
import type { Scenario } from './scenario.ts';

const APP = 'raxx-api-prod';

export const neverConfirmed: Scenario = {
  name: 'never-confirmed',
  title: 'Heroku never confirms',
  story: `Heroku answers 503 and no new release appears: did ${APP} roll back or not?`,
  goal: 'A person decides, knowing the risk; the bot sends a second time only then.',
  rate: 15,
  byHand: 2,
  hints: [
    asking(APP, 'v84 signup 500s'),
    approving,
    {
      text: 'After a minute and a half the bot asks. Look at the releases first, then tap [Send once more].',
      as: 'bo',
      done: (sees) => sees.posts().sent === 2,
    },
    proving,
  ],
  async happens({ stage }) {
    stage.heroku.control.fault({ on: 'rollback-post', fate: { kind: 'error-before-acting', status: 503 } });
  },
  async play({ people, sees }) {
    await people.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await people.approves('bo');
    const question = await people.reads('bo', /Send once more/);
    mustHold(sees.posts().sent === 1, 'it is sent once until a person decides');
    await people.taps('bo', question, TAPS.sendOnceMore, 'Send once more');
    await people.reads('bo', /is back on v84/);
  },
  async reached(sees) {
    return sees.posts().acted === 1 && (await sees.is('recovered'));
  },
};
