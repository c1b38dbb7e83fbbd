import { newFile } from '../github/repository.ts';
import type { Scenario } from './scenario.ts';
import { storyOf } from './story.ts';

const APP = 'raxx-api-prod';
const DROPS = `def upgrade():
    op.drop_column('orders', 'legacy_total')


def downgrade():
    op.add_column('orders', sa.Column('legacy_total', sa.Integer()))
`;

export const badMigration: Scenario = {
  name: 'bad-migration',
  story: `${APP} v85 dropped a column. Going back would run code against a database that it does not know.`,
  goal: 'BLOCKED, with the reason and the way forward; nothing is sent.',
  rate: 6,
  async play(stage, tell) {
    const story = storyOf(stage, tell);
    stage.github.plant({
      from: '69eec51805af',
      to: 'e07f41b2d9c8',
      files: [newFile('backend_v2/migrations/versions/b2_drop_legacy_total.py', DROPS)],
    });
    await story.asks('ana', `/rollback ${APP} v84 signup 500s`);
    const request = await story.reads('bo', /BLOCKED[\s\S]*b2_drop_legacy_total/);
    tell('Bo sees why, and takes it out of the way: the fix has to go forward.');
    await story.taps('bo', request, 'rollback.reject', 'Reject');
    const reject = await story.modal('bo', /Why/);
    await reject.fill('reason', 'reason', 'roll forward: v85 dropped a column');
    await reject.submit();
    await story.reads('ana', /^Rejected by Bo/);
    return story.posts().sent === 0;
  },
};
