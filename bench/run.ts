/** `npm run bench`: the figures of docs/bench.md, measured anew. `-- --only NAME` for one part. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs, promisify } from 'node:util';
import type { Figure } from './figure.ts';
import { acknowledge } from './parts/acknowledge.ts';
import { calls } from './parts/calls.ts';
import { idle } from './parts/idle.ts';
import { look } from './parts/look.ts';
import { recover } from './parts/recover.ts';
import { rehearse } from './parts/rehearse.ts';
import { resume } from './parts/resume.ts';
import { start } from './parts/start.ts';
import { timeline } from './parts/timeline.ts';
import { type BenchServer, HOME, startServer } from './stage/server.ts';

const PARTS: Readonly<Record<string, (server: BenchServer) => Promise<readonly Figure[]>>> = {
  acknowledge,
  recover,
  calls,
  look,
  resume,
  start,
  rehearse,
  idle,
  timeline,
};
const RESULTS = '.switchback/bench.json';

const run = promisify(execFile);
const tell = (line: string) => {
  process.stdout.write(`${line}\n`);
};

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const names = Object.keys(PARTS).filter((name) => values.only === undefined || name === values.only);
  if (names.length === 0) {
    tell(`There is no part ${values.only}. There are: ${Object.keys(PARTS).join(', ')}.`);
    return 2;
  }
  mkdirSync(HOME, { recursive: true });
  tell('Building the bot…');
  await run('npm', ['run', '--silent', 'build']);
  const server = await startServer();
  try {
    return await measureAll(names, server);
  } finally {
    await server.stop();
  }
}

async function measureAll(names: readonly string[], server: BenchServer): Promise<number> {
  const machine = await describeMachine(server);
  tell(`${machine.join('\n')}\n`);
  const measured: Record<string, readonly Figure[]> = {};
  for (const name of names) {
    const began = performance.now();
    const figures = await measure(name, server);
    measured[name] = figures;
    tell(`${name} (${Math.round((performance.now() - began) / 1000)} s; load average ${load()})\n`);
    tell(table(figures));
  }
  writeFileSync(RESULTS, `${JSON.stringify({ machine, measured }, null, 2)}\n`);
  const missed = Object.values(measured)
    .flat()
    .filter(({ bar }) => bar && !bar.met).length;
  tell(`${missed === 0 ? 'All bars met' : `${missed} missed`}. The numbers are in ${RESULTS}.`);
  return missed === 0 ? 0 : 1;
}

/** A part that breaks is a miss of its own and takes no other with it. */
async function measure(name: string, server: BenchServer): Promise<readonly Figure[]> {
  try {
    return (await PARTS[name]?.(server)) ?? [];
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    const measured = 'broke: see above';
    return [{ name, measured, bar: { text: 'is measured', met: false }, numbers: {} }];
  }
}

function table(figures: readonly Figure[]): string {
  const rows = figures.map(
    ({ name, measured, bar }) =>
      `| ${name} | ${measured} | ${bar?.text ?? '—'} | ${bar === null ? '' : bar.met ? 'pass' : '**MISS**'} |`,
  );
  return ['| figure | measured | bar | |', '|---|---|---|---|', ...rows, ''].join('\n');
}

async function describeMachine(server: BenchServer): Promise<readonly string[]> {
  return [
    `${new Date().toISOString()}, ${await describeCode()}`,
    `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, load average ${load()}`,
    `Node ${process.version}, Postgres ${server.version} (fsync and synchronous_commit on), ${process.platform}`,
  ];
}

async function describeCode(): Promise<string> {
  try {
    const [{ stdout: commit }, { stdout: changed }] = await Promise.all([
      run('git', ['rev-parse', '--short', 'HEAD']),
      run('git', ['status', '--porcelain', 'src']),
    ]);
    return `commit ${commit.trim()}${changed === '' ? '' : ' with changes in src'}`;
  } catch {
    return 'no commit known';
  }
}

function load(): string {
  return loadavg()
    .map((average) => average.toFixed(1))
    .join(' ');
}

process.exitCode = await main().catch((error: unknown) => {
  const told = error instanceof Error && 'stdout' in error ? `${error.message}\n${error.stdout}` : error;
  process.stderr.write(`The bench broke: ${told instanceof Error ? told.stack : String(told)}\n`);
  return 1;
});
