import { TAPS } from '../../src/ids.ts';
import { opening } from './hints.ts';
import { mustHold } from './must-hold.ts';
import type { Scenario } from './scenario.ts';
import type { Sight } from './sight.ts';

const APP = 'raxx-api-prod';
const SYMPTOM = 'signup 500s';
const MINUTE_MS = 60_000;
const PROMISED_MS = 15 * MINUTE_MS;
const FIRST = /Draft for customers, while you look/;
const DUE = /Draft for customers, so that they hear in time/;

/** The second word came before the promise of the first had run out. */
async function kept(sees: Sight): Promise<boolean> {
  const [first, second] = await sees.published();
  return first !== undefined && second !== undefined && second - first < PROMISED_MS;
}

export const promiseRunningOut: Scenario = {
  name: 'promise-running-out',
  title: 'A promise to customers runs out',
  story: `Customers of ${APP} are promised a word within fifteen minutes, and everybody is busy with the fault.`,
  goal: 'Customers read a second word before the fifteen minutes are over; the bot reminds whoever leads.',
  rate: 20,
  hints: [
    opening('ana', APP, SYMPTOM),
    {
      text: 'Bo opens the thread and publishes the draft for customers as it stands; it promises a word within 15 minutes.',
      as: 'bo',
      done: async (sees) => (await sees.published()).length > 0,
    },
    {
      text: 'Eleven minutes go by while people look at logs. A minute later a draft is ready, with Ana mentioned.',
      done: (sees) => sees.reads('ana', DUE),
    },
    {
      text: 'Ana reads the draft in the thread and publishes it, or edits it first; look at the status page, too.',
      as: 'ana',
      done: kept,
    },
  ],
  async happens({ stage, sees, once, tell }) {
    await once(async () => (await sees.published()).length > 0);
    await stage.clock.leap(11 * MINUTE_MS);
    tell('Eleven minutes later. The fault is not found yet.');
  },
  async play({ stage, people, soon }) {
    await people.opens('ana', `/incident open ${APP} ${SYMPTOM}`);
    const first = await people.reads('bo', FIRST);
    await people.taps('bo', first, TAPS.publish, 'Publish');
    await people.reads('bo', /We are investigating/, 'status');
    const due = await people.reads('ana', DUE);
    mustHold(due.text.includes(`<@${stage.slack.as('ana').id}>`), 'whoever leads it is mentioned');
    await people.taps('ana', due, TAPS.publish, 'Publish');
    await people.reads('bo', /We are still working/, 'status');
    await soon(() => stage.statusPage.updates().length === 2, 'both words on the status page');
  },
  async reached(sees) {
    return (await kept(sees)) && sees.stage.statusPage.updates().length === 2;
  },
  async missed(sees) {
    const [first, second] = await sees.published();
    const until = (first ?? Number.POSITIVE_INFINITY) + PROMISED_MS;
    const late = second === undefined ? sees.stage.clock.now().getTime() > until : second > until;
    return late
      ? 'Fifteen minutes were over before customers read another word, and everybody was called.'
      : null;
  },
};
