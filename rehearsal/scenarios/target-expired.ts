import { approving, asking, proving } from './hints.ts';
import type { Scenario } from './scenario.ts';

const APP = 'raxx-api-prod';

export const targetExpired: Scenario = {
  name: 'target-expired',
  title: 'Target expired',
  story: `Heroku has removed the code of ${APP}'s v84, the release somebody wants to go back to.`,
  goal: 'It is said before anybody waits for an approval, and an older release is taken instead.',
  rate: 6,
  hints: [
    {
      text: 'Ana asks for v84, reads that its code is gone, and closes the form.',
      as: 'ana',
      types: `/rollback ${APP} v84 signup 500s`,
    },
    { ...asking(APP, 'signup 500s'), text: 'She asks again without a release: the bot offers an older one.' },
    approving,
    proving,
  ],
  async happens({ stage }) {
    stage.heroku.control.expire(APP, 84);
  },
  async play({ people, tell }) {
    const said = await people.types('ana', `/rollback ${APP} v84 signup 500s`);
    const modal =
      said === null ? await people.modal('ana', /v84.*(cannot|no longer|not)|BLOCKED|expired/i) : null;
    tell(`What Ana sees:\n${modal?.text() ?? ''}`);
    await modal?.close();
    await people.asks('ana', `/rollback ${APP} signup 500s`);
    await people.approves('bo');
    await people.reads('bo', /is back on v\d+/);
  },
  async reached(sees) {
    return sees.posts().acted === 1 && (await sees.is('recovered'));
  },
};
