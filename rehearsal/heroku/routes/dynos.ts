/** `/apps/:app/dynos` and `/apps/:app/formation`. */
import { z } from 'zod';
import { badRequest, invalidParams, notFound } from '../api-error.ts';
import { pushedImage } from '../artifact.ts';
import { type Answer, type AppCall, list, ok, type Route } from '../call.ts';
import { remove, restart } from '../dynos.ts';
import { scale } from '../formation.ts';
import type { Dyno, ProcessType } from '../model.ts';
import { releaseImage } from '../releases.ts';
import { dynoShape, processShape } from '../shapes.ts';

const ACCEPTED: Answer = { status: 202, body: {} };
const quantity = z.union([z.string(), z.number().int()]).optional();
const size = {
  size: z.string().optional(),
  dyno_size: z.union([z.string(), z.object({ name: z.string() })]).optional(),
};
/** `heroku container:release`: the image's digest in Heroku's registry, a process type each. */
const images = z.strictObject({
  updates: z
    .array(
      z.strictObject({ type: z.literal('web'), docker_image: z.string().regex(/^sha256:[0-9a-f]{64}$/) }),
    )
    .length(1),
});
const updates = z.strictObject({
  updates: z.array(z.strictObject({ type: z.string(), quantity, ...size })).min(1),
});
const update = z.strictObject({ quantity, ...size });
const dynosBy = { by: { id: (each: Dyno) => each.id, name: (each: Dyno) => each.name } };
const processesBy = { by: { id: (each: ProcessType) => each.id, type: (each: ProcessType) => each.type } };

export const dynoRoutes: readonly Route[] = [
  {
    of: 'app',
    method: 'GET',
    path: '/apps/:app/dynos',
    name: 'dynos-read',
    need: 'read',
    answer: (call) => list(call, call.app.dynos, dynosBy, (dyno) => dynoShape(call.app, dyno)),
  },
  {
    of: 'app',
    method: 'GET',
    path: '/apps/:app/dynos/:dyno',
    name: 'dynos-read',
    need: 'read',
    answer: (call) => ok(dynoShape(call.app, wantedDyno(call))),
  },
  {
    of: 'app',
    method: 'DELETE',
    path: '/apps/:app/dynos',
    name: 'dynos-restart',
    need: 'write',
    answer: (call) => restarted(call, 'all', () => true),
  },
  {
    of: 'app',
    method: 'DELETE',
    path: '/apps/:app/dynos/:dyno',
    name: 'dynos-restart',
    need: 'write',
    answer: (call) => {
      const dyno = wantedDyno(call);
      return restarted(call, dyno.name, (each) => each === dyno);
    },
  },
  {
    of: 'app',
    method: 'DELETE',
    path: '/apps/:app/formations/:type',
    name: 'dynos-restart',
    need: 'write',
    answer: (call) => {
      const { type } = wantedProcess(call);
      return restarted(call, type, (dyno) => dyno.type === type);
    },
  },
  {
    of: 'app',
    method: 'POST',
    path: '/apps/:app/dynos/:dyno/actions/stop',
    name: 'dyno-stop',
    need: 'write',
    answer: (call) => {
      const dyno = wantedDyno(call);
      remove(call.platform.world, call.app, dyno);
      call.platform.journal.effect('dyno-stopped', call.app.name, dyno.name);
      return ACCEPTED;
    },
  },
  {
    of: 'app',
    method: 'GET',
    path: '/apps/:app/formation',
    name: 'formation-read',
    need: 'read',
    answer: (call) => list(call, [...call.app.formation.values()], processesBy, processOf(call)),
  },
  {
    of: 'app',
    method: 'GET',
    path: '/apps/:app/formation/:type',
    name: 'formation-read',
    need: 'read',
    answer: (call) => ok(processOf(call)(wantedProcess(call))),
  },
  {
    of: 'app',
    method: 'PATCH',
    path: '/apps/:app/formation',
    name: 'formation-patch',
    need: 'write',
    answer: (call) => {
      const image = images.safeParse(call.body).data?.updates[0]?.docker_image;
      if (image !== undefined) return imageReleased(call, image);
      const body = updates.safeParse(call.body);
      if (!body.success) throw badRequest('The request body is not understood.');
      scale(call.platform.world, call.app, body.data.updates.map(change));
      // The whole formation, not only what changed.
      return ok([...call.app.formation.values()].map(processOf(call)));
    },
  },
  {
    of: 'app',
    method: 'PATCH',
    path: '/apps/:app/formation/:type',
    name: 'formation-patch',
    need: 'write',
    answer: (call) => {
      const body = update.safeParse(call.body);
      if (!body.success) throw badRequest('The request body is not understood.');
      const process = wantedProcess(call);
      scale(call.platform.world, call.app, [change({ type: process.type, ...body.data })]);
      return ok(processOf(call)(process));
    },
  },
];

/** Only where images run; the answer is the whole formation, and the release is found by listing. */
function imageReleased(call: AppCall, digest: string): Answer {
  const { platform, app, grant, omen } = call;
  if (app.stack !== 'container') throw invalidParams('This app does not run container images.');
  releaseImage(platform.world, app, pushedImage(platform.world, app, digest), grant.person, omen);
  return ok([...app.formation.values()].map(processOf(call)));
}

function restarted({ platform, app }: AppCall, what: string, only: (dyno: Dyno) => boolean): Answer {
  restart(platform.world, app, only);
  platform.journal.effect('restarted', app.name, what);
  return ACCEPTED;
}

function change(asked: z.infer<typeof updates>['updates'][number]) {
  const named = typeof asked.dyno_size === 'object' ? asked.dyno_size.name : asked.dyno_size;
  return { type: asked.type, quantity: asked.quantity, size: asked.size ?? named };
}

function processOf(call: AppCall) {
  return (process: ProcessType) => processShape(call.app, process);
}

function wantedDyno({ app, params }: AppCall): Dyno {
  const dyno = app.dynos.find((each) => each.id === params['dyno'] || each.name === params['dyno']);
  if (dyno === undefined) throw notFound('dyno');
  return dyno;
}

function wantedProcess({ app, params }: AppCall): ProcessType {
  const process = app.formation.get(params['type'] ?? '');
  if (process === undefined) throw notFound('formation');
  return process;
}
