import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';

const APP = 'raxx-api-prod';

export const herokuLimitsUs: Scenario = {
  name: 'heroku-limits-us',
  story: `Heroku answers 429 to the rollback of ${APP}, three times over: it provably did not happen.`,
  goal: 'It is tried again by itself, politely, until it is taken; one rollback.',
  rate: 3,
  async play(stage, tell) {
    const story = storyOf(stage, tell);
    stage.heroku.control.fault({
      on: 'rollback-post',
      times: 3,
      fate: { kind: 'rate-limited', retryAfterSeconds: 1 },
    });
    await story.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await story.approves('bo');
    await story.reads('bo', /is back on v84/);
    const { sent, acted } = story.posts();
    tell(`Requests: ${sent}, of which Heroku took ${acted}.`);
    return acted === 1 && sent === 4;
  },
};
