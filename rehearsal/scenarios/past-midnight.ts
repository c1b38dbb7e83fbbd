import { opening } from './hints.ts';
import { mustHold } from './must-hold.ts';
import type { Scenario } from './scenario.ts';
import type { Sight } from './sight.ts';
import { msUntil } from './times.ts';

const APP = 'raxx-api-prod';
const SYMPTOM = 'exports hang since this evening';
const OPERATORS = ['ana', 'bo', 'kim', 'kristerpher'];
const TOLD_WHY = /it runs into the next UTC day/;

const told = (sees: Sight) => OPERATORS.filter((who) => sees.reads(who, TOLD_WHY, 'dm')).length;

export const pastMidnight: Scenario = {
  name: 'past-midnight',
  title: 'An incident crosses midnight UTC',
  story: `Before launch, incidents wait for the daily digest. This one begins at ${APP} two minutes to midnight.`,
  goal: 'At midnight every operator is told directly, once, and reads why it did not wait for the digest.',
  rate: 12,
  byHand: 2,
  hints: [
    opening('ana', APP, SYMPTOM),
    {
      text: 'Nobody is messaged about it: look into the direct messages, and write down what you find meanwhile.',
      as: 'kim',
      types: '/incident note exports hang, nothing else; looked at the queue',
      done: (sees) => sees.reads('kim', /looked at the queue/),
    },
    {
      text: 'Wait for midnight, or jump ahead a minute; then read the direct message from Switchback.',
      done: (sees) => told(sees) === OPERATORS.length,
    },
  ],
  async happens({ stage, tell }) {
    await stage.clock.leap(msUntil('23:58', stage.clock.now()));
    tell('It is two minutes to midnight, UTC.');
  },
  async play({ stage, people, sees, soon }) {
    await soon(() => msUntil('00:00', stage.clock.now()) <= 120_000, 'two minutes to midnight');
    await people.opens('ana', `/incident open ${APP} ${SYMPTOM}`);
    await people.reads('kim', /^Incident open/);
    await people.types('kim', '/incident note exports hang, nothing else; looked at the queue');
    mustHold(told(sees) === 0, 'before midnight it waits for the digest');
    for (const who of OPERATORS) await people.reads(who, TOLD_WHY, 'dm');
  },
  reached: (sees) => told(sees) === OPERATORS.length,
  async missed(sees) {
    const all = await sees.incidents();
    const over = all.length > 0 && all.every(({ closed }) => closed);
    return over && told(sees) === 0 ? 'It was closed before midnight, so it ran into no other day.' : null;
  },
};
