/** What can go wrong with whoever takes webhooks, in the order in which a window lists it. */
import type { Fate } from '../../receivers/faults.ts';
import type { Receiver } from '../../receivers/receiver.ts';
import type { Asked } from '../troubles/shape.ts';
import type { Trouble } from '../troubles/trouble.ts';

const GROUP = 'What it answers';
/** There is one place only, and it is everywhere. */
export const EVERYWHERE = ['everywhere'];

interface Spoils {
  readonly id: string;
  readonly words: string;
  readonly asks?: Asked;
  /** Default: until it is lifted. */
  readonly times?: number;
  fate(amount: number): Fate;
}

function spoils({ id, words, asks, times = Number.POSITIVE_INFINITY, fate }: Spoils): Trouble<Receiver> {
  return {
    id,
    group: GROUP,
    words,
    ...(asks === undefined ? {} : { asks }),
    everywhere: true,
    start({ world, amount }) {
      world.faults.add(fate(amount), times, id);
    },
    ends: {
      stop: ({ world }) => world.faults.lift(id),
      isOn: ({ world }) => world.faults.armed().some((each) => each.trouble === id),
    },
  };
}

export const RECEIVER_TROUBLES: readonly Trouble<Receiver>[] = [
  {
    id: 'receiver-down',
    group: GROUP,
    words: 'Nothing: it is down, and connections are refused',
    everywhere: true,
    start: ({ world }) => world.goDown(),
    ends: { stop: ({ world }) => world.comeUp(), isOn: ({ world }) => world.isDown() },
  },
  spoils({
    id: 'receiver-error',
    words: '503 to every request',
    fate: () => ({ kind: 'answers', status: 503 }),
  }),
  spoils({
    id: 'receiver-limit',
    words: '429 to every request',
    asks: { kind: 'number', words: 'seconds to wait, as its answer says', first: 30, least: 1, most: 3600 },
    fate: (retryAfterSeconds) => ({ kind: 'answers', status: 429, retryAfterSeconds }),
  }),
  spoils({
    id: 'receiver-slow',
    words: 'Late, to every request',
    asks: { kind: 'number', words: 'seconds', first: 5, least: 1, most: 60 },
    fate: (seconds) => ({ kind: 'slow', ms: seconds * 1_000 }),
  }),
  spoils({
    id: 'receiver-lost',
    words: 'The next is taken, and its answer lost',
    times: 1,
    fate: () => ({ kind: 'answer-lost' }),
  }),
  spoils({
    id: 'receiver-no',
    words: 'The next is refused for good (400)',
    times: 1,
    fate: () => ({ kind: 'answers', status: 400 }),
  }),
];
