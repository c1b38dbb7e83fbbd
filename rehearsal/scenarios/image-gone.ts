import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';

const APP = 'raxx-velvet-prod';
const STEPS = [
  ['find', 'Found'],
  ['pull', 'Pulled'],
  ['retag', 'Tagged'],
  ['push', 'Pushed'],
  ['release', 'Released'],
] as const;

export const imageGone: Scenario = {
  name: 'image-gone',
  story: `${APP} runs container images, and Heroku no longer has the one to go back to.`,
  goal: 'People push the image again by the checklist; what they released is proved and recorded.',
  rate: 6,
  async play(stage, tell) {
    const { heroku } = stage;
    const story = storyOf(stage, tell);
    heroku.control.imageGone(APP, 2);
    await story.asks('ana', `/rollback ${APP} v2 checkout is empty`);
    await story.approves('bo');
    await story.reads('ana', /its image is gone/);
    const list = await story.reads('ana', /Push v2's image/);
    for (const [step, label] of STEPS) {
      await story.taps(step === 'push' ? 'kim' : 'ana', list, `re-pin.${step}`, label);
    }
    tell('In their terminals: docker pull, tag, push; heroku container:release.');
    const image = `sha256:${'c0ffee12'.repeat(8)}`;
    heroku.control.release(APP, 'kristerpher@raxx.app', { kind: 'container', image });
    await story.reads('bo', /^Recovery confirmed/);
    const { status } = await story.becomes('recovered');
    return status === 'recovered' && story.posts().sent === 1;
  },
};
