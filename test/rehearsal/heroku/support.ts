import { vi } from 'vitest';
import type { HerokuSim } from '../../../rehearsal/heroku/start.ts';

export interface Heard {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export type Ask = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Heard>;

/** A client that sends each request once and adds nothing of its own but token and accept. */
export function asker(heroku: HerokuSim, token: string = heroku.botToken): Ask {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(heroku.url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/vnd.heroku+json; version=3',
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  };
}

/** Waits until `holds` no longer throws. */
export function eventually<T>(holds: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(holds, { timeout: 10_000, interval: 5 });
}

export function releaseId(heroku: HerokuSim, app: string, version: number): string {
  const release = heroku.control.app(app).releases.find((each) => each.version === version);
  if (release === undefined) throw new Error(`${app} has no v${version}`);
  return release.id;
}
