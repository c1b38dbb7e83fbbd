/** What a send puts into its one request: a release to go back to, or its code alone (design.md ruling 7). */
import type { Operation } from '../../operation.ts';
import type { Read, Release, Sent } from '../../ports.ts';
import type { World } from '../world.ts';
import { descriptionOf } from './description.ts';

export type Parcel =
  | { readonly holds: 'release'; readonly releaseId: string }
  | { readonly holds: 'slug'; readonly slugId: string; readonly description: string };

const READ = { purpose: 'rollback', deadlineMs: 10_000 } as const;

/** Null when the target's code is gone. Reads only when the target is older than the list. */
export async function pack(
  world: World,
  operation: Operation,
  releases: readonly Release[],
): Promise<Read<Parcel | null>> {
  const { app, kind, target } = operation;
  if (kind !== 'code-only') return { ok: true, value: { holds: 'release', releaseId: target.id } };
  const listed = releases.find((release) => release.id === target.id);
  const found = listed
    ? ({ ok: true, value: listed } as const)
    : await world.heroku.release(app, target.version, READ);
  if (!found.ok) return found.why === 'not-found' ? { ok: true, value: null } : found;
  const { slugId } = found.value;
  const description = descriptionOf(operation);
  return { ok: true, value: slugId === null ? null : { holds: 'slug', slugId, description } };
}

/** Exactly one request. */
export function dispatch(world: World, app: string, parcel: Parcel): Promise<Sent> {
  return parcel.holds === 'slug'
    ? world.heroku.releaseSlug(app, parcel.slugId, parcel.description)
    : world.heroku.rollBack(app, parcel.releaseId);
}
