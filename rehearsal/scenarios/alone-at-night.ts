import { codeShown } from '../slack/people/authenticator.ts';
import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';

const APP = 'raxx-api-prod';

export const aloneAtNight: Scenario = {
  name: 'alone-at-night',
  story: `Nobody answers Ana at 03:00. After two minutes she may roll ${APP} back alone, with a code.`,
  goal: 'It is sent, everybody on call hears that she was alone, and Bo looks at it afterwards.',
  rate: 10,
  async play(stage, tell) {
    const { slack } = stage;
    const story = storyOf(stage, tell);
    await story.types('ana', '/ops totp');
    const enrol = await story.modal('ana', /(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/);
    const key = /(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/.exec(enrol.text())?.[0] ?? '';
    await enrol.fill('code', 'code', codeShown(key, stage.clock.now()));
    await enrol.submit();
    await slack.as('ana').closeModal();
    tell('Ana has set up her authenticator app, before she needs it.');
    await story.asks('ana', `/rollback ${APP} v84 signup 500s`);
    const offer = await story.reads('ana', /^Nobody has answered/);
    await story.taps('ana', offer, 'rollback.approve-alone', 'Approve alone');
    const review = await story.modal('ana', /CLEAR|NEEDS|BLOCKED/);
    if (/I know that/.test(review.text())) await review.tick('ticks', 'ticks');
    await review.fill('code', 'code', codeShown(key, stage.clock.now()));
    await review.submit();
    await story.reads('bo', /approved alone, with a code/);
    await story.reads('bo', /is back on v84/);
    const look = await story.reads('bo', /\[Looks right\]/);
    await story.taps('bo', look, 'second-look.right', 'Looks right');
    await story.reads('ana', /^Bo looked at/);
    return story.posts().acted === 1;
  },
};
