/** Heroku did not confirm: find out from the release list whether it happened (facts/threats.md section 2, step 7). */

import type { Attempt } from '../../ledger.ts';
import type { Operation, SeenRelease } from '../../operation.ts';
import type { Asking, Release, Run } from '../../ports.ts';
import * as words from '../../words/rollback.ts';
import { RELEASE_KEY } from '../incident/sight.ts';
import type { World } from '../world.ts';
import { type Attribution, type Judged, judge, seen } from './attribution.ts';
import { descriptionOf } from './description.ts';
import { reply } from './reply.ts';
import type { SendResult } from './send.ts';
import { type Unclear, unconfirmed } from './unconfirmed.ts';

/** 20 s deadline + 30 s router limit + 40 s margin: past this, and unseen, a request is taken not to have arrived. */
const QUIET_MS = 90_000;
const GOOD_READS = 3;
/** A list that cannot be read so long after the intent is a person's business: they hear within two minutes. */
const BLIND_MS = 110_000;
const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000] as const;
const READ = { purpose: 'rollback', deadlineMs: 10_000 } as const;
const HURRIED = { purpose: 'rollback', deadlineMs: 2_000 } as const;
const LIST_LENGTH = 50;

/** From here on an effect that was never seen is taken not to be coming. */
export function quietAt(attempt: Attempt): Date {
  return new Date(attempt.intentAt.getTime() + QUIET_MS);
}

export async function reconcile(
  run: Run,
  world: World,
  operation: Operation,
  attempt: Attempt,
): Promise<SendResult> {
  const until = quietAt(attempt).getTime();
  const blindAt = attempt.intentAt.getTime() + BLIND_MS;
  let goodReads = 0;
  for (let n = 0; ; n += 1) {
    const looked = await look(world, operation, attempt);
    if (looked.kind === 'found')
      return landed(run, world, operation, attempt, looked.release, 'adopted', looked.more);
    if (looked.kind === 'somebody-else')
      return unclear(run, world, operation, attempt, { why: 'somebody-else', head: seen(looked.head) });
    if (looked.kind === 'absent') goodReads += 1;
    const now = (await world.clock.now()).getTime();
    if (now >= until && goodReads >= GOOD_READS)
      return unclear(run, world, operation, attempt, { why: 'not-seen' });
    if (now >= blindAt && looked.kind === 'unreadable')
      return unclear(run, world, operation, attempt, { why: 'cannot-look' });
    await world.clock.pause(PAUSES_MS[Math.min(n, PAUSES_MS.length - 1)] ?? 8_000);
  }
}

/** Heroku may apply a request long after the connection died: adopt it, and say so. False when there is nothing to adopt. */
export async function landedLate(run: Run, world: World, operationId: string): Promise<boolean> {
  const [operation, attempts] = await Promise.all([
    world.ledger.find(operationId),
    world.ledger.attempts(operationId),
  ]);
  const attempt = attempts.findLast(unresolved);
  if (!operation || !attempt) return false;
  const looked = await look(world, operation, attempt);
  if (looked.kind !== 'found') return false;
  const { release, more } = looked;
  return (await landed(run, world, operation, attempt, release, 'adopted', more)) === 'landed';
}

/** Sent, and its effect not seen: it may still come. */
export function unresolved({ outcome }: Attempt): boolean {
  return outcome === 'not_seen' || outcome === 'somebody_else';
}

export type Looked = Judged | { readonly kind: 'unreadable' };

/** One look at the release list for the effect of one attempt. */
export async function look(
  world: World,
  operation: Operation,
  attempt: Attempt,
  asking: Asking = READ,
): Promise<Looked> {
  const releases = await world.heroku.releases(operation.app, LIST_LENGTH, asking);
  if (!releases.ok) return { kind: 'unreadable' };
  const past = releases.value.filter((release) => release.version > attempt.base.version);
  // Nothing there but what we know already: no need to ask who we are.
  if (past.every((release) => release.id === operation.release?.id)) return { kind: 'absent' };
  const account = await world.heroku.account(operation.app, asking);
  if (!account.ok) return { kind: 'unreadable' };
  const taken = new Set<string>();
  for (const release of past) {
    if (release.id !== operation.release?.id && (await world.ledger.ours(release.id))) taken.add(release.id);
  }
  const attribution: Attribution = {
    botUserId: account.value.id,
    baseVersion: attempt.base.version,
    description: descriptionOf(operation),
    since: operation.kind === 'code-only' ? null : attempt.intentAt,
    taken,
  };
  return judge(past, attribution);
}

/** The release is ours: record it and go on to verification. */
export async function landed(
  run: Run,
  world: World,
  operation: Operation,
  attempt: Attempt,
  release: Release,
  outcome: 'confirmed' | 'adopted',
  more: readonly Release[] = [],
): Promise<SendResult> {
  const at = await world.clock.now();
  const isOver = release.version > attempt.base.version + 1;
  const over = isOver ? await before(world, operation.app, release) : null;
  const ref = { id: release.id, version: release.version };
  const settled = await world.ledger.settle(
    run.lease,
    attempt.n,
    { outcome, detail: { version: release.version }, release: ref },
    {
      // `approved`: a person has just said to send once more, which is not needed now.
      from: ['executing', 'needs_human', 'approved'],
      to: 'verifying',
      set: {
        release: ref,
        sentAt: attempt.intentAt,
        ending: null,
        progress: { ...operation.progress, release: release.status },
      },
      audit: [
        {
          action: 'rollback.landed',
          actor: 'switchback',
          targetType: 'operation',
          targetId: operation.id,
          payload: { attempt: attempt.n, version: release.version, outcome },
        },
      ],
      posts: [
        ...(outcome === 'adopted'
          ? [reply(operation, `adopted-${attempt.n}`, words.adopted(operation, ref))]
          : []),
        ...(isOver ? [reply(operation, 'landed-over', words.landedOver(operation, ref, over), true)] : []),
        ...more.map((each) =>
          reply(operation, `duplicate-${each.version}`, words.duplicate(operation, seen(each)), true),
        ),
      ],
      timeline: {
        key: RELEASE_KEY(operation.app, ref.version),
        at,
        actor: 'Switchback',
        text: words.timelineLanded(operation, ref).source,
      },
    },
  );
  // Nothing was changed when a person closed it in the meantime.
  return settled ? 'landed' : 'over';
}

/** What it went over, for people to know whose it was; not worth much waiting. */
async function before(world: World, app: string, { version }: Release): Promise<SeenRelease | null> {
  const read = await world.heroku.release(app, version - 1, HURRIED);
  return read.ok ? seen(read.value) : null;
}

async function unclear(
  run: Run,
  world: World,
  operation: Operation,
  attempt: Attempt,
  ending: Unclear,
): Promise<SendResult> {
  const change = await unconfirmed(world, operation, ending, attempt.n);
  const result =
    ending.why === 'somebody-else'
      ? ({ outcome: 'somebody_else', detail: { head: ending.head.version } } as const)
      : ({ outcome: 'not_seen', detail: { why: ending.why } } as const);
  await world.ledger.settle(run.lease, attempt.n, result, change);
  return 'over';
}
