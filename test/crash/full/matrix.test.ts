/**
 * The whole matrix: `npm run test:crash`. Some seventy minutes on two quiet cores, what matters most first; results are
 * kept as they come, and a run that was cut short goes on where it ended (CRASH_FRESH=1 begins anew, CRASH_MINUTES
 * bounds it).
 */
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openBotStore } from '../bots.ts';
import { playAll, told } from '../crew.ts';
import { keyOf, type Planned, plan, record } from '../matrix.ts';
import { summarise, tableOf } from '../report.ts';
import type { Case, Result } from '../run.ts';

const RESULTS = '.switchback/crash-results.jsonl';
const PLAN = '.switchback/crash-plan.json';
const REPORT = '.switchback/crash-report.json';
const HANDS = Number(process.env['CRASH_HANDS'] ?? 4);
const MINUTES = Number(process.env['CRASH_MINUTES'] ?? 75);

test('kill the bot at every boundary, each way, with every fate of its POST', { timeout: 0 }, async () => {
  const until = performance.now() + MINUTES * 60_000;
  await mkdir('.switchback', { recursive: true });
  if (process.env['CRASH_FRESH'])
    await Promise.all([rm(RESULTS, { force: true }), rm(PLAN, { force: true })]);
  const bots = await openBotStore(HANDS);
  try {
    const planned = await planOnce(() => record(bots).then(plan));
    const results = await resultsSoFar();
    const done = new Set(results.map(({ asked }) => keyOf(asked)));
    const left = planned.cases.filter((asked) => !done.has(keyOf(asked)));
    say(`${planned.boundaries} boundaries, ${planned.cases.length} cases, ${left.length} to play`);
    let writing = Promise.resolve();
    await playAll(bots, left, {
      hands: HANDS,
      until,
      onResult(result) {
        results.push(result);
        say(`${results.length}/${planned.cases.length} ${told(result)}`);
        const kept = result.problems.length > 0 ? result : { ...result, log: [] };
        writing = writing.then(() => appendFile(RESULTS, `${JSON.stringify(kept)}\n`));
      },
    });
    await writing;
    const summary = summarise(results);
    await writeFile(
      REPORT,
      `${JSON.stringify({ planned: planned.cases.length, boundaries: planned.boundaries, ...summary }, null, 2)}\n`,
    );
    say(tableOf(summary, { cases: planned.cases.length, boundaries: planned.boundaries }));
    expect(summary.failures).toEqual([]);
    expect(summary.runs, 'CRASH_MINUTES ran out: start it again to go on').toBe(planned.cases.length);
  } finally {
    await bots.close();
  }
});

async function planOnce(make: () => Promise<Planned>): Promise<Planned> {
  const kept = await readFile(PLAN, 'utf8').catch(() => null);
  if (kept !== null) return JSON.parse(kept) as { boundaries: number; cases: Case[] };
  const made = await make();
  await writeFile(PLAN, JSON.stringify(made));
  return made;
}

async function resultsSoFar(): Promise<Result[]> {
  const kept = await readFile(RESULTS, 'utf8').catch(() => '');
  return kept
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Result);
}

function say(line: string): void {
  process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
}
