/** What is bundled once for a test run: our code as processes of their own, since to read two thousand files takes longer; the page. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { bundleProgram } from '../../rehearsal/bundle-program.mjs';
import { type Bundle, bundlePage } from '../../rehearsal/page/bundle.ts';
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

/** The rehearsal's page. Made once per test run. */
export async function pageBundle(): Promise<Bundle> {
  const path = join(PROGRAMS, `${inject('postgres').run}-page.json`);
  const made = await readFile(path, 'utf8').catch(() => null);
  if (made !== null) return JSON.parse(made) as Bundle;
  const bundle = await bundlePage();
  // Beside, and renamed: nobody reads half of it.
  const beside = `${path}.${process.pid}`;
  await mkdir(PROGRAMS, { recursive: true });
  await writeFile(beside, JSON.stringify(bundle));
  await rename(beside, path);
  return bundle;
}

/** Those of one test run. */
export async function removePrograms(run: string): Promise<void> {
  const files = await readdir(PROGRAMS).catch(() => []);
  for (const file of files) if (file.startsWith(`${run}-`)) await rm(join(PROGRAMS, file), { force: true });
}
