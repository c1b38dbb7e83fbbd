import { approving, asking } from './hints.ts';
import { mustHold } from './must-hold.ts';
import type { Scenario } from './scenario.ts';

const APP = 'raxx-api-prod';

export const slackDown: Scenario = {
  name: 'slack-down',
  title: 'Slack down for ten minutes',
  story: `Slack goes down for ten minutes just after ${APP}'s rollback is approved.`,
  goal: 'The rollback does not wait; afterwards everything is said once, in order, with its own times.',
  rate: 12,
  hints: [
    asking(APP, 'v84 signup 500s'),
    approving,
    {
      text: 'Slack is down: nothing can be read or tapped. The rollback goes on without it.',
      done: (sees) => sees.is('recovered'),
    },
    {
      text: 'Slack is back. Read what was said meanwhile, and when it happened.',
      done: (sees) => sees.said('Rollback confirmed') === 1,
    },
  ],
  async happens({ stage, sees, once, tell }) {
    await once(() => sees.posts().sent > 0);
    tell('Slack goes down.');
    stage.slack.goDown();
    await once(() => sees.is('recovered'));
    mustHold(sees.said('Rollback confirmed') === 0, 'nothing can be said while Slack is down');
    await stage.clock.leap(10 * 60_000);
    tell('The app is back. Ten minutes later, so is Slack.');
    stage.slack.comeUp();
  },
  async play({ people, sees, soon }) {
    await people.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await people.approves('bo');
    await soon(() => sees.is('recovered'), 'the app to recover while Slack is down');
    await people.reads('bo', /is back on v84/);
  },
  async reached(sees) {
    return sees.said('Rollback confirmed') === 1 && (await sees.is('recovered'));
  },
};
