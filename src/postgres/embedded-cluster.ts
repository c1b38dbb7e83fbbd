/** The embedded server's files: whose they are, where they lie, and how they come to be. */
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Account, exists, ROOT_DIRECTORY, renameOnce } from './embedded-binaries.ts';

/**
 * One embedded server on disk. `home` holds `data` (Postgres's own), `port` (kept, so that addresses stay the same),
 * `password` (0600) and `log`.
 */
export interface Cluster {
  readonly home: string;
  /** The directory of bin, lib and share. */
  readonly binaries: string;
  readonly account: Account;
}

export const SUPERUSER = 'switchback';

/** As root, the owner of the existing files or else `nobody`; otherwise ourselves. Throws on somebody else's files. */
export async function chooseAccount(dataDir: string): Promise<Account> {
  const uid = process.getuid?.();
  const owner = await stat(dataDir).catch(() => null);
  if (uid !== 0) {
    if (!owner || uid === undefined || owner.uid === uid) return null;
    throw new Error(
      `${dataDir} belongs to user ${owner.uid}, made by a start as root. Start as root, or remove it.`,
    );
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return { uid: await idOf('-u'), gid: await idOf('-g') };
}

async function idOf(flag: '-u' | '-g'): Promise<number> {
  const { stdout } = await promisify(execFile)('id', [flag, 'nobody']);
  return Number(stdout);
}

/** `dataDir`, or a place of root's where the unprivileged account cannot enter one of its parents (0700). */
export async function chooseHome(dataDir: string, account: Account): Promise<string> {
  const wanted = resolve(dataDir);
  await mkdir(dirname(wanted), { recursive: true });
  if (!account || (await canEnter(dirname(wanted), account))) return wanted;
  const hash = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  return join(ROOT_DIRECTORY, `data-${hash}`);
}

async function canEnter(directory: string, account: NonNullable<Account>): Promise<boolean> {
  const { mode, uid } = await stat(directory);
  const bit = uid === account.uid ? 0o100 : 0o001;
  if ((mode & bit) === 0) return false;
  return directory === dirname(directory) || canEnter(dirname(directory), account);
}

/**
 * Make the files where there are none. Made beside and renamed, so that a peer or the next start never meets half a
 * cluster, whoever was killed when.
 */
export async function createCluster(cluster: Cluster): Promise<void> {
  const { home } = cluster;
  if (await exists(join(home, 'data'))) return;
  await removeAbandoned(home);
  const unfinished = await mkdtemp(`${home}.new-`);
  try {
    await writeFile(join(unfinished, 'password'), randomBytes(24).toString('hex'), { mode: 0o600 });
    await writeFile(join(unfinished, 'port'), String(await freePort()));
    for (const path of [join(unfinished, 'password'), unfinished]) {
      if (cluster.account) await chown(path, cluster.account.uid, cluster.account.gid);
    }
    await runAs(cluster, 'initdb', [
      `--pgdata=${join(unfinished, 'data')}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${join(unfinished, 'password')}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
    ]);
    await chmod(unfinished, 0o700);
    await renameOnce(unfinished, home);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** What starts killed long ago left beside `home`. A living peer needs seconds, never ten minutes. */
async function removeAbandoned(home: string): Promise<void> {
  const old = Date.now() - 10 * 60_000;
  for (const name of await readdir(dirname(home))) {
    if (!name.startsWith(`${basename(home)}.new-`)) continue;
    const path = join(dirname(home), name);
    const made = await stat(path).catch(() => null);
    if (made && made.mtimeMs < old) await rm(path, { recursive: true, force: true });
  }
}

/** The port to start on: the kept one while it is free, else another. */
export async function choosePort(home: string): Promise<number> {
  const kept = Number(await readFile(join(home, 'port'), 'utf8'));
  return freePort(kept).catch(() => freePort());
}

function freePort(wanted = 0): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer().once('error', failed);
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(typeof address === 'object' && address ? address.port : wanted));
    });
  });
}

/** Run one of the server's programs to its end. Throws with what it printed. */
export async function runAs(
  cluster: Cluster,
  program: 'initdb' | 'pg_ctl',
  args: readonly string[],
): Promise<void> {
  const path = join(cluster.binaries, 'bin', program);
  await promisify(execFile)(path, args, {
    cwd: '/',
    // Nothing of ours: no PG* variable may lead it elsewhere, and no secret may reach its log.
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    ...(cluster.account ?? {}),
  }).catch((error: unknown) => {
    const printed = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`${program} failed: ${printed || String(error)}`, { cause: error });
  });
}
