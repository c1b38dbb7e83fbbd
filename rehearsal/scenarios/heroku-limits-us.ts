import { approving, asking, proving } from './hints.ts';
import type { Scenario } from './scenario.ts';

const APP = 'raxx-api-prod';
const REFUSALS = 3;

export const herokuLimitsUs: Scenario = {
  name: 'heroku-limits-us',
  title: 'Heroku limits us',
  story: `Heroku answers 429 to the rollback of ${APP}, three times over: it provably did not happen.`,
  goal: 'It is tried again by itself, politely, until it is taken; one rollback.',
  rate: 3,
  hints: [asking(APP, 'v84 signup 500s'), approving, proving],
  async happens({ stage }) {
    stage.heroku.control.fault({
      on: 'rollback-post',
      times: REFUSALS,
      fate: { kind: 'rate-limited', retryAfterSeconds: 1 },
    });
  },
  async play({ people, sees, tell }) {
    await people.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await people.approves('bo');
    await people.reads('bo', /is back on v84/);
    const { sent, acted } = sees.posts();
    tell(`Requests: ${sent}, of which Heroku took ${acted}.`);
  },
  async reached(sees) {
    const { sent, acted } = sees.posts();
    return acted === 1 && sent === REFUSALS + 1 && (await sees.is('recovered'));
  },
};
