/**
 * Runs a TypeScript entry as one bundled file: `node rehearsal/launch.mjs ENTRY …`. Reading two thousand files one by one
 * takes longer than everything else at a start. The file is kept for as long as nothing that goes into it has changed.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PROGRAMS = join(ROOT, '.switchback', 'programs');
/** Whoever runs another one has read it by then. */
const STALE_MS = 10 * 60_000;

const [, , entry, ...rest] = process.argv;
const name = basename(entry, '.ts');
const program = join(PROGRAMS, `${name}-${await inputsHash()}.mjs`);
if ((await stat(program).catch(() => null)) === null) await bundle();
process.argv.splice(1, process.argv.length, join(ROOT, entry), ...rest);
await import(pathToFileURL(program).href);

/** Of our code, of what npm has installed, and of the way it is put together. */
async function inputsHash() {
  const code = (await Promise.all(['src', 'rehearsal'].map(sourcesIn))).flat().sort();
  const files = ['node_modules/.package-lock.json', 'package-lock.json', ...code].map((file) =>
    join(ROOT, file),
  );
  const hash = createHash('sha256').update(process.version);
  const texts = await Promise.all(files.map((file) => readFile(file).catch(() => '')));
  for (const [n, text] of texts.entries()) hash.update(`\0${files[n]}\0`).update(text);
  return hash.digest('hex').slice(0, 16);
}

async function sourcesIn(directory) {
  const files = await readdir(join(ROOT, directory), { recursive: true });
  return files.filter((file) => /\.m?ts$|\.mjs$/.test(file)).map((file) => join(directory, file));
}

async function bundle() {
  const { bundleProgram } = await import('./bundle-program.mjs');
  await bundleProgram(join(ROOT, entry), program);
  await removeOthers();
}

async function removeOthers() {
  for (const file of await readdir(PROGRAMS)) {
    const path = join(PROGRAMS, file);
    if (path === program || !file.startsWith(`${name}-`)) continue;
    const found = await stat(path).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > STALE_MS) await rm(path, { force: true });
  }
}
