import { TAPS } from '../../src/ids.ts';
import { approving, asking, proving } from './hints.ts';
import { mustHold } from './must-hold.ts';
import type { Scenario } from './scenario.ts';

const APP = 'raxx-api-prod';
const NOT_HER_ROLE = /needs the operator/;
const HER_OWN = /You asked for this rollback, so a second person must approve it/;

export const wrongApprover: Scenario = {
  name: 'wrong-approver',
  title: 'Approval by the wrong person',
  story: 'Somebody from support, then the requester herself, try to approve.',
  goal: 'Each hears why not and who could; only Bo, an operator, sends it.',
  rate: 6,
  hints: [
    asking(APP, 'v84 signup 500s'),
    {
      text: 'Sue from support taps [Review], and reads why she may not.',
      as: 'sue',
      done: (sees) => sees.reads('sue', NOT_HER_ROLE),
    },
    {
      text: 'Ana taps [Review] on her own request, and reads why she may not.',
      as: 'ana',
      done: (sees) => sees.reads('ana', HER_OWN),
    },
    approving,
    proving,
  ],
  async play({ stage, people, sees }) {
    await people.asks('ana', `/rollback ${APP} v84 signup 500s`);
    const request = await people.reads('sue', /\[Review\]/);
    await people.taps('sue', request, TAPS.review, 'Review');
    await people.reads('sue', NOT_HER_ROLE);
    await people.taps('ana', request, TAPS.review, 'Review');
    await people.reads('ana', HER_OWN);
    mustHold(stage.slack.as('sue').modal() === null && sees.posts().sent === 0, 'neither gets any further');
    await people.approves('bo');
    await people.reads('bo', /is back on v84/);
  },
  async reached(sees) {
    const bothHeard = sees.reads('sue', NOT_HER_ROLE) && sees.reads('ana', HER_OWN);
    return bothHeard && sees.posts().acted === 1 && (await sees.is('recovered'));
  },
};
