import { TAPS } from '../../src/ids.ts';
import { approving, asking, proving } from './hints.ts';
import type { Scenario } from './scenario.ts';
import { minutesAfter } from './times.ts';

const APP = 'raxx-api-prod';

/** The README's main job: two people, one bad release, the way back. */
export const firstRollback: Scenario = {
  name: 'first-rollback',
  title: 'First rollback',
  story: `${APP} v85 crashes at boot; Ana asks to go back to v84, Bo approves, the bot proves recovery.`,
  goal: 'v84 is live again, proved, recorded, and the incident is closed.',
  rate: 6,
  hints: [
    asking(APP, 'v84 signup 500s'),
    approving,
    proving,
    {
      text: 'Bo taps [Close incident] under the last word, and sends the form as it is.',
      as: 'bo',
      done: (sees) => sees.said('Incident closed') > 0,
    },
  ],
  async play({ stage, people, soon }) {
    const since = minutesAfter(stage.heroku.control.app(APP).releases, 85, 1);
    await people.asks('ana', `/rollback ${APP} v84 signup 500s since ${since}`);
    await people.approves('bo');
    const closing = await people.reads('bo', /is back on v84/);
    await people.taps('bo', closing, TAPS.closeIncident, 'Close incident');
    await people.sends('bo', /Close incident/);
    await people.reads('bo', /Incident closed/);
    await soon(() => stage.slack.as('bo').find('ops', /RECOVERED/), 'the card to be drawn for the last time');
  },
  async reached(sees) {
    const proved = sees.live(APP) === 'Rollback to v84' && (await sees.is('recovered'));
    return proved && sees.posts().acted === 1 && sees.said('Incident closed') > 0;
  },
};
