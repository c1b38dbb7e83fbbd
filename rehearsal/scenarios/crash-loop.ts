import { TAPS } from '../../src/ids.ts';
import { approving, asking, proving } from './hints.ts';
import type { Scenario } from './scenario.ts';

const APP = 'raxx-api-prod';

export const crashLoop: Scenario = {
  name: 'crash-loop',
  title: 'Crash loop after deploy',
  story: `The rollback holds for about four minutes; then ${APP}'s dynos crash again.`,
  goal: 'The crash is said loudly, the record is corrected, and an older release is one tap away.',
  rate: 20,
  byHand: 2,
  hints: [
    asking(APP, 'v84 signup 500s'),
    approving,
    proving,
    {
      text: 'When the dynos are down again, Bo taps [Older release] and looks at what is offered.',
      as: 'bo',
      done: (sees) => sees.reads('bo', /is down again/) && sees.hasOpen('rollback.ask'),
    },
  ],
  async happens({ stage, sees, once, tell }) {
    await once(() => sees.is('recovered'));
    await stage.clock.leap(200_000);
    tell('Some minutes later the dynos crash.');
    stage.heroku.control.crash(APP, 'web');
  },
  async play({ stage, people, tell }) {
    await people.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await people.approves('bo');
    await people.reads('bo', /is back on v84/);
    const down = await people.reads('bo', /is down again/);
    await people.taps('bo', down, TAPS.olderRelease, 'Older release');
    const ask = await people.modal('bo', /→ v8[0-3]|v8[0-3] ▾/);
    tell(`What Bo sees:\n${ask.text()}`);
    await stage.slack.as('bo').closeModal();
  },
  async reached(sees) {
    return sees.reads('bo', /is down again/) && (await sees.corrections()) === 1;
  },
};
