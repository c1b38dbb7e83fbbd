/** One look at whether production is back: one request a look, until all seems well; only then everything that proves it. */
import type { ReleaseRef } from '../../operation.ts';
import type { Read, ReadFailure, Release } from '../../ports.ts';
import type { World } from '../world.ts';
import { allUp, passes, type Recovery, type RecoveryFacts, recovery } from './recovery.ts';

const READ = { purpose: 'rollback', deadlineMs: 10_000 } as const;
const NEWEST = 10;

/** What one look carries to the next; all of it can be found out again. */
export interface Known {
  webQuantity: number | null;
  /** Our release once its command is over and it is current or has failed, which it stays. */
  settled: Release | null;
}

export async function observe(world: World, app: string, ours: ReleaseRef, known: Known): Promise<Recovery> {
  const { heroku, smoke } = world;
  let unread: ReadFailure | undefined;
  function value<T>(read: Read<T>): T | null {
    if (read.ok) return read.value;
    unread ??= read.why;
    return null;
  }
  async function readRelease(): Promise<Release | null> {
    return value(await heroku.release(app, ours.version, READ));
  }
  function seen(facts: Omit<RecoveryFacts, 'ours' | 'webQuantity' | 'unread'>): Recovery {
    return recovery({ ours, webQuantity: known.webQuantity, unread, ...facts });
  }
  /** What took its place, once ours is not current or dynos run something newer. */
  async function onTop(): Promise<Release | null> {
    const releases = value(await heroku.releases(app, NEWEST, READ)) ?? [];
    return releases.find((each) => each.current && each.version > ours.version) ?? null;
  }

  // Asked again while it is unknown or 0: somebody may be scaling up.
  known.webQuantity ||= webQuantityOf(value(await heroku.formation(app, READ)));
  const release = known.settled ?? (await readRelease());
  if (!release || release.status === 'pending') return seen({ release, dynos: null, smoke: null });
  if (release.current || release.status !== 'succeeded') known.settled = release;
  const dynos = value(await heroku.dynos(app, READ));
  const web = dynos?.filter((dyno) => dyno.type === 'web') ?? [];
  const displaced = release.status === 'succeeded' && !release.current;
  if (displaced || web.some((dyno) => dyno.releaseVersion > ours.version))
    return seen({ release, dynos, smoke: null, onTop: await onTop() });
  if (!allUp(web, ours.version, known.webQuantity)) return seen({ release, dynos, smoke: null });
  const answer = await smoke.check(app);
  if (!passes(answer)) return seen({ release, dynos, smoke: answer });
  // Somebody may have released on top since it settled.
  const now = await readRelease();
  return seen({ release: now, dynos, smoke: answer, onTop: now?.current === false ? await onTop() : null });
}

function webQuantityOf(
  formation: readonly { readonly type: string; readonly quantity: number }[] | null,
): number | null {
  return formation && (formation.find((process) => process.type === 'web')?.quantity ?? 0);
}
