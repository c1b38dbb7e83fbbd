/** The simulated Heroku as entries. */
import type { ArmedFault, Fault } from '../../heroku/faults.ts';
import type { RequestEntry } from '../../heroku/journal.ts';
import type { HerokuSim } from '../../heroku/start.ts';
import type { Entry } from '../shape.ts';
import { troublesShown } from '../troubles/trouble.ts';
import type { AppShown, ArmedShown, RequestShown } from './shape.ts';
import { spoilFormFor } from './spoil-form.ts';
import { HEROKU_TROUBLES } from './troubles.ts';

/** Requests that a window shows. */
const MOST_REQUESTS = 200;

export function* herokuEntries(heroku: HerokuSim): Iterable<Entry> {
  const { world, control } = heroku;
  const apps = [...world.apps.keys()];
  for (const app of apps) yield ['heroku.app', app, appShown(heroku, app)];
  for (const request of latest(control.journal.entries)) {
    yield ['heroku.request', String(request.seq), requestShown(request)];
  }
  yield ['heroku.troubles', '', troublesShown(HEROKU_TROUBLES, heroku, apps)];
  yield ['heroku.faults', '', control.faultsArmed().map(armedShown)];
  yield ['heroku.form', '', spoilFormFor(world)];
}

function appShown({ world, control }: HerokuSim, name: string): AppShown {
  const { maintenance, dynos, formation, releases, configNames } = control.app(name);
  const gone = new Set(
    world.apps
      .get(name)
      ?.releases.filter(({ imageGone }) => imageGone)
      .map(({ version }) => version),
  );
  return {
    name,
    maintenance,
    dynos,
    formation,
    configNames,
    releases: releases.map(
      ({ version, description, status, current, eligibleForRollback, commit, user, createdAt }) => ({
        version,
        description,
        status,
        current,
        eligible: eligibleForRollback,
        imageGone: gone.has(version),
        commit,
        by: user,
        at: createdAt,
      }),
    ),
  };
}

/** Oldest first. */
function latest(entries: HerokuSim['control']['journal']['entries']): readonly RequestEntry[] {
  const found: RequestEntry[] = [];
  for (let i = entries.length - 1; i >= 0 && found.length < MOST_REQUESTS; i--) {
    const entry = entries[i];
    if (entry?.kind === 'request') found.push(entry);
  }
  return found.reverse();
}

function requestShown({ seq, at, method, path, status, fate, acted, actor }: RequestEntry): RequestShown {
  return { seq, at, method, path, status, fate, acted, actor };
}

function armedShown({ id, fault, left }: ArmedFault): ArmedShown {
  return {
    id,
    app: fault.app ?? null,
    words: inWords(fault),
    left: Number.isFinite(left) ? left : null,
  };
}

function inWords({ on, fate, modifiers = [], trouble }: Fault): string {
  const named = HEROKU_TROUBLES.find(({ id }) => id === trouble);
  if (named !== undefined) return named.words;
  const names = Array.isArray(on) ? on.join(', ') : on;
  const kinds = [...(fate === undefined ? [] : [fate]), ...modifiers].map(({ kind }) => kind);
  return `${names}: ${kinds.join(', ')}`;
}
