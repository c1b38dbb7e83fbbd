import { TAPS, VIEWS } from '../../src/ids.ts';
import { approving, asking, proving } from './hints.ts';
import { mustHold } from './must-hold.ts';
import type { Scenario } from './scenario.ts';
import type { Sight } from './sight.ts';

const APP = 'raxx-api-prod';

export const colleagueReleases: Scenario = {
  name: 'colleague-releases',
  title: 'A colleague releases while you approve',
  story: `While Bo approves, Ben releases ${APP}: what was approved is no longer what runs.`,
  goal: 'Nothing is sent until Bo has seen what changed; then one tap, and it is.',
  rate: 6,
  hints: [
    asking(APP, 'v84 signup 500s'),
    { ...approving, done: (sees) => sees.said('Not run: ben') > 0 },
    {
      text: 'Nothing was sent. Bo taps the button under that message, sees what changed, and approves anew.',
      as: 'bo',
      done: async (sees) => sees.posts().sent > 0 && benReleased(sees),
    },
    proving,
  ],
  async happens({ stage, sees, once, tell }) {
    await once(() => sees.hasOpen(VIEWS.review));
    tell('Meanwhile Ben sets a config var.');
    const { version } = stage.heroku.control.release(APP, 'ben@raxx.app', {
      kind: 'config',
      name: 'GUNICORN_TIMEOUT',
    });
    stage.heroku.control.endCommand(APP, version, 'succeeds');
  },
  async play({ people, sees, soon }) {
    await people.asks('ana', `/rollback ${APP} v84 signup 500s`);
    const review = await people.reviews('bo');
    await soon(() => benReleased(sees), 'Ben to release');
    await review.submit();
    const stale = await people.reads('bo', /^Not run: ben/);
    mustHold(sees.posts().sent === 0, 'nothing is sent before Bo has seen what changed');
    await people.taps('bo', stale, TAPS.renew, 'Review v86 → v84');
    const renewal = await people.modal('bo', /CLEAR|NEEDS|BLOCKED/);
    await people.acknowledges(renewal);
    await renewal.submit();
    await people.reads('bo', /is back on v84/);
  },
  async reached(sees) {
    return benReleased(sees) && sees.posts().acted === 1 && (await sees.is('recovered'));
  },
};

function benReleased({ stage }: Sight): boolean {
  return stage.heroku.control.app(APP).releases.some(({ user }) => user === 'ben@raxx.app');
}
