import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';

const APP = 'raxx-api-prod';

export const herokuSaysNothing: Scenario = {
  name: 'heroku-says-nothing',
  story: `Heroku rolls ${APP} back and its answer gets lost on the way.`,
  goal: 'The rollback that happened is found in the release list, and never sent again.',
  rate: 6,
  async play(stage, tell) {
    const story = storyOf(stage, tell);
    stage.heroku.control.fault({ on: 'rollback-post', fate: { kind: 'lost-after-acting' } });
    await story.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await story.approves('bo');
    await story.reads('bo', /Heroku did not confirm/);
    await story.reads('bo', /It did happen/);
    await story.reads('bo', /is back on v84/);
    const { sent, acted } = story.posts();
    return sent === 1 && acted === 1;
  },
};
