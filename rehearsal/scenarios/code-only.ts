import { TAPS } from '../../src/ids.ts';
import { approving } from './hints.ts';
import type { Scenario } from './scenario.ts';
import type { Sight } from './sight.ts';

const APP = 'raxx-api-prod';

export const codeOnly: Scenario = {
  name: 'code-only',
  title: 'Only the code goes back',
  story: `Going back to ${APP}'s v80 would take back STRIPE_API_KEY, a guarded config var: BLOCKED.`,
  goal: 'The code of v80 comes back by itself; the config that runs stays as it is.',
  rate: 6,
  hints: [
    {
      text: 'Ana asks for v80 and sends the form, although it is BLOCKED.',
      as: 'ana',
      types: `/rollback ${APP} v80 signup 500s`,
      done: async (sees) => (await sees.newest()) !== null,
    },
    {
      text: 'She reads in #ops which config var is guarded, taps [Code only instead], and sends that.',
      as: 'ana',
      done: (sees) => sees.reads('bo', /code only[\s\S]*(CLEAR|NEEDS)/),
    },
    approving,
    {
      text: 'The code of v80 is proved; the config vars are those of v85.',
      done: (sees) => sees.said('Code-only rollback confirmed') > 0,
    },
  ],
  async play({ people }) {
    await people.asks('ana', `/rollback ${APP} v80 signup 500s`);
    const blocked = await people.reads('ana', /BLOCKED[\s\S]*\[Code only instead\]/);
    await people.taps('ana', blocked, TAPS.codeOnlyInstead, 'Code only instead');
    const modal = await people.modal('ana', /\*(CLEAR|NEEDS)/);
    await modal.submit();
    await people.reads('bo', /code only[\s\S]*(CLEAR|NEEDS)[\s\S]*\[Review\]/);
    await people.approves('bo');
    await people.reads('bo', /^Code-only rollback confirmed/);
  },
  reached: (sees) => sees.said('Code-only rollback confirmed') > 0 && keptItsConfig(sees),
  missed: (sees) => (keptItsConfig(sees) ? null : 'The config vars went back with the code.'),
};

function keptItsConfig(sees: Sight): boolean {
  const { configNames, releases } = sees.stage.heroku.control.app(APP);
  const before = releases.find(({ version }) => version === 85)?.configNames;
  return JSON.stringify(configNames) === JSON.stringify(before);
}
