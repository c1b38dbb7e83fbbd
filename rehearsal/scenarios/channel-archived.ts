import { approving, asking } from './hints.ts';
import type { Scenario } from './scenario.ts';
import type { Sight } from './sight.ts';

const APP = 'raxx-api-prod';
const MEANT_FOR_OPS = /Meant for #ops[\s\S]*Rollback confirmed/;

export const channelArchived: Scenario = {
  name: 'channel-archived',
  title: 'Somebody archives the channel',
  story: `Somebody archives #ops while ${APP} is being rolled back.`,
  goal: 'The rollback goes on; the fallback channel and both people hear the rest directly.',
  rate: 8,
  hints: [
    asking(APP, 'v84 signup 500s'),
    approving,
    {
      text: '#ops is gone. Look into your direct messages from Switchback, and into #record.',
      as: 'ana',
      done: heardElsewhere,
    },
  ],
  async happens({ stage, sees, once, tell }) {
    await once(() => sees.reads('bo', /^Rolling back/));
    tell('#ops is archived.');
    stage.slack.office.archive('ops');
  },
  async play({ people, sees, soon }) {
    await people.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await people.approves('bo');
    await people.reads('bo', /^Rolling back/);
    await people.reads('ana', MEANT_FOR_OPS, 'dm');
    await people.reads('bo', MEANT_FOR_OPS, 'record');
    await soon(() => sees.is('recovered'), 'the rollback to be recorded');
  },
  async reached(sees) {
    return heardElsewhere(sees) && sees.posts().acted === 1 && (await sees.is('recovered'));
  },
};

function heardElsewhere(sees: Sight): boolean {
  return sees.reads('ana', MEANT_FOR_OPS, 'dm') && sees.reads('bo', MEANT_FOR_OPS, 'record');
}
