import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';

const APP = 'raxx-api-prod';

export const colleagueReleases: Scenario = {
  name: 'colleague-releases',
  story: `While Bo approves, Ben releases ${APP}: what was approved is no longer what runs.`,
  goal: 'Nothing is sent until Bo has seen what changed; then one tap, and it is.',
  rate: 6,
  async play(stage, tell) {
    const story = storyOf(stage, tell);
    await story.asks('ana', `/rollback ${APP} v84 signup 500s`);
    const review = await story.reviews('bo');
    tell('Meanwhile Ben sets a config var.');
    const { version } = stage.heroku.control.release(APP, 'ben@raxx.app', {
      kind: 'config',
      name: 'GUNICORN_TIMEOUT',
    });
    stage.heroku.control.endCommand(APP, version, 'succeeds');
    await review.submit();
    const stale = await story.reads('bo', /^Not run: ben/);
    if (story.posts().sent > 0) return false;
    await story.taps('bo', stale, 'rollback.renew', 'Review v86 → v84');
    const renewal = await story.modal('bo', /CLEAR|NEEDS|BLOCKED/);
    if (/I know that/.test(renewal.text())) await renewal.tick('ticks', 'ticks');
    await renewal.submit();
    await story.reads('bo', /is back on v84/);
    return story.posts().acted === 1;
  },
};
