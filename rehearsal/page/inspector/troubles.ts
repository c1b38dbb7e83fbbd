/** The troubles of the local Slack, in the order in which a window lists them. */
import { BOT } from '../../slack/cast.ts';
import type { FaultKind } from '../../slack/faults.ts';
import type { SlackWorld } from '../../slack/start.ts';
import { type Channel, channelCalled } from '../../slack/state.ts';
import type { Asked } from '../troubles/shape.ts';
import type { At, Trouble } from '../troubles/trouble.ts';

const ALL = 'All of Slack';
const CHANNEL = 'The channel';

/** By name. */
export function channelsToSpoil({ state }: SlackWorld): readonly string[] {
  return [...state.channels.values()].filter(({ kind }) => kind !== 'im').map(({ name }) => name);
}

interface Spoils {
  readonly id: string;
  readonly words: string;
  readonly asks?: Asked;
  /** Default: every method, until it is lifted. */
  readonly reach?: { readonly method: string; readonly times: number };
  fault(amount: number): FaultKind;
}

function spoils({ id, words, asks, reach, fault }: Spoils): Trouble<SlackWorld> {
  const armed = ({ faults }: SlackWorld) => faults.armed().filter((each) => each.fault.trouble === id);
  return {
    id,
    group: ALL,
    words,
    ...(asks === undefined ? {} : { asks }),
    everywhere: true,
    start({ world, amount }) {
      const { method, times } = reach ?? { method: '*', times: Number.POSITIVE_INFINITY };
      world.faults.add({ ...fault(amount), method, times, trouble: id });
    },
    ends: {
      stop({ world }) {
        for (const each of armed(world)) world.faults.lift(each.fault);
      },
      isOn: ({ world }) => armed(world).length > 0,
    },
  };
}

const channelAt = ({ world, where }: At<SlackWorld>): Channel => channelCalled(world.state, where);

export const SLACK_TROUBLES: readonly Trouble<SlackWorld>[] = [
  {
    id: 'slack-down',
    group: ALL,
    words: 'It is down: every connection is cut',
    everywhere: true,
    start: ({ world }) => world.goDown(),
    ends: { stop: ({ world }) => world.comeUp(), isOn: ({ world }) => world.isDown() },
  },
  spoils({
    id: 'rate-limited',
    words: 'Every call is answered 429',
    asks: { kind: 'number', words: 'seconds to wait, as its answer says', first: 5, least: 1, most: 600 },
    fault: (retryAfterSeconds) => ({ kind: 'rate-limited', retryAfterSeconds }),
  }),
  spoils({
    id: 'server-error',
    words: 'Every call is answered 500',
    fault: () => ({ kind: 'server-error', when: 'before' }),
  }),
  spoils({
    id: 'slow',
    words: 'Every call takes long',
    asks: { kind: 'number', words: 'seconds', first: 4, least: 1, most: 120 },
    fault: (seconds) => ({ kind: 'slow', ms: seconds * 1_000 }),
  }),
  spoils({ id: 'hang', words: 'No call is answered', fault: () => ({ kind: 'hang', when: 'before' }) }),
  spoils({
    id: 'answer-lost',
    words: 'The next message is posted, and its answer lost',
    reach: { method: 'chat.postMessage', times: 1 },
    fault: () => ({ kind: 'reset', when: 'after' }),
  }),
  {
    id: 'archived',
    group: CHANNEL,
    words: 'is archived',
    start: ({ world, where }) => world.office.archive(where),
    ends: {
      stop: ({ world, where }) => world.office.unarchive(where),
      isOn: (at) => channelAt(at).archived,
    },
  },
  {
    id: 'bot-removed',
    group: CHANNEL,
    words: 'is without the bot, which was removed',
    start: ({ world, where }) => world.office.removeBot(where),
    ends: {
      stop: ({ world, where }) => world.office.inviteBot(where),
      isOn: (at) => !channelAt(at).members.has(BOT.userId),
    },
  },
  {
    id: 'private',
    group: CHANNEL,
    words: 'is private',
    start: ({ world, where }) => world.office.makePrivate(where),
    ends: {
      stop: ({ world, where }) => world.office.makePublic(where),
      isOn: (at) => channelAt(at).kind === 'private',
    },
  },
];
