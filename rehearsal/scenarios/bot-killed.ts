import { approving, asking, proving } from './hints.ts';
import type { Scenario } from './scenario.ts';

const APP = 'raxx-api-prod';

export const botKilled: Scenario = {
  name: 'bot-killed',
  title: 'The bot is killed mid-rollback',
  story: `The bot's process is killed while it rolls ${APP} back.`,
  goal: 'The next process goes on where the dead one was; one rollback, nothing said twice.',
  rate: 6,
  mortal: true,
  hints: [asking(APP, 'v84 signup 500s'), approving, proving],
  async happens({ stage, sees, once, tell }) {
    await once(() => sees.posts().sent > 0);
    tell('The request is on its way to Heroku. The process is killed (kill -9), and started again.');
    await stage.killBot();
  },
  async play({ people }) {
    await people.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await people.approves('bo');
    await people.reads('bo', /is back on v84/);
  },
  async reached(sees) {
    const once = sees.posts().sent === 1 && sees.said('Rollback confirmed') === 1;
    return once && (await sees.is('recovered'));
  },
};
