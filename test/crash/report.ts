/** What all runs together came to. */
import type { Result } from './run.ts';

export interface Summary {
  readonly runs: number;
  readonly kills: number;
  readonly notReached: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly byPhase: Readonly<Record<string, number>>;
  readonly byFate: Readonly<Record<string, number>>;
  readonly byKill: Readonly<Record<string, number>>;
  readonly doubles: number;
  readonly lost: number;
  readonly stuck: number;
  readonly otherProblems: number;
  readonly doubledPosts: number;
  readonly failures: readonly string[];
}

export function outcomeOf({ rollbacks, adopted, status, why, problems }: Result): string {
  if (problems.length > 0) return 'WRONG';
  if (status === 'recovered') return adopted ? 'one rollback, adopted' : 'one rollback, confirmed';
  return `${rollbacks} rollbacks, a person told: ${status}${why ? ` (${why})` : ''}`;
}

export function summarise(results: readonly Result[]): Summary {
  const withProblem = (pattern: RegExp) =>
    results.filter(({ problems }) => problems.some((problem) => pattern.test(problem))).length;
  const killed = results.filter((result) => result.killed);
  return {
    runs: results.length,
    kills: killed.length,
    notReached: results.filter((result) => !result.killed && result.problems.length === 0).length,
    outcomes: tally(results.map(outcomeOf)),
    byPhase: tally(killed.map(({ phase }) => phase ?? 'none')),
    byFate: tally(killed.map(({ asked }) => asked.fate)),
    byKill: tally(killed.map(({ asked }) => asked.kill)),
    doubles: results.filter(({ rollbacks }) => rollbacks > 1).length,
    lost: withProblem(/^LOST/),
    stuck: withProblem(/STUCK/),
    otherProblems: results.filter(
      ({ problems }) => problems.length > 0 && !problems.some((each) => /^LOST|STUCK|TWO/.test(each)),
    ).length,
    doubledPosts: results.reduce((sum, { doubledPosts }) => sum + doubledPosts.length, 0),
    failures: results
      .filter(({ problems }) => problems.length > 0)
      .map(({ asked, problems }) => `${asked.kill} · ${asked.fate} · ${asked.at} → ${problems.join('; ')}`),
  };
}

/** As a table for the terminal. */
export function tableOf(
  summary: Summary,
  planned: { readonly cases: number; readonly boundaries: number },
): string {
  const rows: readonly (readonly [string, string | number])[] = [
    ['boundaries found', planned.boundaries],
    ['cases planned', planned.cases],
    ['runs', summary.runs],
    ['kills', `${summary.kills} (${listed(summary.byKill)})`],
    ['boundary not reached this time', summary.notReached],
    ...Object.entries(summary.outcomes).map(([outcome, n]) => [outcome, n] as const),
    ['killed while', listed(summary.byPhase)],
    ['fates', listed(summary.byFate)],
    ['two rollbacks', summary.doubles],
    ['accepted and lost', summary.lost],
    ['stuck', summary.stuck],
    ['other problems', summary.otherProblems],
    ['messages posted twice', summary.doubledPosts],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, n]) => `${name} ${n}`)
    .join(', ');
}
