/** The real Heroku CLI, installed once beside the project and run with nothing of ours in its environment. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { HerokuSim } from '../../rehearsal/heroku/start.ts';

const VERSION = '11.10.0';
const SCRATCH = fileURLToPath(new URL('../../.switchback/cli', import.meta.url));
const PACKAGE = join(SCRATCH, 'node_modules/heroku');
const exec = promisify(execFile);

export interface Ran {
  readonly code: number;
  readonly out: string;
  /** What the CLI tells people; its progress lines are here too. */
  readonly err: string;
}

export type Cli = (...args: readonly string[]) => Promise<Ran>;

export async function installCli(): Promise<void> {
  const manifest = join(PACKAGE, 'package.json');
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === VERSION) return;
  mkdirSync(SCRATCH, { recursive: true });
  writeFileSync(join(SCRATCH, 'package.json'), '{"name":"heroku-cli-scratch","private":true}\n');
  const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', `heroku@${VERSION}`];
  await exec('npm', args, { cwd: SCRATCH, maxBuffer: 64 * 1024 * 1024 });
}

/** The environment of facts/heroku.md section 2: nothing inherited but PATH, so no proxy and no real key. */
export function cliFor(heroku: HerokuSim, token: string, home: string): Cli {
  const env = {
    PATH: process.env['PATH'] ?? '',
    TZ: 'UTC',
    HOME: home,
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    HEROKU_HOST: heroku.url,
    HEROKU_PARTICLEBOARD_URL: heroku.url,
    HEROKU_API_KEY: token,
    DISABLE_TELEMETRY: 'true',
    HEROKU_SKIP_NEW_VERSION_CHECK: 'true',
    NO_COLOR: '1',
  };
  return (...args) =>
    new Promise((resolve) => {
      const command = [join(PACKAGE, 'bin/run.js'), ...args];
      execFile(process.execPath, command, { env, cwd: home }, (error, out, err) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ code, out, err });
      });
    });
}
