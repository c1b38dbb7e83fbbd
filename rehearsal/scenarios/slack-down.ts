import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';

const APP = 'raxx-api-prod';

export const slackDown: Scenario = {
  name: 'slack-down',
  story: `Slack goes down for ten minutes just after ${APP}'s rollback is approved.`,
  goal: 'The rollback does not wait; afterwards everything is said once, in order, with its own times.',
  rate: 12,
  async play(stage, tell) {
    const { slack } = stage;
    const story = storyOf(stage, tell);
    await story.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await story.approves('bo');
    tell('Slack goes down.');
    slack.goDown();
    await story.becomes('recovered');
    if (slack.as('bo').find('ops', /Rollback confirmed/)) return false;
    await stage.clock.leap(10 * 60_000);
    tell('The app is back. Ten minutes later, so is Slack.');
    slack.comeUp();
    await story.reads('bo', /is back on v84/);
    const confirmed = slack
      .as('bo')
      .messages('ops')
      .filter((each) => each.plain.startsWith('Rollback confirmed'));
    return confirmed.length === 1;
  },
};
