import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';

const APP = 'raxx-api-prod';

export const channelArchived: Scenario = {
  name: 'channel-archived',
  story: `Somebody archives #ops while ${APP} is being rolled back.`,
  goal: 'The rollback goes on; the fallback channel and both people hear the rest directly.',
  rate: 8,
  async play(stage, tell) {
    const story = storyOf(stage, tell);
    await story.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await story.approves('bo');
    await story.reads('bo', /^Rolling back/);
    tell('#ops is archived.');
    stage.slack.office.archive('ops');
    await story.reads('ana', /Meant for #ops[\s\S]*Rollback confirmed/, 'dm');
    await story.reads('bo', /Meant for #ops[\s\S]*Rollback confirmed/, 'status');
    const { status } = await story.becomes('recovered');
    return status === 'recovered' && story.posts().acted === 1;
  },
};
