/** From the start of `npm run rehearse` to the line with its address: page bundled, bot ready. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { atMost, type Bar, duration, type Figure, spread } from '../figure.ts';
import { HOME } from '../stage/server.ts';

const STARTS = 7;
const LAUNCH = resolve('rehearsal/launch.mjs');
const START = 'rehearsal/start.ts';
/** What the issue promises: seconds. */
const FIRST_S = 8;
const WARM_S = 3;

export async function rehearse(): Promise<readonly Figure[]> {
  const cwd = resolve(HOME, 'rehearse');
  await rm(cwd, { recursive: true, force: true });
  await mkdir(cwd, { recursive: true });
  // Whoever runs one of these has read it.
  await rm('.switchback/programs', { recursive: true, force: true });
  const npmMs = await npmItself();
  const first = (await opened(cwd)) + npmMs;
  const again: number[] = [];
  while (again.length < STARTS) again.push((await opened(cwd)) + npmMs);
  const fresh: number[] = [];
  while (fresh.length < STARTS) fresh.push((await opened(cwd, '--fresh')) + npmMs);
  return [
    figure('rehearse, first start: program, database server and template made', [first], FIRST_S),
    figure('rehearse, going on with what was kept', again, WARM_S),
    figure('rehearse, --fresh', fresh, WARM_S),
    figure('npm itself, contained in the others', [npmMs], null),
  ];
}

/** In a directory of its own, where npm would lead it to the repository's. */
async function opened(cwd: string, ...args: readonly string[]): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [LAUNCH, START, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let took: number | null = null;
  for await (const line of createInterface(child.stdout)) {
    if (!line.includes('is open')) continue;
    took ??= performance.now() - began;
    child.kill('SIGTERM');
  }
  await ended;
  if (took === null) throw new Error('the rehearsal did not open');
  return took;
}

async function npmItself(): Promise<number> {
  const timed = async (command: string, args: readonly string[]) => {
    const began = performance.now();
    await promisify(execFile)(command, args);
    return performance.now() - began;
  };
  const help = ['--help'];
  // Bundles the program, for the two that are compared; the first start shall do so again.
  await timed(process.execPath, [LAUNCH, START, ...help]);
  const without = await timed(process.execPath, [LAUNCH, START, ...help]);
  const through = await timed('npm', ['run', '--silent', 'rehearse', '--', ...help]);
  await rm('.switchback/programs', { recursive: true, force: true });
  return Math.max(0, through - without);
}

function figure(name: string, values: readonly number[], limitS: number | null): Figure {
  const { n, p50, max } = spread(values);
  const bar: Bar | null = limitS === null ? null : atMost(limitS, p50 / 1_000, 's');
  const measured = n === 1 ? duration(p50) : `p50 ${duration(p50)}, max ${duration(max)}, n ${n}`;
  return { name, measured, bar, numbers: { n, p50, max, values } };
}
