import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';

const APP = 'raxx-api-prod';

export const codeOnly: Scenario = {
  name: 'code-only',
  story: `Going back to ${APP}'s v80 would take back STRIPE_API_KEY, a guarded config var: BLOCKED.`,
  goal: 'The code of v80 comes back by itself; the config that runs stays as it is.',
  rate: 6,
  async play(stage, tell) {
    const { heroku } = stage;
    const story = storyOf(stage, tell);
    const { configNames } = heroku.control.app(APP);
    await story.asks('ana', `/rollback ${APP} v80 signup 500s`);
    const blocked = await story.reads('ana', /BLOCKED[\s\S]*\[Code only instead\]/);
    await story.taps('ana', blocked, 'rollback.code-only-instead', 'Code only instead');
    const modal = await story.modal('ana', /\*(CLEAR|NEEDS)/);
    await modal.submit();
    await story.reads('bo', /code only[\s\S]*(CLEAR|NEEDS)[\s\S]*\[Review\]/);
    await story.approves('bo');
    await story.reads('bo', /^Code-only rollback confirmed/);
    const now = heroku.control.app(APP).configNames;
    return JSON.stringify(now) === JSON.stringify(configNames);
  },
};
