/** How soon Slack has its answer: the bot, and in the same run the least that could answer at all. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { CAST, CHANNELS, OPERATORS } from '../../rehearsal/slack/cast.ts';
import { slashPayload } from '../../rehearsal/slack/deliver/payloads.ts';
import type { SlackWorld } from '../../rehearsal/slack/start.ts';
import { atMost, duration, type Figure, spread } from '../figure.ts';
import { type Result, type Target, volley } from '../load/volley.ts';
import { type Bot, freePort } from '../stage/bot.ts';
import type { BenchServer } from '../stage/server.ts';
import { onStage, type Stage } from '../stage/stage.ts';

const SLACK_WAITS_MS = 3_000;
const CROWD = 60;
const HEADLINE = { perSecond: 50, seconds: 30 } as const;
const RATES = [HEADLINE, { perSecond: 100, seconds: 15 }, { perSecond: 200, seconds: 15 }] as const;

export async function acknowledge(server: BenchServer): Promise<readonly Figure[]> {
  return onStage(server, { prepare: gatherCrowd }, async (stage) => {
    const [bot, peer] = await Promise.all([stage.startBot(), startPeer(stage.slack.signingSecret)]);
    try {
      return [...(await sideBySide(stage, bot, peer)), await oneInsert(stage)];
    } finally {
      peer.stop();
    }
  });
}

async function sideBySide(stage: Stage, bot: Bot, peer: Peer): Promise<readonly Figure[]> {
  const secret = stage.slack.signingSecret;
  const ours = { url: `${bot.url}/slack/events`, secret };
  const theirs = { url: `${peer.url}/slack/events`, secret };
  const targets: readonly (readonly [string, Target])[] = [
    ['peer: bare Bolt 5, one listener', { ...theirs, body: typing(stage.slack, 'help') }],
    ['bot: /rollback help', { ...ours, body: typing(stage.slack, 'help') }],
    ['bot: /rollback APP vN, modal', { ...ours, body: typing(stage.slack, 'raxx-api-prod v84 bench') }],
  ];
  for (const [, target] of targets) await volley(target, 20, 2);
  const figures: Figure[] = [];
  const counting = countConnections(stage);
  for (const { perSecond, seconds } of RATES) {
    for (const [name, target] of targets) {
      const results = await volley(target, perSecond, seconds);
      figures.push(figureOf(`${name}, ${perSecond}/s for ${seconds} s`, results, name.startsWith('bot')));
    }
  }
  const most = await counting.stop();
  const name = 'bot: database connections, most under this load';
  return [...figures, { name, measured: String(most), bar: atMost(8, most), numbers: { most } }];
}

function figureOf(name: string, results: readonly Result[], ours: boolean): Figure {
  const ms = spread(results.map((result) => result.ms));
  const lag = spread(results.map((result) => result.lagMs));
  const late = results.filter((result) => result.ms > SLACK_WAITS_MS).length;
  const refused = results.filter((result) => result.status !== 200).length;
  // Answered in time, but with the words for "too busy": honest, and not what was asked for.
  const turnedAway = results.filter((result) => /could not reach|taking longer/.test(result.text)).length;
  return {
    name,
    measured:
      `p50 ${duration(ms.p50)}, p99 ${duration(ms.p99)}, max ${duration(ms.max)}; ` +
      `${late} over 3 s, ${refused} not 200, ${turnedAway} told to try again, of ${ms.n} (generator late p99 ${duration(lag.p99)})`,
    bar: ours ? { text: '0 over 3 s, 0 refused', met: late + refused + turnedAway === 0 } : null,
    numbers: { ...ms, lagP99: lag.p99, late, refused, turnedAway },
  };
}

/** The part of an acknowledgement that is Postgres making one row durable, with nothing around it. */
async function oneInsert({ database }: Stage): Promise<Figure> {
  const client = new pg.Client({ connectionString: database.appUrl, application_name: 'bench insert' });
  await client.connect();
  const took: number[] = [];
  for (let n = 0; n < 500; n += 1) {
    const began = performance.now();
    await client.query('insert into seen_request (key) values ($1)', [`bench ${n}`]);
    took.push(performance.now() - began);
  }
  await client.end();
  const ms = spread(took);
  return {
    name: 'floor: one durable row, Postgres alone',
    measured: `p50 ${duration(ms.p50)}, p99 ${duration(ms.p99)}, max ${duration(ms.max)}`,
    bar: null,
    numbers: { ...ms },
  };
}

/** More people than a few, all allowed to ask: each has a screen of his own for the modal. */
function gatherCrowd({ state }: SlackWorld): void {
  const ids = Array.from({ length: CROWD }, (_, n) => `U0BENCH${String(n).padStart(4, '0')}`);
  for (const id of ids) state.users.set(id, { ...CAST.ana, id, handle: id.toLowerCase(), name: id });
  const operators = state.groups.get(OPERATORS.id);
  if (operators === undefined) throw new Error('the local Slack has no operators');
  state.groups.set(OPERATORS.id, { ...operators, members: [...operators.members, ...ids] });
  const ops = state.channels.get(CHANNELS.ops);
  if (ops === undefined) throw new Error('the local Slack has no #ops');
  state.channels.set(CHANNELS.ops, { ...ops, members: new Set([...ops.members, ...ids]) });
}

function typing({ state }: SlackWorld, text: string): () => string {
  const users = [...state.users.values()].filter((user) => user.id.startsWith('U0BENCH'));
  const channel = state.channels.get(CHANNELS.ops);
  let n = 0;
  return () => {
    n += 1;
    const user = users[n % users.length];
    if (user === undefined || channel === undefined) throw new Error('nobody to type');
    const payload = slashPayload(state, user, channel, '/rollback', text);
    return new URLSearchParams(
      Object.entries(payload).map(([field, value]): [string, string] => [field, String(value)]),
    ).toString();
  };
}

function countConnections({ database }: Stage): { stop(): Promise<number> } {
  let most = 0;
  let going = true;
  const counting = (async () => {
    while (going) {
      most = Math.max(most, await database.connections());
      await new Promise((resume) => setTimeout(resume, 200));
    }
  })();
  return {
    async stop() {
      going = false;
      await counting;
      return most;
    },
  };
}

interface Peer {
  readonly url: string;
  stop(): void;
}

async function startPeer(secret: string): Promise<Peer> {
  const port = await freePort();
  const child = fork(fileURLToPath(new URL('../load/bare-bolt.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: { PATH: process.env['PATH'], SLACK_SIGNING_SECRET: secret, PORT: String(port) },
  });
  await once(child, 'message');
  return { url: `http://127.0.0.1:${port}`, stop: () => void child.kill('SIGKILL') };
}
