/** Somebody else works on the app, without a word. */
import { randomBytes } from 'node:crypto';
import { BEN } from '../../heroku/seed.ts';
import type { HerokuSim } from '../../heroku/start.ts';
import { NotThere } from '../not-there.ts';
import type { Trouble } from '../troubles/trouble.ts';

const GROUP = 'A colleague, now';

function deploys(id: string, words: string, behaviour: 'healthy' | 'crashes' | 'errors'): Trouble<HerokuSim> {
  return {
    id,
    group: GROUP,
    words,
    start({ world, where }) {
      const commit = randomBytes(6).toString('hex');
      world.control.release(where, BEN, { kind: 'deploy', commit, behaviour });
    },
  };
}

export const colleagueTroubles: readonly Trouble<HerokuSim>[] = [
  deploys('colleague-deploys', 'deploys code that works', 'healthy'),
  deploys('colleague-deploys-crash', 'deploys code that crashes at boot', 'crashes'),
  deploys('colleague-deploys-errors', 'deploys code that answers 503', 'errors'),
  {
    id: 'colleague-sets-config',
    group: GROUP,
    words: 'sets a config var',
    start({ world, where }) {
      world.control.release(where, BEN, { kind: 'config', name: 'SUPPORT_BANNER' });
    },
  },
  {
    id: 'colleague-rolls-back',
    group: GROUP,
    words: 'rolls back',
    asks: { kind: 'release', words: 'to release' },
    start({ world, where, amount }) {
      const target = world.control.app(where).releases.find(({ version }) => version === amount);
      if (target === undefined) throw new NotThere(`${where} has no v${amount}.`);
      if (!target.eligibleForRollback) throw new NotThere(`Heroku does not roll back to v${amount}.`);
      world.control.release(where, BEN, { kind: 'rollback', to: amount });
    },
  },
];
