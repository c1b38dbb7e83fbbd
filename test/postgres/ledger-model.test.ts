/**
 * The state machine of design.md section 4, driven at random by people, a run, an overtaken run and time, and compared
 * after every step with a model of a few lines. The ledger may refuse; it may never break an invariant.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LeaseLost } from '../../src/lease-lost.ts';
import type { AttemptOutcome } from '../../src/ledger.ts';
import { type Actor, ENDED_STATUSES, type OperationStatus, SLOT_STATUSES } from '../../src/operation.ts';
import type { Lease } from '../../src/ports.ts';
import { ANA, BO, CY, type Desk, openDesk, to } from './ledger-desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

interface Modelled {
  readonly id: string;
  status: OperationStatus;
  approver: string | null;
  expired: boolean;
  lease: Lease | null;
  attempts: (AttemptOutcome | null)[];
}

/** Where each outcome of an attempt may take an operation from, and where to. */
const SETTLES: Readonly<Record<AttemptOutcome, readonly [readonly OperationStatus[], OperationStatus]>> = {
  confirmed: [['executing'], 'verifying'],
  adopted: [['executing', 'needs_human'], 'verifying'],
  not_executed: [['executing'], 'approved'],
  failed: [['executing'], 'refused'],
  not_seen: [['executing'], 'needs_human'],
  somebody_else: [['executing'], 'needs_human'],
};
const SLOT: readonly OperationStatus[] = SLOT_STATUSES;
const ENDED: readonly OperationStatus[] = ENDED_STATUSES;

/** Does something to the operation that holds the slot, and expects of it what the model says. */
type Move = (current: Modelled) => Promise<void>;

const approve =
  (by: Actor): Move =>
  async (current) => {
    const may = current.status === 'requested' && !current.expired && by !== ANA;
    expect((await desk.approve(current.id, by)).ok, 'may approve').toBe(may);
    if (!may) return;
    Object.assign(current, { status: 'approved', approver: by.id, lease: await desk.takeLease(current.id) });
  };

const change =
  (from: OperationStatus, next: OperationStatus): Move =>
  async (current) => {
    const changed = await desk.ledger.change(current.id, to(next, current.id, [from]));
    expect(changed?.status ?? null).toBe(current.status === from ? next : null);
    if (changed) current.status = next;
  };

const intend: Move = async (current) => {
  if (!current.lease) return;
  const may = current.status === 'approved' && !current.expired;
  const intent = await desk.intend(current.lease, current.attempts.length + 1);
  expect(intent.ok, 'may send').toBe(may);
  if (!may) return;
  current.status = 'executing';
  current.attempts.push(null);
};

const intendLate: Move = async ({ id, lease }) => {
  if (!lease) return;
  await expect(desk.intend({ operationId: id, leaseNo: lease.leaseNo - 1 }, 99)).rejects.toThrow(LeaseLost);
};

const settle =
  (outcome: AttemptOutcome): Move =>
  async (current) => {
    const { id, lease, attempts } = current;
    const last = attempts.at(-1);
    if (!lease || last === undefined) return;
    const [from, next] = SETTLES[outcome];
    const takes =
      from.includes(current.status) && (last === null || last === 'not_seen' || last === 'somebody_else');
    const release =
      next === 'verifying' ? { release: { id: `release ${id} ${attempts.length}`, version: 87 } } : {};
    const settled = await desk.ledger.settle(
      lease,
      attempts.length,
      { outcome, detail: {}, ...release },
      { ...to(next, id, from), set: release },
    );
    expect(settled?.status ?? null).toBe(takes ? next : null);
    if (!takes) return;
    current.status = next;
    attempts[attempts.length - 1] = outcome;
  };

const MOVES = {
  'Ana approves her own': approve(ANA),
  'Bo approves': approve(BO),
  'Cy approves': approve(CY),
  reject: change('requested', 'rejected'),
  cancel: change('requested', 'cancelled'),
  'time passes': async (current) => {
    await desk.expire(current.id);
    current.expired = true;
  },
  'the sweeper comes': async (current) => {
    if (current.expired) await change('requested', 'expired')(current);
  },
  'another process takes over': async (current) => {
    if (current.lease) current.lease = await desk.takeLease(current.id);
  },
  intend,
  'an overtaken run intends': intendLate,
  confirmed: settle('confirmed'),
  adopted: settle('adopted'),
  'not executed': settle('not_executed'),
  failed: settle('failed'),
  'not seen': settle('not_seen'),
  'somebody else': settle('somebody_else'),
  'send once more': change('needs_human', 'approved'),
  close: change('needs_human', 'closed'),
  recover: change('verifying', 'recovered'),
} satisfies Readonly<Record<string, Move>>;

type Step = [app: 'a' | 'b', move: 'request' | keyof typeof MOVES];

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom('a', 'a', 'b'),
  fc.constantFrom<Step[1][]>(
    ...(Object.keys(MOVES) as (keyof typeof MOVES)[]),
    // What a walk needs most often in order to get anywhere.
    ...(['request', 'request', 'request', 'Bo approves', 'Bo approves', 'intend', 'intend'] as const),
  ),
);

/** One road to each end that a random walk might miss. */
const ROADS: readonly Step[1][][] = [
  ['request', 'Bo approves', 'intend', 'confirmed', 'recover', 'request', 'cancel'],
  ['request', 'Cy approves', 'intend', 'not seen', 'adopted', 'recover'],
  ['request', 'Bo approves', 'intend', 'not seen', 'send once more', 'intend', 'somebody else', 'close'],
  ['request', 'Bo approves', 'intend', 'not executed', 'intend', 'failed', 'request', 'reject'],
  ['request', 'time passes', 'request', 'time passes', 'the sweeper comes'],
];

async function take(walk: string, world: Modelled[], [app, move]: Step): Promise<void> {
  const mine = world.filter((each) => each.id.startsWith(`${walk}-${app}`));
  const current = mine.findLast((each) => SLOT.includes(each.status));
  if (move !== 'request') {
    if (current) await MOVES[move](current);
    return;
  }
  const free = !current || (current.status === 'requested' && current.expired);
  const id = `${walk}-${app}-${mine.length}`;
  const outcome = await desk.ask(id, { app: `app of ${walk}-${app}` });
  expect(outcome.ok, 'the slot is free').toBe(free);
  if (!free) return;
  if (current) current.status = 'expired';
  world.push({ id, status: 'requested', approver: null, expired: false, lease: null, attempts: [] });
}

/** Said of the rows, by SQL, whatever the model believes. */
const BROKEN: Readonly<Record<string, string>> = {
  'two holders of one slot': `select app from operation where status = any($1) group by app having count(*) > 1`,
  'an attempt without an approval': `select o.id from attempt a join operation o on o.id = a.operation_id where o.approver is null`,
  'approved by the requester': `select id from operation where approver ->> 'id' = requester ->> 'id'`,
  'two open attempts': `select operation_id from attempt where outcome is null group by 1 having count(*) > 1`,
  'sending without an open attempt, or the other way round': `
    select o.id from operation o
     where (o.status = 'executing') <> exists (select from attempt where operation_id = o.id and outcome is null)`,
  'a release on the row that no attempt made': `
    select o.id from operation o
     where release_id is not null and not exists (select from attempt where release_id = o.release_id)`,
  'no deploy lock though something may have been sent, or the other way round': `
    select o.id from operation o
     where exists (select from deploy_lock where operation_id = o.id and removed_at is null)
        <> exists (select from attempt where operation_id = o.id
                    and (outcome is null or outcome not in ('not_executed', 'failed')))`,
  'a state that no audit row accounts for': `
    select o.id from operation o
     where not exists (
       select from audit where target_id = o.id
         and action = 'rollback.' || case o.status when 'executing' then 'intended' else o.status end)`,
};

async function expectNothingBroken(): Promise<void> {
  for (const [what, sql] of Object.entries(BROKEN)) {
    expect(await desk.column(sql, ...(sql.includes('$1') ? [SLOT] : [])), what).toEqual([]);
  }
}

test('no order of events breaks the state machine', async () => {
  const reached = new Set<OperationStatus>();
  let walks = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 45 }), async (steps) => {
      walks += 1;
      const world: Modelled[] = [];
      const ended = new Map<string, OperationStatus>();
      for (const each of steps) {
        await take(`walk ${walks}`, world, each);
        for (const { id, status } of world) {
          reached.add(status);
          expect(ended.get(id) ?? status, 'an end is never left').toBe(status);
          if (ENDED.includes(status)) ended.set(id, status);
        }
      }
      const rows = await Promise.all(
        world.map(async ({ id }) => {
          const [found, attempts] = await Promise.all([desk.ledger.find(id), desk.ledger.attempts(id)]);
          return [id, found?.status, found?.approver?.id ?? null, attempts.map((each) => each.outcome)];
        }),
      );
      expect(rows).toEqual(world.map((each) => [each.id, each.status, each.approver, each.attempts]));
      await expectNothingBroken();
    }),
    { numRuns: 50, examples: ROADS.map((road) => [road.map((move): Step => ['a', move])]) },
  );
  // Everything but what only a run decides by looking at Heroku.
  expect([...SLOT, ...ENDED].filter((status) => !reached.has(status))).toEqual([
    'stale',
    'failed',
    'superseded',
  ]);
});

test('people and two processes at once: every interleaving leaves the same order', async () => {
  for (let round = 0; round < 10; round += 1) {
    const id = `race-${round}`;
    await desk.ask(id, { app: id });
    await Promise.all([desk.showReview(id, BO), desk.showReview(id, CY)]);
    await Promise.all([
      desk.approve(id, BO),
      desk.approve(id, CY),
      desk.ledger.change(id, to('cancelled', id, ['requested'])),
      desk.ledger.change(id, to('rejected', id, ['requested'])),
      desk.ask(`${id}-again`, { app: id }),
    ]);
    const taken = await desk.column(
      `select action from audit where target_id = $1 and action <> 'rollback.requested'`,
      id,
    );
    const status = (await desk.ledger.find(id))?.status;
    expect(taken).toEqual([`rollback.${status}`]);
  }
  await expectNothingBroken();
});
