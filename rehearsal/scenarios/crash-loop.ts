import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';

const APP = 'raxx-api-prod';

export const crashLoop: Scenario = {
  name: 'crash-loop',
  story: `The rollback holds for four minutes; then ${APP}'s dynos crash again.`,
  goal: 'The crash is said loudly, the record is corrected, and an older release is one tap away.',
  rate: 20,
  async play(stage, tell) {
    const { heroku, slack } = stage;
    const story = storyOf(stage, tell);
    await story.asks('ana', `/rollback ${APP} v84 signup 500s`);
    await story.approves('bo');
    await story.reads('bo', /is back on v84/);
    heroku.control.crash(APP, 'web');
    const down = await story.reads('bo', /is down again/);
    await story.taps('bo', down, 'rollback.older-release', 'Older release');
    const ask = await story.modal('bo', /→ v8[0-3]|v8[0-3] ▾/);
    tell(`What Bo sees:\n${ask.text()}`);
    await slack.as('bo').closeModal();
    const { rows } = await stage.database.query('select from drill_record where corrects is not null');
    return rows.length === 1;
  },
};
