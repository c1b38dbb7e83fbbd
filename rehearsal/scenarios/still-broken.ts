import { TAPS } from '../../src/ids.ts';
import { approving, asking } from './hints.ts';
import type { Scenario } from './scenario.ts';

const APP = 'raxx-console-prod';

export const stillBroken: Scenario = {
  name: 'still-broken',
  title: 'Rolled back, and still broken',
  story: `${APP} answered 200 all along, so a smoke check cannot tell whether the rollback helped.`,
  goal: 'People are asked; that it is still broken is said loudly and corrects the record.',
  rate: 10,
  byHand: 2,
  hints: [
    asking(APP, 'the flags page is empty'),
    approving,
    {
      text: 'When the bot asks whether the symptom is gone, tap [Still broken].',
      as: 'ana',
      done: (sees) => sees.reads('bo', /is still broken, says/),
    },
  ],
  async play({ people }) {
    await people.asks('ana', `/rollback ${APP} the flags page is empty`);
    await people.approves('bo');
    const question = await people.reads('bo', /Is the symptom gone\?/);
    await people.taps('ana', question, TAPS.stillBroken, 'Still broken');
    await people.reads('bo', /is still broken, says Ana/);
  },
  async reached(sees) {
    return sees.posts().acted === 1 && (await sees.corrections()) === 1;
  },
};
