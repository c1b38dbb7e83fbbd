/** Every boundary of the run × every fate of its POST × each kind of kill, found by playing it undisturbed. */
import type { BotStore } from './bots.ts';
import type { Phase } from './boundaries.ts';
import { BRANCHES, type BranchName, OUTSIDE } from './branches.ts';
import { type Case, FATE_NAMES, type FateName, type Kill, play } from './run.ts';

/** What happens over and over (a poll, a query of every step) is the same boundary from the second time on. */
const MOST_OF_A_KIND = 1;

interface Recording {
  readonly branch: BranchName;
  readonly fate: FateName;
  readonly decision: Case['decision'];
  /** Kinds of boundaries, with how often each was reached, in the order first reached. */
  readonly kinds: ReadonlyMap<string, number>;
}

/** Boundaries of the undisturbed run, by fate. Throws when one of these runs is not what it should be. */
export async function record(bots: BotStore): Promise<readonly Recording[]> {
  const plain = FATE_NAMES.flatMap((fate) => {
    const undecided = fate === '5xx before' || fate === 'hang before';
    const decisions = undecided ? (['send once more', 'close'] as const) : (['send once more'] as const);
    return decisions.map((decision) => ({ branch: 'rollback' as const, fate, decision }));
  });
  const others = (Object.keys(BRANCHES) as BranchName[])
    .filter((branch) => branch !== 'rollback')
    .map((branch) => ({ branch, fate: 'answered' as const, decision: 'send once more' as const }));
  const recordings: Recording[] = [];
  for (const asked of [...plain, ...others]) {
    const kinds = new Map<string, number>();
    const undisturbed: Case = { ...asked, outside: null, kill: 'SIGKILL', at: null, watched: true };
    const result = await play(bots, undisturbed, (name) => {
      const kind = name.replace(/ #\d+$/, '');
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    });
    if (result.problems.length > 0)
      throw new Error(`undisturbed, ${asked.branch}, ${asked.fate}: ${result.problems.join('; ')}`);
    recordings.push({ ...asked, kinds });
  }
  return recordings;
}

/** Up to the commit that settles the POST the fate decides what follows; elsewhere fates are dealt out in turn. */
const FATEFUL: readonly Phase[] = ['sending', 'settling'];

export interface Planned {
  readonly boundaries: number;
  readonly cases: readonly Case[];
}

interface Sight {
  readonly branch: BranchName;
  readonly at: string;
  readonly kind: string;
  readonly n: number;
  readonly phase: Phase;
  /** What an idle process does as well. */
  readonly polling: boolean;
  /** Whether the fate of the POST decides what follows. */
  readonly fateful: boolean;
  readonly fate: FateName;
  readonly decision: Case['decision'];
}

/** The matrix, what matters most first, so that a run that is cut short has still seen the most. */
export function plan(recordings: readonly Recording[]): Planned {
  const sights = recordings.flatMap((recording) => sightsOf(recording, idleKinds(recordings)));
  const seen = new Set<string>();
  const outside = outsiders(sights);
  const chosen = sights.filter((sight) => {
    const first = !seen.has(placeOf(sight));
    seen.add(placeOf(sight));
    return first;
  });
  const stopped = new Set<string>();
  const cases = chosen.flatMap((sight, index) =>
    killsFor(sight).flatMap((kill, k) => {
      if (kill === 'SIGTERM' && stopped.has(sight.at)) return [];
      if (kill === 'SIGTERM') stopped.add(sight.at);
      // What several fates lead to takes them in turn.
      const roads = sights.filter((each) => placeOf(each) === placeOf(sight));
      const { branch, fate, decision } = roads[(index + k) % roads.length] ?? sight;
      const asked: Case = {
        branch,
        outside: null,
        fate,
        decision,
        kill,
        at: sight.at,
        watched: sight.phase === 'watching',
      };
      return [{ rank: rankOf(sight, index), asked }];
    }),
  );
  return {
    boundaries: new Set(sights.map(({ at }) => at)).size,
    cases: [...cases, ...outside].toSorted((a, b) => a.rank - b.rank).map(({ asked }) => asked),
  };
}

/** Where an outside actor and a kill can meet: the commits around the send, and the send itself. */
const MEETING =
  /^(sending|settling) \| (before|after) (postgres commit of|heroku (rollback-post|release-create))/;

/** Four timings of an outside actor, at each of those boundaries, with every fate and kill dealt out in turn. */
function outsiders(sights: readonly Sight[]): readonly { readonly rank: number; readonly asked: Case }[] {
  const meetings = sights.filter(
    // What a person decides comes after the meeting.
    ({ branch, at, n, decision }) =>
      branch === 'rollback' && n === 1 && decision === 'send once more' && MEETING.test(at),
  );
  return meetings.flatMap(({ at, fate }, index) =>
    OUTSIDE.map((outside, k) => {
      const kills = killsFor({ kind: at.replace(/ #\d+$/, '') });
      const kill = kills[(index + k) % kills.length] ?? 'SIGKILL';
      const asked = {
        branch: 'rollback',
        outside,
        fate,
        decision: 'close',
        kill,
        at,
        watched: false,
      } as const;
      return { rank: rankOf({ polling: false, n: 1 }, index * OUTSIDE.length + k), asked };
    }),
  );
}

const PARTS = /^\w+ \| (before|after) (\w+) (.*)$/;
const INSIDE_A_TRANSACTION = / in (the |\{)/;
const READS =
  /^(select (?!dbos\.|audit_append|pg_)|[\w-]+-read$|account|smoke|users\.|usergroups\.|conversations\.|auth\.)/i;

/**
 * Kills that leave the same rows and the same effects behind are one case. Inside a transaction only its commit counts.
 * A killed process forgets: after one effect is before the next, whatever it read between, so it is killed after each. A
 * stopped one wakes and sends what it had in hand, which is worst when that was on its way: it is stopped before each,
 * and before each read. One asked to stop is cut nowhere: once before each effect, whatever became of the POST.
 */
function killsFor({ kind }: Pick<Sight, 'kind'>): readonly Kill[] {
  const [, side, place, what = ''] = PARTS.exec(kind) ?? [];
  if (place === 'postgres' && !what.startsWith('commit') && INSIDE_A_TRANSACTION.test(what)) return [];
  if (READS.test(what)) return side === 'before' ? ['SIGSTOP'] : [];
  return side === 'before' ? ['SIGSTOP', 'SIGTERM'] : ['SIGKILL'];
}

const OWN_WAY = /postgres commit of|heroku rollback-post|heroku release-create/;

/** What is played once with each kill: [Send once more] and [Close] part ways only where people decide. */
function placeOf({ branch, at, fate, phase, fateful, decision }: Sight): string {
  // Another branch is another road only where it writes or sends something of its own.
  if (branch !== 'rollback') return OWN_WAY.test(at) ? `${at} ${branch}` : at;
  if (fateful) return `${at} ${fate}`;
  return phase === 'deciding' ? `${at} ${decision}` : at;
}

function idleKinds(recordings: readonly Recording[]): ReadonlySet<string> {
  const kinds = recordings.flatMap((recording) => [...recording.kinds.keys()]);
  return new Set(kinds.filter((kind) => kind.startsWith('idle')).map(withoutPhase));
}

function sightsOf({ branch, fate, decision, kinds }: Recording, idle: ReadonlySet<string>): readonly Sight[] {
  return [...kinds].flatMap(([kind, times]) => {
    const phase = kind.split(' | ', 1).join('') as Phase;
    if (phase === 'idle') return [];
    const polling = idle.has(withoutPhase(kind));
    return Array.from({ length: Math.min(times, polling ? 1 : MOST_OF_A_KIND) }, (_, i) => ({
      branch,
      at: `${kind} #${i + 1}`,
      kind,
      n: i + 1,
      phase,
      polling,
      fateful: FATEFUL.includes(phase) && !polling && i === 0,
      fate,
      decision,
    }));
  });
}

/** First the first of each kind, then polls, then the second; inside a tier phases and fates are mixed. */
function rankOf({ polling, n }: Pick<Sight, 'polling' | 'n'>, index: number): number {
  const tier = polling ? 1 : n === 1 ? 0 : 2;
  return tier + ((index * 0.618_033_988_749) % 1);
}

function withoutPhase(kind: string): string {
  return kind.slice(kind.indexOf(' | '));
}

/** Tells cases apart, for a report that is continued. */
export function keyOf({ branch, outside, fate, kill, at, decision, watched }: Case): string {
  return [branch, outside ?? '', fate, kill, at, decision, watched ? 'watched' : ''].join(' / ');
}
