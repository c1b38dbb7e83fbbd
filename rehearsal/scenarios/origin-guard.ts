import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';

const APP = 'raxx-api-prod';

export const originGuard: Scenario = {
  name: 'origin-guard',
  story: `After the rollback ${APP}'s smoke check gets 403 from the origin guard: a wrong address, not an outage.`,
  goal: 'The 403 is called what it is; recovery is claimed only once the check goes through.',
  rate: 20,
  async play(stage, tell) {
    const story = storyOf(stage, tell);
    stage.heroku.control.blockFront(APP, true);
    await story.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await story.approves('bo');
    await story.reads('bo', /403 from the origin guard: wrong URL, not an outage/);
    if (stage.slack.as('bo').find('ops', /Rollback confirmed/)) return false;
    tell('Somebody puts the address right.');
    stage.heroku.control.blockFront(APP, false);
    await story.reads('bo', /is back on v84/);
    return story.posts().acted === 1;
  },
};
