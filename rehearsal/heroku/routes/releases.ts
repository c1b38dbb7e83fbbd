/** `/apps/:app/releases`: list, info, rollback and create. */
import { z } from 'zod';
import { badRequest, invalidParams, notFound } from '../api-error.ts';
import { type AppCall, list, ok, type Route } from '../call.ts';
import type { Release } from '../model.ts';
import { eligibleForRollback, releaseCode, rollBack } from '../releases.ts';
import { releaseShape, slugShape } from '../shapes.ts';
import { findRelease } from '../world.ts';

const RELEASES = '/apps/:app/releases';
const rollbackBody = z.object({ release: z.string() });
const createBody = z.object({
  slug: z.string().optional(),
  oci_image: z.string().optional(),
  description: z.string().max(256).optional(),
});
/** The API's default order is by version; heroku-client asks by id. */
const sortable = {
  by: { version: (each: Release) => each.version, id: (each: Release) => each.id },
};

export const releaseRoutes: readonly Route[] = [
  {
    of: 'app',
    method: 'GET',
    path: RELEASES,
    name: 'releases-read',
    need: 'read-protected',
    answer: (call) => list(call, call.app.releases, sortable, (release) => shape(call, release)),
  },
  {
    of: 'app',
    method: 'GET',
    path: `${RELEASES}/:release`,
    name: 'release-read',
    need: 'read-protected',
    answer: (call) => ok(shape(call, wanted(call))),
  },
  {
    of: 'app',
    method: 'GET',
    path: `${RELEASES}/:release/config-vars`,
    name: 'release-config-read',
    need: 'read-protected',
    answer: (call) => ok(wanted(call).config),
  },
  {
    of: 'app',
    method: 'POST',
    path: RELEASES,
    name: (body) => (rollbackBody.safeParse(body).success ? 'rollback-post' : 'release-create'),
    need: 'write-protected',
    answer: (call) => {
      const rollback = rollbackBody.safeParse(call.body);
      const release = rollback.success ? rollBackTo(call, rollback.data.release) : create(call);
      return { status: 201, body: shape(call, release) };
    },
  },
  {
    of: 'app',
    method: 'GET',
    path: '/apps/:app/slugs/:slug',
    name: 'slug-read',
    need: 'read',
    answer: (call) => {
      const { app, platform, params } = call;
      const slug = app.releases.find((each) => each.artifact?.id === params['slug'])?.artifact;
      if (slug?.kind !== 'slug') throw notFound('slug');
      return ok(slugShape(slug, app.stack, platform.url));
    },
  },
];

function rollBackTo(call: AppCall, id: string): Release {
  const { app, grant, omen, platform } = call;
  // By uuid only: `v84` does not work, and nobody knows about a bare number.
  const target = app.releases.find((each) => each.id === id);
  if (target === undefined) throw notFound('release');
  if (!eligibleForRollback(app, target, platform.world.timeline.now())) {
    throw invalidParams(`Cannot roll back to v${target.version}.`);
  }
  if (target.imageGone) throw invalidParams(`The image of v${target.version} is no longer available.`);
  return rollBack(platform.world, app, target, grant.person, omen);
}

function create(call: AppCall): Release {
  const { app, grant, omen, platform } = call;
  const body = createBody.safeParse(call.body);
  if (!body.success) throw badRequest('The request body is not understood.');
  const { slug, oci_image: image, description } = body.data;
  const id = slug ?? image;
  if (id === undefined) throw invalidParams('Either a slug, an image or a release is needed.');
  const { now } = platform.world.timeline;
  const carrier = app.releases.findLast(
    (each) => each.artifact?.id === id && eligibleForRollback(app, each, now()),
  );
  const artifact = carrier?.artifact ?? null;
  if (artifact === null) throw notFound(slug === undefined ? 'image' : 'slug');
  const text = description ?? `Deploy ${artifact.commit.slice(0, 8)}`;
  return releaseCode(platform.world, app, artifact, text, grant.person, omen);
}

function wanted({ app, params }: AppCall): Release {
  const release = findRelease(app, params['release'] ?? '');
  if (release === undefined) throw notFound('release');
  return release;
}

function shape({ app, variant, platform }: AppCall, release: Release): unknown {
  return releaseShape(app, release, variant, platform.world.timeline.now(), platform.url);
}
