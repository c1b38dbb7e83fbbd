/** The peer: what one writes in an afternoon. Bare fetch, asks everything once a second, remembers nothing. */
import { setTimeout as pause } from 'node:timers/promises';
import type { HerokuSim } from '../../rehearsal/heroku/start.ts';

const EVERY_MS = 1_000;

export interface NaiveRollback {
  /** Epoch milliseconds, as is `recoveredAt`. */
  readonly beganAt: number;
  readonly recoveredAt: number;
  readonly calls: number;
}

export async function naiveRollback(
  { url, botToken, frontUrl, world }: HerokuSim,
  app: string,
  version: number,
): Promise<NaiveRollback> {
  const target = world.apps.get(app)?.releases.find((release) => release.version === version);
  const beganAt = Date.now();
  let calls = 0;
  const call = async (path: string, body?: object) => {
    calls += 1;
    const answer = await fetch(`${url}/apps/${app}/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        accept: 'application/vnd.heroku+json; version=3',
        authorization: `Bearer ${botToken}`,
        'content-type': 'application/json',
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return (await answer.json()) as unknown;
  };
  const made = (await call('releases', { release: target?.id })) as { readonly version: number };
  for (;;) {
    const release = (await call(`releases/${made.version}`)) as { readonly status: string };
    const dynos = (await call('dynos')) as readonly Dyno[];
    const web = dynos.filter((dyno) => dyno.type === 'web');
    const up = web.every((dyno) => dyno.state === 'up' && dyno.release.version === made.version);
    const smoke = await fetch(frontUrl(app));
    await smoke.arrayBuffer();
    if (release.status === 'succeeded' && up && smoke.status === 200) {
      return { beganAt, recoveredAt: Date.now(), calls };
    }
    await pause(EVERY_MS);
  }
}

interface Dyno {
  readonly type: string;
  readonly state: string;
  readonly release: { readonly version: number };
}
