import { TAPS } from '../../src/ids.ts';
import { newFile } from '../github/repository.ts';
import { asking } from './hints.ts';
import type { Scenario } from './scenario.ts';

const APP = 'raxx-api-prod';
const DROPS = `def upgrade():
    op.drop_column('orders', 'legacy_total')


def downgrade():
    op.add_column('orders', sa.Column('legacy_total', sa.Integer()))
`;
const ENDED_UNSENT = ['rejected', 'cancelled', 'expired'] as const;

export const badMigration: Scenario = {
  name: 'bad-migration',
  title: 'Bad release with a migration',
  story: `${APP} v85 dropped a column. Going back would run code against a database that it does not know.`,
  goal: 'BLOCKED, with the reason and the way forward; nothing is sent.',
  rate: 6,
  hints: [
    asking(APP, 'v84 signup 500s'),
    {
      text: 'Bo reads why it is blocked and taps [Reject]: the fix has to go forward.',
      as: 'bo',
      done: (sees) => sees.is(...ENDED_UNSENT),
    },
  ],
  async happens({ stage }) {
    stage.github.plant({
      from: '69eec51805af',
      to: 'e07f41b2d9c8',
      files: [newFile('backend_v2/migrations/versions/b2_drop_legacy_total.py', DROPS)],
    });
  },
  async play({ people, tell }) {
    await people.asks('ana', `/rollback ${APP} v84 signup 500s`);
    const request = await people.reads('bo', /BLOCKED[\s\S]*b2_drop_legacy_total/);
    tell('Bo sees why, and takes it out of the way: the fix has to go forward.');
    await people.taps('bo', request, TAPS.reject, 'Reject');
    const reject = await people.modal('bo', /Why/);
    await reject.fill('reason', 'reason', 'roll forward: v85 dropped a column');
    await reject.submit();
    await people.reads('ana', /^Rejected by Bo/);
  },
  async reached(sees) {
    return sees.posts().sent === 0 && (await sees.is(...ENDED_UNSENT));
  },
  missed: (sees) =>
    sees.posts().sent > 0 ? 'The rollback was sent, to code that does not know this database.' : null,
};
