/** `/account`, `/apps` and the app's smaller parts. */
import { z } from 'zod';
import { addonShape } from '../addon-shape.ts';
import { badRequest, invalidParams } from '../api-error.ts';
import { list, ok, type Route } from '../call.ts';
import type { Addon, App, Person } from '../model.ts';
import { setConfig } from '../releases.ts';
import { accountShape, appShape, collaboratorShape, couplingShape, logSessionShape } from '../shapes.ts';

const configBody = z.record(z.string().regex(/^\w+$/), z.union([z.string(), z.null()]));
const appBody = z.strictObject({ maintenance: z.boolean() });
const logBody = z.object({
  lines: z.number().int().positive().max(1500).optional(),
  tail: z.boolean().optional(),
});
const appsBy = { by: { id: (each: App) => each.id, name: (each: App) => each.name } };
const peopleBy = { by: { id: (each: Person) => each.id, email: (each: Person) => each.email } };
const addonsBy = { by: { id: (each: Addon) => each.plan } };

export const appRoutes: readonly Route[] = [
  {
    of: 'account',
    method: 'GET',
    path: '/account',
    name: 'account-read',
    need: 'identity',
    answer: ({ grant, platform }) => ok(accountShape(grant.person, platform.world.timeline.now())),
  },
  {
    of: 'account',
    method: 'GET',
    path: '/account/rate-limits',
    name: 'rate-limit-read',
    need: 'identity',
    free: true,
    answer: ({ grant, platform }) => ok({ remaining: platform.budgets.remaining(grant.person) }),
  },
  {
    of: 'account',
    method: 'GET',
    path: '/apps',
    name: 'details-read',
    need: 'read',
    answer: (call) => {
      const { apps } = call.grant;
      const seen = [...call.platform.world.apps.values()].filter(
        (app) => apps === null || apps.includes(app.name),
      );
      return list(call, seen, appsBy, (app) => appShape(app, call.variant));
    },
  },
  {
    of: 'app',
    method: 'GET',
    path: '/apps/:app',
    name: 'app-read',
    need: 'read',
    answer: ({ app, variant }) => ok(appShape(app, variant)),
  },
  {
    of: 'app',
    method: 'PATCH',
    path: '/apps/:app',
    name: 'app-patch',
    need: 'write',
    answer: ({ app, body, platform, variant }) => {
      const asked = appBody.safeParse(body);
      if (!asked.success) throw badRequest('The request body is not understood.');
      app.maintenance = asked.data.maintenance;
      app.updatedAt = platform.world.timeline.now();
      platform.journal.effect('maintenance', app.name, app.maintenance ? 'on' : 'off');
      return ok(appShape(app, variant));
    },
  },
  {
    of: 'app',
    method: 'GET',
    path: '/apps/:app/config-vars',
    name: 'config-read',
    need: 'read-protected',
    answer: ({ app }) => ok(app.config),
  },
  {
    of: 'app',
    method: 'PATCH',
    path: '/apps/:app/config-vars',
    name: 'config-patch',
    need: 'write-protected',
    answer: ({ app, body, grant, omen, platform }) => {
      const changes = configBody.safeParse(body);
      if (!changes.success)
        throw invalidParams('Config vars are names of letters, digits and _ with text or null.');
      setConfig(platform.world, app, changes.data, grant.person, omen);
      return ok(app.config);
    },
  },
  {
    of: 'app',
    method: 'GET',
    path: '/apps/:app/addons',
    name: 'details-read',
    need: 'read',
    answer: (call) => list(call, call.app.addons, addonsBy, (addon) => addonShape(call.app, addon)),
  },
  {
    of: 'app',
    method: 'GET',
    path: '/apps/:app/collaborators',
    name: 'details-read',
    need: 'read',
    answer: (call) =>
      list(call, call.platform.world.people, peopleBy, (person) => collaboratorShape(call.app, person)),
  },
  {
    of: 'app',
    method: 'GET',
    path: '/apps/:app/pipeline-couplings',
    name: 'details-read',
    need: 'read',
    answer: ({ app }) => ok(couplingShape(app)),
  },
  {
    of: 'app',
    method: 'POST',
    path: '/apps/:app/log-sessions',
    name: 'log-session-create',
    need: 'read',
    answer: ({ app, body, platform }) => {
      const asked = logBody.safeParse(body ?? {});
      if (!asked.success) throw badRequest('The request body is not understood.');
      const { lines = 100, tail = false } = asked.data;
      const { id, token } = platform.logSessions.open(app, { lines, tail });
      return {
        status: 201,
        body: logSessionShape(id, `${platform.url}/logs/${token}`, platform.world.timeline.now()),
      };
    },
  },
];
