import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';

const APP = 'raxx-console-prod';

export const stillBroken: Scenario = {
  name: 'still-broken',
  story: `${APP} answered 200 all along, so a smoke check cannot tell whether the rollback helped.`,
  goal: 'People are asked; that it is still broken is said loudly and corrects the record.',
  rate: 10,
  async play(stage, tell) {
    const story = storyOf(stage, tell);
    await story.asks('ana', `/rollback ${APP} the flags page is empty`);
    await story.approves('bo');
    const question = await story.reads('bo', /Is the symptom gone\?/);
    await story.taps('ana', question, 'rollback.still-broken', 'Still broken');
    await story.reads('bo', /is still broken, says Ana/);
    const { rows } = await stage.database.query('select from drill_record where corrects is not null');
    return rows.length === 1 && story.posts().acted === 1;
  },
};
