/** What a visitor of the app gets: through the front (Cloudflare's place), or at the herokuapp address. */
import type { Answer } from './call.ts';
import { behaviourOf } from './dynos.ts';
import type { App } from './model.ts';
import { passedOn, refused } from './router-line.ts';
import { currentRelease, log, type World, webDynos } from './world.ts';

const GUARD = 'FLAG_ENFORCE_CF_ORIGIN';
const BLOCKED: Answer = { status: 403, body: { error: 'direct_origin_blocked' } };

export function throughFront(world: World, app: App, path: string): Answer {
  if (app.front.blocked) return BLOCKED;
  const { cachedAge } = app.front;
  if (cachedAge !== null) {
    return {
      status: 200,
      headers: { 'cf-cache-status': 'HIT', age: String(cachedAge) },
      body: { status: 'ok' },
    };
  }
  return { ...origin(world, app, path), headers: { 'cf-cache-status': 'DYNAMIC' } };
}

/** The guard's config var counts as of the release that runs, not the newest. */
export function direct(world: World, app: App, path: string): Answer {
  const running = webDynos(app).find((dyno) => dyno.state === 'up')?.release ?? currentRelease(app);
  return running.config[GUARD] === '1' ? BLOCKED : origin(world, app, path);
}

function origin(world: World, app: App, path: string): Answer {
  if (app.maintenance) return refuse(world, app, path, 'H80', 'Maintenance mode');
  const up = webDynos(app).filter((dyno) => dyno.state === 'up');
  if (up.length === 0) {
    const [code, text] =
      webDynos(app).length === 0 ? ['H14', 'No web processes running'] : ['H10', 'App crashed'];
    return refuse(world, app, path, code ?? '', text ?? '');
  }
  const bad = up.find((dyno) => behaviourOf(dyno.release).serves === 'errors');
  for (const text of bad?.release.artifact?.traceback ?? []) log(world, app, `app[${bad?.name}]`, text);
  const status = bad === undefined ? 200 : 503;
  log(world, app, 'heroku[router]', passedOn(visit(app, path), status));
  return { status, body: { status: bad === undefined ? 'ok' : 'error' } };
}

function refuse(world: World, app: App, path: string, code: string, description: string): Answer {
  log(world, app, 'heroku[router]', refused(visit(app, path), code, description));
  return { status: 503, body: { error: 'application_error' } };
}

function visit(app: App, path: string) {
  return { app: app.name, method: 'GET', path, n: app.log.length };
}
