/** One rollback from request to record with one kill in it, and what came of it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../../rehearsal/heroku/faults.ts';
import { deferred } from '../support/deferred.ts';
import type { Bot, BotStore } from './bots.ts';
import { isAt, namer, type Phase, phaseAfter } from './boundaries.ts';
import {
  BRANCHES,
  type Branch,
  type BranchName,
  type Outside,
  plantOutside,
  releaseNow,
} from './branches.ts';
import {
  approve,
  ask,
  CLOSE,
  type Complain,
  count,
  decide,
  operationOf,
  type Row,
  SEND_ONCE_MORE,
  seen,
} from './people.ts';
import { phoneFor } from './phone.ts';
import { openStage, RATE, type Stage } from './stage.ts';
import { judge, type Verdict } from './verdict.ts';

/** What becomes of the rollback's POST. */
export const FATES = {
  answered: null,
  'answer lost': { kind: 'lost-after-acting' },
  refused: { kind: 'no-scope' },
  '5xx before': { kind: 'error-before-acting', status: 503 },
  '5xx after': { kind: 'error-after-acting', status: 503 },
  'hang before': { kind: 'hang-before-acting' },
  'hang after': { kind: 'hang-after-acting' },
} as const satisfies Record<string, Fault['fate'] | null>;
export type FateName = keyof typeof FATES;
export const FATE_NAMES = Object.keys(FATES) as readonly FateName[];

/** SIGTERM asks it to stop: it must be gone in time, and nothing lost. */
export type Kill = 'SIGKILL' | 'SIGSTOP' | 'SIGTERM';

export interface Case {
  readonly branch: BranchName;
  /** When somebody else releases; null: nobody does. */
  readonly outside: Outside | null;
  readonly fate: FateName;
  readonly kill: Kill;
  /** A boundary, as `boundaries.ts` names it; null: nobody is killed. */
  readonly at: string | null;
  /** What a person does when Heroku never confirmed. */
  readonly decision: 'send once more' | 'close';
  /** To the end of the watch, not only to the confirmation. */
  readonly watched: boolean;
}

export interface Result extends Verdict {
  readonly asked: Case;
  readonly killed: boolean;
  readonly phase: Phase | null;
  readonly status: string;
  readonly why: string | null;
  readonly ms: number;
  readonly log: readonly string[];
}

const PATIENCE_MS = 120_000;
/** Long enough to see everything that an idle process does. */
const IDLE_MS = 2_000;
const WITHIN_MS = 60_000;
/** facts/threats.md R15. */
const DRAINED_WITHIN_MS = 20_000;

export async function play(bots: BotStore, asked: Case, onReached?: Spy): Promise<Result> {
  const began = performance.now();
  const stage = await openStage(bots, asked.kill === 'SIGSTOP');
  try {
    const problems: string[] = [];
    const show = await perform(stage, asked, problems, onReached);
    const verdict = await judge(stage, asked, show.operation, show.sentAgain);
    return {
      ...verdict,
      problems: [...problems, ...verdict.problems],
      asked,
      killed: show.killed,
      phase: show.killedIn,
      status: show.operation?.status ?? 'none',
      why: show.operation?.why ?? null,
      ms: Math.round(performance.now() - began),
      log: show.bots.flatMap((bot, n) =>
        bot
          .log()
          .slice(-25)
          .map((line) => `bot ${n + 1}: ${line}`),
      ),
    };
  } finally {
    await stage.close();
  }
}

/** Hears of every boundary of the first process. */
export type Spy = (name: string) => void;

interface Show {
  readonly operation: Row | null;
  readonly sentAgain: number;
  readonly killed: boolean;
  readonly killedIn: Phase | null;
  readonly bots: readonly Bot[];
}

async function perform(stage: Stage, asked: Case, problems: string[], spy: Spy | undefined): Promise<Show> {
  const until = performance.now() + PATIENCE_MS;
  const patience = () => performance.now() < until;
  const complain = (problem: string) => void problems.push(problem);
  const bots = [await stage.startBot()];
  let phase: Phase = 'idle';
  let killedIn: Phase | null = null;
  let killing: Promise<void> | null = null;
  let busy = false;

  const branch: Branch = BRANCHES[asked.branch];
  let outsiderLeft = asked.outside === 'before the read';
  const nameOf = namer();
  stage.onReached(async (reached) => {
    const during = phase;
    phase = phaseAfter(phase, reached);
    if (outsiderLeft && during === 'sending' && reached.label === 'releases-read') {
      outsiderLeft = false;
      releaseNow(stage.heroku, branch.app);
    }
    const name = nameOf(reached, during);
    spy?.(name);
    const [first] = bots;
    if (asked.at === null || !isAt(asked.at, name) || killing !== null || !first) return 'pass';
    killedIn = during;
    if (!outsiderLeft) stage.offReached();
    busy = true;
    first.signal(asked.kill);
    const { promise: resumed, resolve: resume } = deferred();
    const replaced = {
      SIGKILL: () => replace(stage, bots),
      SIGSTOP: () => overtake(stage, bots, resume, complain),
      SIGTERM: () => drained(stage, bots, first, complain),
    }[asked.kill]();
    killing = replaced
      .catch((error: unknown) => complain(`the kill failed: ${String(error)}`))
      .finally(() => {
        busy = false;
      });
    if (asked.kill === 'SIGTERM') return 'pass';
    if (asked.kill === 'SIGKILL') {
      // A post that was on its way to Slack is lost with its sender; one that arrived is not.
      if (reached.place === 'slack' && reached.side === 'before') await new Promise(() => undefined);
      return 'cut';
    }
    // What the stopped process had asked of Postgres arrives late.
    if (reached.place === 'postgres' && reached.side === 'before') await resumed;
    return 'pass';
  });
  const keeper = keepUp(stage, bots, () => busy, complain);

  branch.plant(stage.heroku);
  if (asked.outside !== null && asked.outside !== 'before the read')
    plantOutside(stage.heroku, branch, asked.outside);
  const fate = FATES[asked.fate];
  if (fate) stage.heroku.control.fault({ on: branch.post, fate });
  if (spy) await pause(IDLE_MS);
  const phone = await phoneFor(stage, branch);
  phase = 'asking';
  await ask(stage, branch, patience, complain);
  await approve(stage, branch, phone, patience, complain);
  const { operation, sentAgain } = await seenThrough(stage, asked, patience, () => {
    phase = 'deciding';
  });
  // What was sent and never confirmed is watched for a day, longer than anybody waits here.
  const forADay = (await count(stage, `attempt where outcome in ('not_seen', 'somebody_else')`)) > 0;
  const watched = !forADay && (asked.watched || operation?.status !== 'recovered');
  await quiet(stage, patience, watched, complain);
  if (killing !== null) {
    await (killing as Promise<void>);
    await quiet(stage, patience, watched, complain);
  }
  await keeper.stop();
  return {
    operation: await operationOf(stage, branch.app),
    sentAgain,
    killed: killing !== null,
    killedIn,
    bots,
  };
}

/** Until it has ended: whoever is needed meanwhile does their part. */
async function seenThrough(
  stage: Stage,
  asked: Case,
  patience: () => boolean,
  deciding: () => void,
): Promise<{ readonly operation: Row | null; readonly sentAgain: number }> {
  const branch: Branch = BRANCHES[asked.branch];
  let sentAgain = 0;
  let operation: Row | null = null;
  for (; patience(); await pause(25)) {
    operation = await operationOf(stage, branch.app);
    if (operation === null || isOver(operation)) break;
    if (operation.status !== 'needs_human') continue;
    if (branch.help && operation.why === 'image-gone') {
      await branch.help(stage.slack, stage.heroku).catch(() => undefined);
      continue;
    }
    deciding();
    const again = asked.decision === 'send once more' && operation.why === 'not-seen' && sentAgain === 0;
    if (again) sentAgain += 1;
    await decide(stage, branch, again ? SEND_ONCE_MORE : CLOSE, patience);
  }
  return { operation, sentAgain };
}

function isOver({ status }: Row): boolean {
  return !['requested', 'approved', 'executing', 'verifying', 'needs_human'].includes(status);
}

/** Everything is said, and no run waits for anything. */
async function quiet(
  stage: Stage,
  patience: () => boolean,
  watched: boolean,
  complain: Complain,
): Promise<void> {
  if (watched) await stage.time.run(RATE * 20);
  const left = async () => {
    const unsaid = await count(stage, `outbox where status in ('waiting', 'sending')`);
    // The review of what somebody did alone stays open for a day.
    const pending = `dbos.workflow_status where status in ('PENDING', 'ENQUEUED') and name <> 'second-look'`;
    return unsaid + (watched ? await count(stage, pending) : 0);
  };
  while (patience()) {
    if ((await left()) === 0) return;
    await pause(50);
  }
  const unfinished = await left();
  if (unfinished > 0) complain(`STUCK: ${unfinished} messages or runs unfinished`);
}

/** After kill -9 a new process takes its place. */
async function replace(stage: Stage, bots: Bot[]): Promise<void> {
  bots.push(await stage.startBot());
}

/** Asked to stop, it is gone within twenty seconds and says that all went well; then a new one takes its place. */
async function drained(stage: Stage, bots: Bot[], first: Bot, complain: Complain): Promise<void> {
  const code = await Promise.race([first.exited, pause(DRAINED_WITHIN_MS, 'late' as const)]);
  if (code !== 0) complain(`SIGTERM: ${code === 'late' ? 'still there after 20 s' : `exit code ${code}`}`);
  if (code === 'late') first.signal('SIGKILL');
  await replace(stage, bots);
}

/** Another process takes over from the stopped first one, which then wakes, finds out, and ends. */
async function overtake(stage: Stage, bots: Bot[], resume: () => void, complain: Complain): Promise<void> {
  const [first] = bots;
  try {
    bots.push(await stage.startBot());
    const overtaken = await seen(WITHIN_MS, async () => ((await count(stage, 'executor')) < 2 ? true : null));
    if (!overtaken) complain('the stopped process was never overtaken');
  } finally {
    first?.signal('SIGCONT');
    resume();
  }
  const ended = await Promise.race([first?.exited.then(() => true), pause(WITHIN_MS, false)]);
  if (!ended) complain('the overtaken process lives on');
}

interface Keeper {
  stop(): Promise<void>;
}

/** As a dyno manager would: whoever ends by itself, because a peer took it for dead on a busy machine, is replaced. */
function keepUp(stage: Stage, bots: Bot[], busy: () => boolean, complain: Complain): Keeper {
  let stopping = false;
  const watching = (async () => {
    while (!stopping) {
      if (!busy() && bots.every((bot) => !bot.alive())) bots.push(await stage.startBot());
      await pause(100);
    }
  })().catch((error: unknown) => complain(`no new process: ${String(error)}`));
  return {
    async stop() {
      stopping = true;
      await watching;
    },
  };
}
