import { opening } from './hints.ts';
import type { Scenario } from './scenario.ts';
import type { Sight } from './sight.ts';

const APP = 'raxx-api-prod';
const OPENS = 'signup 500s';
const REPORTS = 'customers get no confirmation mail';
const QUESTION = /Is it the same\?/;

const joined = (sees: Sight) => sees.reads('ana', /Sue reports the same/);

export const twoThatAreOne: Scenario = {
  name: 'two-that-are-one',
  title: 'Two incidents that are one',
  story: `Ana has opened an incident at ${APP}; support hears of it from customers and opens one, too.`,
  goal: 'One incident with both reports in its timeline: nobody works on it twice.',
  rate: 6,
  hints: [
    opening('ana', APP, OPENS),
    {
      text: 'Sue from support opens one for what customers wrote; the form asks whether it is the same: it is.',
      as: 'sue',
      types: `/incident open ${APP} ${REPORTS}`,
      done: joined,
    },
    {
      text: 'Ana reads in the thread what Sue reported, and looks at the timeline: both are in it.',
      as: 'ana',
      types: '/incident timeline',
      done: async (sees) => joined(sees) && (await open(sees)) === 1,
    },
  ],
  async play({ people, sees, soon }) {
    await people.opens('ana', `/incident open ${APP} ${OPENS}`);
    await soon(async () => (await sees.incidents())[0], 'the incident');
    await people.types('sue', `/incident open ${APP} ${REPORTS}`);
    const form = await people.modal('sue', QUESTION);
    await form.fill('impact', 'impact', 'no confirmation mail');
    const [first] = await sees.incidents();
    await form.choose('same', 'same', first?.id ?? '');
    await people.sends('sue', QUESTION);
    await people.reads('ana', /Sue reports the same/);
    await people.types('ana', '/incident timeline');
  },
  // Whoever opened a second one all the same may close it as the same as the first.
  async reached(sees) {
    const all = await sees.incidents();
    const closedAsSame = all.some(({ sameAs }) => sameAs !== null);
    return (await open(sees)) === 1 && (joined(sees) || closedAsSame);
  },
};

async function open(sees: Sight): Promise<number> {
  const all = await sees.incidents();
  return all.filter(({ closed }) => !closed).length;
}
