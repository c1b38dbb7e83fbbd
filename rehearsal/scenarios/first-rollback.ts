import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';
import { minutesAfter } from './times.ts';

const APP = 'raxx-api-prod';

/** The README's main job: two people, one bad release, the way back. */
export const firstRollback: Scenario = {
  name: 'first-rollback',
  story: `${APP} v85 crashes at boot; Ana asks to go back to v84, Bo approves, the bot proves recovery.`,
  goal: 'v84 is live again, proved, recorded, and the incident is closed.',
  rate: 6,
  async play(stage, tell) {
    const { slack, heroku } = stage;
    const story = storyOf(stage, tell);
    const since = minutesAfter(heroku.control.app(APP).releases, 85, 1);
    await story.asks('ana', `/rollback ${APP} v84 signup 500s since ${since}`);
    await story.approves('bo');
    const closing = await story.reads('bo', /is back on v84/);
    await story.taps('bo', closing, 'incident.close', 'Close incident');
    await story.reads('bo', /Incident closed/);
    await slack.until(
      () => slack.as('bo').find('ops', /RECOVERED/),
      20_000,
      'the card to be drawn for the last time',
    );
    const { status } = await story.becomes('recovered');
    const live = heroku.control.app(APP).releases.find((release) => release.current);
    return status === 'recovered' && live?.description === 'Rollback to v84' && story.posts().acted === 1;
  },
};
