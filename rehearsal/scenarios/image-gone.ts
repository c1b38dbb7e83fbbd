import { RE_PIN_TICKS } from '../../src/ids.ts';
import { approving, asking } from './hints.ts';
import type { Scenario } from './scenario.ts';
import type { Sight } from './sight.ts';

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
  title: 'Container image gone',
  story: `${APP} runs container images, and Heroku no longer has the one to go back to.`,
  goal: 'People push the image again by the checklist; what they released is proved and recorded.',
  rate: 6,
  byHand: 2,
  hints: [
    asking(APP, 'v2 checkout is empty'),
    approving,
    {
      text: 'The image is gone. Tick the steps of the checklist, as if a terminal did them; two people may share it.',
      as: 'ana',
      done: isReleased,
    },
    { text: 'What was released is proved and recorded.', done: (sees) => sees.is('recovered') },
  ],
  async happens({ stage, sees, once, tell }) {
    stage.heroku.control.imageGone(APP, 2);
    await once(() => isReleased(sees));
    tell('In their terminals: docker pull, tag, push; heroku container:release.');
    const image = `sha256:${'c0ffee12'.repeat(8)}`;
    stage.heroku.control.release(APP, 'kristerpher@raxx.app', { kind: 'container', image });
  },
  async play({ people }) {
    await people.asks('ana', `/rollback ${APP} v2 checkout is empty`);
    await people.approves('bo');
    await people.reads('ana', /its image is gone/);
    const list = await people.reads('ana', /Push v2's image/);
    for (const [step, label] of STEPS) {
      await people.taps(step === 'push' ? 'kim' : 'ana', list, RE_PIN_TICKS[step], label);
    }
    await people.reads('bo', /^Recovery confirmed/);
  },
  async reached(sees) {
    return sees.posts().sent === 1 && (await sees.is('recovered'));
  },
};

async function isReleased({ stage }: Sight): Promise<boolean> {
  const { rowCount } = await stage.database.query(
    `select from re_pin_note where note ->> 'what' = 'ticked' and note ->> 'step' = 'release'`,
  );
  return rowCount !== 0;
}
