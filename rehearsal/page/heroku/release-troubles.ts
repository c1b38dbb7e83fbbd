/** What becomes of the next release that is asked for by the API. */
import type { Fault, Modifier } from '../../heroku/faults.ts';
import type { HerokuSim } from '../../heroku/start.ts';
import { NotThere } from '../not-there.ts';
import type { Trouble } from '../troubles/trouble.ts';
import { MAKE_RELEASES } from './read-fault.ts';
import { spoils } from './spoils.ts';

const GROUP = 'The next release';

function next(modifier: Modifier): Omit<Fault, 'app' | 'trouble'> {
  return { on: [...MAKE_RELEASES], modifiers: [modifier] };
}

export const releaseTroubles: readonly Trouble<HerokuSim>[] = [
  spoils({
    id: 'command-will-fail',
    group: GROUP,
    words: 'Its release command fails',
    fault: () => next({ kind: 'release-command', outcome: 'fails' }),
  }),
  spoils({
    id: 'command-will-hang',
    group: GROUP,
    words: 'Its release command hangs',
    fault: () => next({ kind: 'release-command', outcome: 'hangs' }),
  }),
  {
    id: 'failed-runs-anyway',
    group: GROUP,
    words: 'A release whose command failed runs all the same',
    everywhere: true,
    start: ({ world }) => world.control.rules({ failedReleases: 'deployed-anyway' }),
    ends: {
      stop: ({ world }) => world.control.rules({ failedReleases: 'not-deployed' }),
      isOn: ({ world }) => world.world.rules.failedReleases === 'deployed-anyway',
    },
  },
  spoils({
    id: 'dynos-will-crash',
    group: GROUP,
    words: 'Its dynos crash at boot',
    fault: () => next({ kind: 'dynos-crash', afterMs: 0 }),
  }),
  spoils({
    id: 'dynos-will-crash-later',
    group: GROUP,
    words: 'Its dynos crash a while after they are up',
    asks: { kind: 'number', words: 'seconds of the story', first: 20, least: 1, most: 3_600 },
    fault: (seconds) => next({ kind: 'dynos-crash', afterMs: seconds * 1_000 }),
  }),
  spoils({
    id: 'will-serve-errors',
    group: GROUP,
    words: 'Its dynos stay up, and the app answers 503',
    fault: () => next({ kind: 'serves-errors' }),
  }),
  {
    id: 'command-succeeds',
    group: GROUP,
    words: 'The release command that runs now succeeds',
    start: ({ world, where }) => world.control.endCommand(where, pending(world, where), 'succeeds'),
  },
  {
    id: 'command-fails',
    group: GROUP,
    words: 'The release command that runs now fails',
    start: ({ world, where }) => world.control.endCommand(where, pending(world, where), 'fails'),
  },
];

function pending({ control }: HerokuSim, app: string): number {
  const release = control.app(app).releases.find(({ status }) => status === 'pending');
  if (release === undefined) throw new NotThere(`No release command runs on ${app} now.`);
  return release.version;
}
