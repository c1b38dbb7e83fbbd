import { TAPS } from '../../src/ids.ts';
import { codeShown } from '../slack/people/authenticator.ts';
import { asking } from './hints.ts';
import type { Scenario } from './scenario.ts';

const APP = 'raxx-api-prod';
const KEY = /(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/;
const LOOKED_AT = /^Bo looked at/;

export const aloneAtNight: Scenario = {
  name: 'alone-at-night',
  title: 'Alone at night',
  story: `Nobody answers Ana at 03:00. After two minutes she may roll ${APP} back alone, with a code.`,
  goal: 'It is sent, everybody on call hears that she was alone, and Bo looks at it afterwards.',
  rate: 10,
  byHand: 2,
  hints: [
    {
      text: 'Before she needs it, Ana sets up her authenticator app.',
      as: 'ana',
      types: '/ops totp',
      async done({ stage }) {
        const { rowCount } = await stage.database.query(
          'select from second_factor where confirmed_at is not null',
        );
        return rowCount !== 0;
      },
    },
    asking(APP, 'v84 signup 500s'),
    {
      text: 'Nobody answers. After two minutes she taps [Approve alone] and types the code.',
      as: 'ana',
      done: async (sees) => (await sees.newest())?.approved ?? false,
    },
    {
      text: 'Later Bo looks at what she did, and taps [Looks right].',
      as: 'bo',
      done: (sees) => sees.reads('ana', LOOKED_AT),
    },
  ],
  async play({ stage, people, tell }) {
    const { slack, clock } = stage;
    await people.types('ana', '/ops totp');
    const enrol = await people.modal('ana', KEY);
    const key = KEY.exec(enrol.text())?.[0] ?? '';
    await enrol.fill('code', 'code', codeShown(key, clock.now()));
    await enrol.submit();
    await slack.as('ana').closeModal();
    tell('Ana has set up her authenticator app, before she needs it.');
    await people.asks('ana', `/rollback ${APP} v84 signup 500s`);
    const offer = await people.reads('ana', /^Nobody has answered/);
    await people.taps('ana', offer, TAPS.approveAlone, 'Approve alone');
    const review = await people.modal('ana', /CLEAR|NEEDS|BLOCKED/);
    await people.acknowledges(review);
    await review.fill('code', 'code', codeShown(key, clock.now()));
    await review.submit();
    await people.reads('bo', /approved alone, with a code/);
    await people.reads('bo', /is back on v84/);
    const look = await people.reads('bo', /\[Looks right\]/);
    await people.taps('bo', look, TAPS.looksRight, 'Looks right');
    await people.reads('ana', LOOKED_AT);
  },
  reached: (sees) => sees.posts().acted === 1 && sees.reads('ana', LOOKED_AT),
};
