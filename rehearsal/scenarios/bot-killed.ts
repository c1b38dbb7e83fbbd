import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';

const APP = 'raxx-api-prod';

export const botKilled: Scenario = {
  name: 'bot-killed',
  story: `The bot's process is killed while it rolls ${APP} back.`,
  goal: 'The next process goes on where the dead one was; one rollback, nothing said twice.',
  rate: 6,
  mortal: true,
  async play(stage, tell) {
    const { slack, heroku } = stage;
    const story = storyOf(stage, tell);
    await story.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await story.approves('bo');
    await slack.until(
      () => heroku.control.journal.requests('rollback-post').length > 0,
      20_000,
      'the request to go out',
    );
    tell('The request is on its way to Heroku. The process is killed (kill -9), and started again.');
    await stage.killBot();
    await story.reads('bo', /is back on v84/);
    const confirmed = slack
      .as('bo')
      .messages('ops')
      .filter((each) => each.plain.startsWith('Rollback confirmed'));
    return story.posts().sent === 1 && confirmed.length === 1;
  },
};
