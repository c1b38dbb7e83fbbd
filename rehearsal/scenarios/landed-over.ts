import { approving, asking } from './hints.ts';
import type { Scenario } from './scenario.ts';

const APP = 'raxx-api-prod';
const SAID = /v87 landed over v86 .* by ben@raxx\.app/;

export const landedOver: Scenario = {
  name: 'landed-over',
  title: 'Landed over a release nobody had seen',
  story: `Ben releases ${APP} in the very instant in which the rollback is sent; nothing could have prevented it.`,
  goal: 'It is seen at once by its number, said loudly, with the way to undo it.',
  rate: 6,
  hints: [
    asking(APP, 'v84 signup 500s'),
    approving,
    {
      text: 'Read what the rollback landed over, and how to undo it.',
      done: (sees) => sees.reads('bo', SAID),
    },
  ],
  async happens({ stage }) {
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
  },
  async play({ people }) {
    await people.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await people.approves('bo');
    await people.reads('bo', SAID);
  },
  reached: (sees) => sees.reads('bo', SAID) && sees.posts().acted === 1,
};
