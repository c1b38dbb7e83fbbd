/** `/apps/:app/webhooks`. */
import { z } from 'zod';
import { invalidParams, notFound } from '../api-error.ts';
import { ok, type Route } from '../call.ts';
import { identity, stamp } from '../shapes.ts';
import type { Hook } from '../webhooks.ts';

const body = z.object({
  include: z.array(z.enum(['api:release', 'api:dyno', 'api:formation'])).min(1),
  level: z.enum(['notify', 'sync']),
  url: z.url(),
  secret: z.string().optional(),
  authorization: z.string().optional(),
});

export const webhookRoutes: readonly Route[] = [
  {
    of: 'app',
    method: 'GET',
    path: '/apps/:app/webhooks',
    name: 'webhooks-read',
    need: 'read',
    answer: ({ app, platform }) => ok(platform.webhooks.of(app).map(shape)),
  },
  {
    of: 'app',
    method: 'POST',
    path: '/apps/:app/webhooks',
    name: 'webhook-write',
    need: 'write',
    answer: (call) => {
      const asked = body.safeParse(call.body);
      if (!asked.success) throw invalidParams('A webhook needs include, level and url.');
      const { url, secret = null, authorization = null, include, level } = asked.data;
      // A rehearsal never leaves this machine.
      if (new URL(url).hostname !== '127.0.0.1')
        throw invalidParams('The simulator delivers to 127.0.0.1 only.');
      const hook = call.platform.webhooks.add({ app: call.app, url, secret, authorization, include, level });
      const headers: Record<string, string> = secret === null ? { 'Heroku-Webhook-Secret': hook.secret } : {};
      return { status: 201, headers, body: shape(hook) };
    },
  },
  {
    of: 'app',
    method: 'DELETE',
    path: '/apps/:app/webhooks/:webhook',
    name: 'webhook-write',
    need: 'write',
    answer: ({ app, params, platform }) => {
      const hook = platform.webhooks.of(app).find(({ id }) => id === params['webhook']);
      if (hook === undefined) throw notFound('webhook');
      platform.webhooks.remove(hook.id);
      return ok(shape(hook));
    },
  },
];

function shape(hook: Hook) {
  return {
    app: identity(hook.app),
    id: hook.id,
    include: hook.include,
    level: hook.level,
    url: hook.url,
    created_at: stamp(hook.createdAt),
    updated_at: stamp(hook.createdAt),
  };
}
