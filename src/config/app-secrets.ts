/** Secrets that the YAML's apps ask the environment for: a Heroku token each, and smoke header values. */
import type { Environment } from './environment.ts';
import { near } from './near.ts';
import type { Outline } from './outline.ts';
import { missingVariable, type Problem, wrongVariable } from './problems.ts';
import { Secret } from './secret.ts';

const PREFIX = 'HEROKU_API_KEY_';

/** `raxx-api-prod` to `HEROKU_API_KEY_RAXX_API_PROD`. */
function tokenVariable(app: string): string {
  return PREFIX + app.toUpperCase().replaceAll('-', '_');
}

/** Heroku tokens by app, for the apps that have one of their own. */
export function appTokens(apps: readonly string[], env: Environment): ReadonlyMap<string, Secret> {
  return new Map(
    apps.flatMap((app) => {
      const value = env[tokenVariable(app)];
      return value === undefined ? [] : [[app, new Secret(value)] as const];
    }),
  );
}

/** What the file asks of the environment and does not get, and what the environment offers in vain. */
export function appSecretProblems(outline: Outline, env: Environment): readonly Problem[] {
  return [...badTokens(Object.keys(outline.apps), env), ...badHeaders(outline, env)];
}

/** A token for an app that is not configured would silently go unused. */
function badTokens(apps: readonly string[], env: Environment): readonly Problem[] {
  const expected = apps.map(tokenVariable);
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX))
    .flatMap((name) => {
      if (expected.includes(name)) return sendable(name, env);
      const [nearest] = near(name, expected);
      const remedy = nearest === undefined ? 'Unset it, or add the app' : `Did you mean ${nearest}?`;
      return [wrongVariable(name, 'names no app of the configuration', remedy)];
    });
}

function badHeaders(outline: Outline, env: Environment): readonly Problem[] {
  const wanted = new Map(
    Object.entries(outline.apps).flatMap(([app, { smoke }]) =>
      Object.entries(smoke.headers).map(([header, { env: name }]) => [name, { app, header }] as const),
    ),
  );
  return [...wanted].flatMap(([name, { app, header }]) =>
    env[name] === undefined
      ? [missingVariable(name, `The smoke check of ${app} sends it as ${header}`)]
      : sendable(name, env),
  );
}

function sendable(name: string, env: Environment): readonly Problem[] {
  const fits = /^[\x21-\x7e]+$/.test(env[name] ?? '');
  return fits ? [] : [wrongVariable(name, 'does not look right', 'One word of printable ASCII')];
}

/** Header values by header name; `appSecretProblems` has made sure of them. */
export function headerValues(
  headers: Outline['apps'][string]['smoke']['headers'],
  env: Environment,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([header, { env: name }]) => [header, env[name] ?? '']),
  );
}
