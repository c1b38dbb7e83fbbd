import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';

const APP = 'raxx-api-prod';

export const landedOver: Scenario = {
  name: 'landed-over',
  story: `Ben releases ${APP} in the very instant in which the rollback is sent; nothing could have prevented it.`,
  goal: 'It is seen at once by its number, said loudly, with the way to undo it.',
  rate: 6,
  async play(stage, tell) {
    const story = storyOf(stage, tell);
    stage.heroku.control.fault({
      on: 'rollback-post',
      modifiers: [
        {
          kind: 'foreign-release',
          when: 'inside',
          by: 'ben@raxx.app',
          what: { kind: 'deploy', commit: 'f1x0000', behaviour: 'healthy' },
        },
      ],
    });
    await story.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await story.approves('bo');
    await story.reads('bo', /landed over a release you had not seen/);
    return story.posts().acted === 1;
  },
};
