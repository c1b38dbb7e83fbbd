import { approving, asking, proving } from './hints.ts';
import type { Scenario } from './scenario.ts';

const APP = 'raxx-api-prod';

export const herokuSaysNothing: Scenario = {
  name: 'heroku-says-nothing',
  title: 'Heroku answers nothing after acting',
  story: `Heroku rolls ${APP} back and its answer gets lost on the way.`,
  goal: 'The rollback that happened is found in the release list, and never sent again.',
  rate: 6,
  hints: [
    asking(APP, 'v84 signup 500s'),
    approving,
    {
      text: 'Heroku did not confirm. Touch nothing: the bot looks into the release list.',
      done: (sees) => sees.reads('bo', /It did happen/),
    },
    proving,
  ],
  async happens({ stage }) {
    stage.heroku.control.fault({ on: 'rollback-post', fate: { kind: 'lost-after-acting' } });
  },
  async play({ people }) {
    await people.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await people.approves('bo');
    await people.reads('bo', /Heroku did not confirm/);
    await people.reads('bo', /It did happen/);
    await people.reads('bo', /is back on v84/);
  },
  async reached(sees) {
    const { sent, acted } = sees.posts();
    return sent === 1 && acted === 1 && (await sees.is('recovered'));
  },
};
