import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';

const APP = 'raxx-api-prod';

export const targetExpired: Scenario = {
  name: 'target-expired',
  story: `Heroku has removed the code of ${APP}'s v84, the release somebody wants to go back to.`,
  goal: 'It is said before anybody waits for an approval, and an older release is taken instead.',
  rate: 6,
  async play(stage, tell) {
    const story = storyOf(stage, tell);
    stage.heroku.control.expire(APP, 84);
    const said = await story.types('ana', `/rollback ${APP} v84 signup 500s`);
    const modal =
      said === null ? await story.modal('ana', /v84.*(cannot|no longer|not)|BLOCKED|expired/i) : null;
    tell(`What Ana sees:\n${modal?.text() ?? ''}`);
    await modal?.close();
    await story.asks('ana', `/rollback ${APP} signup 500s`);
    await story.approves('bo');
    await story.reads('bo', /is back on v\d+/);
    return story.posts().acted === 1;
  },
};
