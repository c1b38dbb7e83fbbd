/** What goes wrong with an app as it is. */
import type { HerokuSim } from '../../heroku/start.ts';
import { appNamed } from '../../heroku/world.ts';
import { NotThere } from '../not-there.ts';
import type { At, Trouble } from '../troubles/trouble.ts';

const GROUP = 'The app now';

const front = ({ world, where }: At<HerokuSim>) => appNamed(world.world, where).front;

export const appTroubles: readonly Trouble<HerokuSim>[] = [
  {
    id: 'dynos-crash-now',
    group: GROUP,
    words: 'Its web dynos crash',
    start({ world, where }) {
      if (!world.control.app(where).dynos.some(({ name }) => name.startsWith('web.')))
        throw new NotThere(`${where} has no web dyno that could crash.`);
      world.control.crash(where, 'web');
    },
  },
  {
    id: 'origin-guard',
    group: GROUP,
    words: 'Its front answers 403 to the smoke check',
    start: ({ world, where }) => world.control.blockFront(where, true),
    ends: {
      stop: ({ world, where }) => world.control.blockFront(where, false),
      isOn: (at) => front(at).blocked,
    },
  },
  {
    id: 'cached-200',
    group: GROUP,
    words: 'Its front answers 200 out of a cache',
    asks: { kind: 'number', words: 'seconds old', first: 300, least: 0, most: 86_400 },
    start: ({ world, where, amount }) => world.control.cache(where, amount),
    ends: {
      stop: ({ world, where }) => world.control.cache(where, null),
      isOn: (at) => front(at).cachedAge !== null,
    },
  },
  {
    id: 'target-expired',
    group: GROUP,
    words: 'The code of a release is destroyed: it has expired',
    asks: { kind: 'release', words: 'release' },
    start({ world, where, amount }) {
      past(world, where, amount);
      world.control.expire(where, amount);
    },
  },
  {
    id: 'image-gone',
    group: GROUP,
    words: 'A rollback to a release is refused: its image is gone',
    asks: { kind: 'release', words: 'release' },
    start({ world, where, amount }) {
      past(world, where, amount);
      world.control.imageGone(where, amount);
    },
  },
];

/** Throws unless the app has this release, with code, and another is live. */
function past({ control }: HerokuSim, app: string, version: number): void {
  const release = control.app(app).releases.find((each) => each.version === version);
  if (release === undefined) throw new NotThere(`${app} has no v${version}.`);
  if (release.current) throw new NotThere(`v${version} is live: Heroku keeps its code.`);
  if (release.commit === null) throw new NotThere(`v${version} has no code.`);
}
