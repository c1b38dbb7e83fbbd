/** Heroku does not answer, or not as it should. */
import { type Fault, REQUEST_NAMES, type RequestName } from '../../heroku/faults.ts';
import { BOT } from '../../heroku/seed.ts';
import type { HerokuSim } from '../../heroku/start.ts';
import type { Trouble } from '../troubles/trouble.ts';
import { spoils } from './spoils.ts';

const GROUP = 'How Heroku answers';
/** The app's own page is no part of Heroku's API. */
const API: readonly RequestName[] = REQUEST_NAMES.filter((name) => name !== 'smoke');
const ROLLBACKS: Fault['on'] = ['rollback-post', 'release-create'];

function toAll(fate: Fault['fate']): Omit<Fault, 'app' | 'trouble'> {
  return { on: [...API], times: 'always', ...(fate === undefined ? {} : { fate }) };
}

export const answerTroubles: readonly Trouble<HerokuSim>[] = [
  spoils({
    id: 'silent-after-acting',
    group: GROUP,
    words: 'The next rollback is done, and not answered',
    fault: () => ({ on: ROLLBACKS, fate: { kind: 'lost-after-acting' } }),
  }),
  spoils({
    id: 'lost-before-acting',
    group: GROUP,
    words: 'The next rollback is neither done nor answered',
    fault: () => ({ on: ROLLBACKS, fate: { kind: 'reset-before-acting' } }),
  }),
  spoils({
    id: 'lands-late',
    group: GROUP,
    words: 'The next rollback is not answered, and done later',
    asks: { kind: 'number', words: 'seconds later', first: 20, least: 1, most: 900 },
    fault: (seconds) => ({ on: ROLLBACKS, fate: { kind: 'late-landing', ms: seconds * 1_000 } }),
  }),
  {
    id: 'refuses-connections',
    group: GROUP,
    words: 'Nobody can connect, not even to the app',
    asks: { kind: 'number', words: 'seconds', first: 30, least: 1, most: 3_600 },
    everywhere: true,
    start: ({ world, amount }) => world.control.refuseConnections(amount * 1_000),
    ends: {
      stop: ({ world }) => world.control.acceptConnections(),
      isOn: ({ world }) => world.control.refusesConnections(),
    },
  },
  spoils({
    id: 'hangs',
    group: GROUP,
    words: 'Nothing is answered, and no connection closed',
    everywhere: true,
    fault: () => toAll({ kind: 'hang-before-acting' }),
  }),
  spoils({
    id: 'all-503',
    group: GROUP,
    words: 'Everything is answered 503',
    everywhere: true,
    fault: () => toAll({ kind: 'error-before-acting', status: 503 }),
  }),
  spoils({
    id: 'slow',
    group: GROUP,
    words: 'Every answer is late',
    asks: { kind: 'number', words: 'seconds late', first: 3, least: 1, most: 120 },
    everywhere: true,
    fault: (seconds) => ({ ...toAll(undefined), modifiers: [{ kind: 'slow', ms: seconds * 1_000 }] }),
  }),
  spoils({
    id: 'rate-limited',
    group: GROUP,
    words: 'Everything is answered 429',
    asks: { kind: 'number', words: 'seconds to wait, as its answer says', first: 30, least: 1, most: 600 },
    everywhere: true,
    fault: (retryAfterSeconds) => toAll({ kind: 'rate-limited', retryAfterSeconds }),
  }),
  {
    id: 'budget-spent',
    group: GROUP,
    words: "The bot's 4,500 requests are used up",
    everywhere: true,
    start: ({ world }) => world.control.setBudget(BOT, 0),
  },
  spoils({
    id: 'token-refused',
    group: GROUP,
    words: "The bot's token is refused",
    everywhere: true,
    fault: () => toAll({ kind: 'unauthorized' }),
  }),
];
