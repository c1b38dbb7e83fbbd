/** App webhooks: signed deliveries of what happens to releases, dynos and formation. */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { App, WorldEvent } from './model.ts';
import { dynoShape, processShape, releaseShape, stamp, userIdentity } from './shapes.ts';
import type { World } from './world.ts';

export interface Hook {
  readonly id: string;
  readonly app: App;
  readonly include: readonly string[];
  readonly level: 'notify' | 'sync';
  readonly url: string;
  readonly secret: string;
  readonly authorization: string | null;
  readonly createdAt: Date;
}

export interface Webhooks {
  /** A secret is made up when none is given. */
  add(hook: Omit<Hook, 'id' | 'secret' | 'createdAt'> & { readonly secret: string | null }): Hook;
  remove(id: string): void;
  of(app: App): readonly Hook[];
  hear(event: WorldEvent): void;
  stop(): void;
}

interface News {
  readonly resource: 'release' | 'dyno' | 'formation';
  readonly action: 'create' | 'update' | 'destroy';
  readonly data: unknown;
}

const DELIVERY_MS = 5_000;
const SYNC_TRIES = 5;
const RETRY_MS = 1_000;

export function makeWebhooks(world: World, url: () => string): Webhooks {
  const hooks = new Map<string, Hook>();
  // Per hook, because a stuck delivery holds up the next ones and nobody else's.
  const queues = new Map<string, Promise<void>>();
  let stopped = false;

  const deliver = async (hook: Hook, news: News): Promise<void> => {
    const delivery = randomUUID();
    const tries = hook.level === 'sync' ? SYNC_TRIES : 1;
    for (let attempt = 1; attempt <= tries && !stopped && hooks.has(hook.id); attempt += 1) {
      const body = JSON.stringify(envelope(hook, news, delivery, attempt, world.timeline.now()));
      if (await arrives(hook, body)) return;
      if (attempt < tries)
        await new Promise<void>((resolve) => world.timeline.after(RETRY_MS * attempt, resolve));
    }
  };

  return {
    add(asked) {
      const secret = asked.secret ?? randomBytes(24).toString('hex');
      const hook: Hook = { ...asked, id: randomUUID(), secret, createdAt: world.timeline.now() };
      hooks.set(hook.id, hook);
      return hook;
    },
    remove(id) {
      hooks.delete(id);
      queues.delete(id);
    },
    of: (app) => [...hooks.values()].filter((hook) => hook.app === app),
    hear(event) {
      const news = newsOf(world, event, url());
      if (news === null || stopped) return;
      for (const hook of hooks.values()) {
        if (hook.app !== event.app || !hook.include.includes(`api:${news.resource}`)) continue;
        const before = queues.get(hook.id) ?? Promise.resolve();
        queues.set(
          hook.id,
          before.then(() => deliver(hook, news)),
        );
      }
    },
    stop() {
      stopped = true;
    },
  };
}

/** base64(HMAC-SHA256(secret, raw body)), as Heroku signs. */
export function signature(secret: string, body: string): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

async function arrives(hook: Hook, body: string): Promise<boolean> {
  try {
    const response = await fetch(hook.url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'heroku-webhook-hmac-sha256': signature(hook.secret, body),
        ...(hook.authorization === null ? {} : { authorization: hook.authorization }),
      },
      redirect: 'error',
      signal: AbortSignal.timeout(DELIVERY_MS),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

function newsOf(world: World, event: WorldEvent, url: string): News | null {
  if (event.kind === 'release-made' || event.kind === 'release-settled') {
    const { app, release } = event;
    const shape = releaseShape(app, release, '3', world.timeline.now(), url);
    const { artifact } = release;
    const slug = shape.slug && {
      ...shape.slug,
      commit: artifact?.commit,
      commit_description: artifact?.subject,
    };
    const data = { ...shape, slug, stack: app.stack, pstable: artifact?.processTypes ?? {} };
    return { resource: 'release', action: event.kind === 'release-made' ? 'create' : 'update', data };
  }
  if (event.kind === 'dyno') {
    const { action, app, dyno } = event;
    const data = { ...dynoShape(app, dyno), ...(dyno.state === 'crashed' ? { exit_status: 1 } : {}) };
    return { resource: 'dyno', action, data };
  }
  if (event.kind === 'formation') {
    return { resource: 'formation', action: 'update', data: processShape(event.app, event.process) };
  }
  return null;
}

function envelope(
  hook: Hook,
  { resource, action, data }: News,
  delivery: string,
  attempt: number,
  now: Date,
) {
  return {
    id: randomUUID(),
    action,
    actor: userIdentity(hook.app.owner),
    created_at: stamp(now),
    updated_at: stamp(now),
    published_at: stamp(now),
    data,
    previous_data: {},
    resource,
    sequence: null,
    version: 'application/vnd.heroku+json; version=3',
    webhook_metadata: {
      attempt: { id: `${delivery}/${attempt}` },
      delivery: { id: delivery },
      event: { id: randomUUID(), include: `api:${resource}` },
      webhook: { id: hook.id },
    },
  };
}
