/** Our code as processes of their own: one file each, since a start that reads two thousand takes several times as long. */
import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { bundleProgram } from '../../rehearsal/bundle-program.mjs';
import { exists } from '../../src/postgres/embedded-binaries.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAMS = join(ROOT, '.switchback/programs');

/** What `node` is to run in place of `entry`, e.g. `src/main.ts`. Made once per test run. */
export async function program(entry: string): Promise<string> {
  const { run } = inject('postgres');
  const path = join(PROGRAMS, `${run}-${basename(entry, '.ts')}.mjs`);
  if (!(await exists(path))) await bundleProgram(join(ROOT, entry), path);
  return path;
}

/** Those of one test run. */
export async function removePrograms(run: string): Promise<void> {
  const files = await readdir(PROGRAMS).catch(() => []);
  for (const file of files) if (file.startsWith(`${run}-`)) await rm(join(PROGRAMS, file), { force: true });
}
