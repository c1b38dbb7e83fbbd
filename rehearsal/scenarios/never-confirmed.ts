import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';

const APP = 'raxx-api-prod';

export const neverConfirmed: Scenario = {
  name: 'never-confirmed',
  story: `Heroku answers 503 and no new release appears: did ${APP} roll back or not?`,
  goal: 'A person decides, knowing the risk; the bot sends a second time only then.',
  rate: 15,
  async play(stage, tell) {
    const story = storyOf(stage, tell);
    stage.heroku.control.fault({ on: 'rollback-post', fate: { kind: 'error-before-acting', status: 503 } });
    await story.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await story.approves('bo');
    const question = await story.reads('bo', /Send once more/);
    if (story.posts().sent !== 1) return false;
    await story.taps('bo', question, 'rollback.send-once-more', 'Send once more');
    await story.reads('bo', /is back on v84/);
    return story.posts().acted === 1;
  },
};
