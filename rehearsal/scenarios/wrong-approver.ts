import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';

const APP = 'raxx-api-prod';

export const wrongApprover: Scenario = {
  name: 'wrong-approver',
  story: 'The requester herself, then somebody from support, try to approve.',
  goal: 'Each hears why not and who could; only Bo, an operator, sends it.',
  rate: 6,
  async play(stage, tell) {
    const { slack } = stage;
    const story = storyOf(stage, tell);
    await story.asks('ana', `/rollback ${APP} v84 signup 500s`);
    const request = await story.reads('sue', /\[Review\]/);
    await story.taps('sue', request, 'rollback.review', 'Review');
    await story.reads('sue', /needs the operator/);
    await story.taps('ana', request, 'rollback.review', 'Review');
    await story.reads('ana', /somebody else|another|own request|second person/i);
    if (slack.as('sue').modal() !== null || story.posts().sent > 0) return false;
    await story.approves('bo');
    await story.reads('bo', /is back on v84/);
    return story.posts().acted === 1;
  },
};
