/** Heroku did not confirm: find out from the release list whether it happened (facts/threats.md section 2, step 7). */
import type { Operation } from '../../operation.ts';
import type { Attempt, Release, Run } from '../../ports.ts';
import * as words from '../../words/rollback.ts';
import type { World } from '../world.ts';
import { type Attribution, effects, seen, somebodyElse } from './attribution.ts';
import { humanNeededChange } from './end.ts';
import { reply } from './reply.ts';
import type { SendResult } from './send.ts';

/** 20 s deadline + 30 s router limit + 40 s margin: past this, and unseen, a request is taken not to have arrived. */
const QUIET_MS = 90_000;
const GOOD_READS = 3;
const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000] as const;
const READ = { purpose: 'rollback', deadlineMs: 10_000 } as const;
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
  let goodReads = 0;
  for (let n = 0; ; n += 1) {
    const looked = await look(world, operation, attempt);
    if (looked.kind === 'found')
      return landed(run, world, operation, attempt, looked.release, 'adopted', looked.more);
    if (looked.kind === 'somebody-else') return unclear(run, world, operation, attempt, looked.head);
    if (looked.kind === 'absent') goodReads += 1;
    const now = await world.clock.now();
    if (now.getTime() >= until && goodReads >= GOOD_READS)
      return unclear(run, world, operation, attempt, null);
    await world.clock.pause(PAUSES_MS[Math.min(n, PAUSES_MS.length - 1)] ?? 8_000);
  }
}

export type Looked =
  | { readonly kind: 'found'; readonly release: Release; readonly more: readonly Release[] }
  | { readonly kind: 'somebody-else'; readonly head: Release }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable' };

/** One look at the release list for the effect of one attempt. */
export async function look(world: World, operation: Operation, attempt: Attempt): Promise<Looked> {
  const [account, releases] = await Promise.all([
    world.heroku.account(operation.app, READ),
    world.heroku.releases(operation.app, LIST_LENGTH, READ),
  ]);
  if (!account.ok || !releases.ok) return { kind: 'unreadable' };
  const past = releases.value.filter((release) => release.version > attempt.base.version);
  const taken = new Set<string>();
  for (const release of past) {
    if (release.id !== operation.release?.id && (await world.ledger.ours(release.id))) taken.add(release.id);
  }
  const attribution: Attribution = {
    botUserId: account.value.id,
    baseVersion: attempt.base.version,
    targetVersion: operation.target.version,
    intentAt: attempt.intentAt,
    taken,
  };
  const [first, ...more] = effects(past, attribution);
  if (first) return { kind: 'found', release: first, more };
  const other = somebodyElse(past, attribution);
  return other ? { kind: 'somebody-else', head: other } : { kind: 'absent' };
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
  const over = release.version > attempt.base.version + 1;
  const ref = { id: release.id, version: release.version };
  await world.ledger.settle(
    run.lease,
    attempt.n,
    { outcome, detail: { version: release.version }, release: ref },
    {
      from: ['executing', 'needs_human'],
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
        ...(over
          ? [reply(operation, 'landed-over', words.landedOver(operation, ref, attempt.base.version), true)]
          : []),
        ...more.map((each) =>
          reply(operation, `duplicate-${each.version}`, words.duplicate(operation, seen(each)), true),
        ),
      ],
      timeline: { at, actor: 'Switchback', text: words.timelineLanded(operation, ref).source },
    },
  );
  return 'landed';
}

async function unclear(
  run: Run,
  world: World,
  operation: Operation,
  attempt: Attempt,
  other: Release | null,
): Promise<SendResult> {
  const at = await world.clock.now();
  const change = humanNeededChange(
    operation,
    other ? { why: 'somebody-else', head: seen(other) } : { why: 'not-seen' },
    at,
  );
  const outcome = other ? 'somebody_else' : 'not_seen';
  await world.ledger.settle(
    run.lease,
    attempt.n,
    { outcome, detail: other ? { head: other.version } : {} },
    change,
  );
  return 'over';
}
