/** What a run writes: fenced by its lease, conditional on the state, each change with its consequences or not at all. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LeaseLost } from '../../src/lease-lost.ts';
import type { Change, Consequences } from '../../src/ledger.ts';
import type { Lease, Post } from '../../src/ports.ts';
import { audited, BO, CLOSING, type Desk, openDesk, opens, to } from './ledger-desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

let apps = 0;
/** An app nobody else in this file uses: its slot is free. */
function fresh(): { readonly id: string; readonly app: string } {
  apps += 1;
  return { id: `op-${apps}`, app: `app-${apps}` };
}

const release = (id: string) => ({ id: `release of ${id}`, version: 87 });
const audits = (id: string) => desk.column('select action from audit where target_id = $1 order by seq', id);
const outcomes = (id: string) =>
  desk.column('select outcome from attempt where operation_id = $1 order by n', id);
const locked = async (id: string) =>
  (await desk.column('select 1 from deploy_lock where operation_id = $1 and removed_at is null', id))
    .length === 1;
const post = (key: string, over: Partial<Post> = {}): Post => ({ key, channel: 'C0OPS', text: 'x', ...over });

/** Everything a change may bring with it. */
function everything(id: string): Consequences {
  return {
    ...audited(id, 'all'),
    posts: [post(`${id}/all`)],
    timeline: { at: new Date(), actor: 'Switchback', text: `all ${id}` },
    drill: {
      corrects: null,
      happenedAt: new Date('2026-11-20T03:03:02Z'),
      app: id,
      operator: 'Ana (approved by Bo)',
      badRelease: 'v85',
      rolledTo: 'v84',
      wallClock: '1',
      outcome: 'Success',
    },
  };
}
const written = (id: string) =>
  desk.column(
    `select 'audit' from audit where action = 'rollback.all' and target_id = $1
     union all select 'post' from outbox where key = $1 || '/all'
     union all select 'timeline' from timeline_entry where text = 'all ' || $1
     union all select 'drill' from drill_record where app = $1`,
    id,
  );

describe('a mark', () => {
  test('is noted once, with its words, whoever is first of many at the same moment', async () => {
    const { id, app } = fresh();
    await desk.approved(id, { app, incident: opens(`i-${id}`) });
    const say = (n: number) =>
      desk.ledger.change(id, {
        from: ['approved'],
        to: null,
        mark: { name: 'escalated', by: `person ${n}`, at: new Date('2026-11-20T03:12:00Z') },
        audit: [...audited(id, 'marked').audit],
        posts: [post(`${id}/marked-${n}`)],
      });
    const all = await Promise.all(Array.from({ length: 10 }, (_, n) => say(n)));
    const first = all.filter((changed) => changed !== null);
    expect(first).toHaveLength(1);
    expect(first[0]).toMatchObject({
      status: 'approved',
      marks: { escalated: { at: '2026-11-20T03:12:00.000Z' } },
    });
    expect((await audits(id)).filter((action) => action === 'rollback.marked')).toHaveLength(1);
    const said = await desk.column(`select key from outbox where key like $1 || '/marked-%'`, id);
    expect(said).toHaveLength(1);
  });

  test('of another name does not stand in its way, and the state stays', async () => {
    const { id, app } = fresh();
    await desk.approved(id, { app });
    const at = new Date();
    for (const name of ['still-broken', 'symptom-gone'] as const)
      await desk.ledger.change(id, {
        from: ['approved'],
        to: null,
        mark: { name, by: 'Ana', at },
        audit: [],
      });
    const found = await desk.ledger.find(id);
    expect(Object.keys(found?.marks ?? {}).toSorted()).toEqual(['still-broken', 'symptom-gone']);
    expect(found?.status).toBe('approved');
  });
});

describe('change', () => {
  test('from where it may: state, fields and all consequences in one transaction', async () => {
    const { id, app } = fresh();
    const lease = await desk.approved(id, { app, incident: opens(`i-${id}`) });
    const at = new Date('2026-11-20T03:04:05.678Z');
    await desk.column(
      `update card set drawn_at = 'infinity', changed_at = '-infinity' where operation_id = $1`,
      id,
    );
    const changed = await desk.ledger.change(id, {
      lease,
      from: ['executing', 'approved'],
      to: 'verifying',
      set: {
        sentAt: at,
        release: release(id),
        progress: { release: 'pending', dynosUp: 1 },
        recoveredAt: at,
        confirmedAt: at,
        endedAt: at,
        ending: { why: 'not-seen' },
        decision: { what: 'close', by: { id: 'bo', slackId: 'U0BO', name: 'Bo', agent: false } },
      },
      ...everything(id),
    });
    expect(changed).toMatchObject({
      status: 'verifying',
      sentAt: at,
      release: release(id),
      progress: { release: 'pending', dynosUp: 1 },
      recoveredAt: at,
      confirmedAt: at,
      endedAt: at,
      ending: { why: 'not-seen' },
      decision: { what: 'close', by: { id: 'bo' } },
    });
    expect(await desk.ledger.find(id)).toEqual(changed);
    expect(await written(id)).toEqual(['audit', 'post', 'timeline', 'drill']);
    expect(
      await desk.column(`select changed_at > '-infinity' from card where operation_id = $1`, id),
    ).toEqual([true]);
    const undone = await desk.ledger.change(id, {
      ...to('verifying', id, ['verifying']),
      set: { recoveredAt: null, ending: null, decision: null },
    });
    expect(undone).toMatchObject({ recoveredAt: null, ending: null, decision: null, sentAt: at });
  });

  test.each<[string, (lease: Lease) => Change['lease']]>([
    ['a person', () => undefined],
    ['the run that holds the lease', (lease) => lease],
  ])('from where it may not: nothing at all, asked by %s', async (_, whose) => {
    const { id, app } = fresh();
    const holding = whose(await desk.approved(id, { app, incident: opens(`i-${id}`) }));
    const before = await desk.ledger.find(id);
    const changed = await desk.ledger.change(id, {
      from: ['requested', 'verifying'],
      to: 'closed',
      ...(holding ? { lease: holding } : {}),
      ...everything(id),
    });
    expect(changed).toBeNull();
    expect(await desk.ledger.find(id)).toEqual(before);
    expect(await written(id)).toEqual([]);
  });

  test('an unknown operation is no fault for a person, and a lost lease for a run', async () => {
    expect(await desk.ledger.change('none', to('closed', 'none', ['requested']))).toBeNull();
    await expect(
      desk.ledger.change('none', {
        ...to('closed', 'none', ['requested']),
        lease: { operationId: 'none', leaseNo: 1 },
      }),
    ).rejects.toThrow(LeaseLost);
  });
});

describe('T70 a run that was overtaken', () => {
  const acts: readonly [string, (lease: Lease) => Promise<unknown>][] = [
    [
      'change',
      (lease) =>
        desk.ledger.change(lease.operationId, { ...to('failed', lease.operationId, ['executing']), lease }),
    ],
    ['intend', (lease) => desk.intend(lease, 2)],
    [
      'settle',
      (lease) =>
        desk.ledger.settle(
          lease,
          1,
          { outcome: 'confirmed', detail: {}, release: release(lease.operationId) },
          to('verifying', lease.operationId, ['executing']),
        ),
    ],
    ['progress', (lease) => desk.ledger.progress(lease, { dynosUp: 9 })],
  ];
  test.each(acts)('writes nothing more: %s', async (_, act) => {
    const { id, app } = fresh();
    const lease = await desk.executing(id, { app });
    const heir = await desk.takeLease(id);
    const before = [await desk.ledger.find(id), await desk.ledger.attempts(id), await audits(id)];
    await expect(act(lease)).rejects.toThrow(LeaseLost);
    expect([await desk.ledger.find(id), await desk.ledger.attempts(id), await audits(id)]).toEqual(before);
    await desk.ledger.progress(heir, { dynosUp: 1 });
    expect(await desk.ledger.find(id)).toMatchObject({ progress: { dynosUp: 1 } });
  });
});

describe('intend', () => {
  test('claims the send: attempt, state, deploy lock and audit together', async () => {
    const { id, app } = fresh();
    const lease = await desk.approved(id, { app });
    const intent = await desk.intend(lease, 1);
    expect(intent).toMatchObject({
      ok: true,
      value: { n: 1, base: { id: 'r86', version: 86 }, outcome: null },
    });
    expect(await desk.ledger.find(id)).toMatchObject({ status: 'executing', sentAt: expect.any(Date) });
    expect(await desk.ledger.attempts(id)).toEqual([intent.ok && intent.value]);
    expect(await locked(id)).toBe(true);
    expect(await audits(id)).toEqual(['rollback.requested', 'rollback.approved', 'rollback.intended']);
  });

  const refusals: readonly [string, (id: string) => Promise<unknown>, unknown][] = [
    ['T21 expired', (id) => desk.expire(id), { reason: 'expired' }],
    [
      'no longer approved',
      (id) => desk.ledger.change(id, to('closed', id, ['approved'])),
      { reason: 'already-handled', status: 'closed' },
    ],
  ];
  test.each(refusals)('refused: %s', async (_, first, refusal) => {
    const { id, app } = fresh();
    const lease = await desk.approved(id, { app });
    await first(id);
    expect(await desk.intend(lease, 1)).toMatchObject({ ok: false, refusal });
    expect(await desk.ledger.attempts(id)).toEqual([]);
    expect(await locked(id)).toBe(false);
    expect(await audits(id)).not.toContain('rollback.intended');
  });

  test('refused: another base than was approved', async () => {
    const { id, app } = fresh();
    const lease = await desk.approved(id, { app });
    const intent = { n: 1, base: { id: 'r87', version: 87 }, at: new Date() };
    expect((await desk.ledger.intend(lease, intent, { audit: [] })).ok).toBe(false);
    expect(await desk.ledger.attempts(id)).toEqual([]);
  });

  test('T31 never beside an attempt whose outcome is unknown, whatever the row says', async () => {
    const { id, app } = fresh();
    const lease = await desk.executing(id, { app });
    await desk.column(`update operation set status = 'approved' where id = $1`, id);
    await expect(desk.intend(lease, 2)).rejects.toThrow(/attempt_one_open/);
    expect(await outcomes(id)).toEqual([null]);
  });

  test('twenty at once by one confused run: one attempt', async () => {
    const { id, app } = fresh();
    const lease = await desk.approved(id, { app });
    const results = await Promise.all(Array.from({ length: 20 }, () => desk.intend(lease, 1)));
    expect(results.filter((each) => each.ok)).toHaveLength(1);
    expect(await outcomes(id)).toEqual([null]);
  });
});

describe('settle', () => {
  test('outcome, release and state in one transaction', async () => {
    const { id, app } = fresh();
    const lease = await desk.executing(id, { app });
    const settled = await desk.ledger.settle(
      lease,
      1,
      { outcome: 'confirmed', detail: { version: 87 }, release: release(id) },
      { ...to('verifying', id, ['executing']), set: { release: release(id) } },
    );
    expect(settled).toMatchObject({ status: 'verifying', release: release(id) });
    expect(await outcomes(id)).toEqual(['confirmed']);
    expect(await desk.ledger.ours(release(id).id)).toBe(true);
    expect(await desk.ledger.ours('somebody else')).toBe(false);
    expect(await locked(id)).toBe(true);
  });

  test('an outcome that is known is not written again', async () => {
    const { id, app } = fresh();
    const lease = await desk.executing(id, { app });
    await desk.ledger.settle(lease, 1, { outcome: 'failed', detail: {} }, to('refused', id, ['executing']));
    const again = { outcome: 'confirmed', detail: {}, release: release(id) } as const;
    expect(
      await desk.ledger.settle(lease, 1, again, to('verifying', id, ['executing', 'refused'])),
    ).toBeNull();
    expect(await outcomes(id)).toEqual(['failed']);
    expect(await desk.ledger.find(id)).toMatchObject({ status: 'refused' });
  });

  test('T37 what was not seen may be adopted when it lands late', async () => {
    const { id, app } = fresh();
    const lease = await desk.executing(id, { app });
    await desk.ledger.settle(
      lease,
      1,
      { outcome: 'not_seen', detail: {} },
      to('needs_human', id, ['executing']),
    );
    const adopted = { outcome: 'adopted', detail: {}, release: release(id) } as const;
    const settled = await desk.ledger.settle(lease, 1, adopted, {
      ...to('verifying', id, ['needs_human']),
      set: { release: release(id) },
    });
    expect(settled).toMatchObject({ status: 'verifying', release: release(id) });
    expect(await outcomes(id)).toEqual(['adopted']);
  });

  test('a person closed it first: the late landing changes neither the attempt nor the operation', async () => {
    const { id, app } = fresh();
    const lease = await desk.executing(id, { app });
    await desk.ledger.settle(
      lease,
      1,
      { outcome: 'not_seen', detail: {} },
      to('needs_human', id, ['executing']),
    );
    await desk.ledger.change(id, to('closed', id, ['needs_human']));
    const adopted = { outcome: 'adopted', detail: {}, release: release(id) } as const;
    expect(await desk.ledger.settle(lease, 1, adopted, to('verifying', id, ['needs_human']))).toBeNull();
    expect(await outcomes(id)).toEqual(['not_seen']);
    expect(await desk.ledger.find(id)).toMatchObject({ status: 'closed' });
  });

  test('T38 one release belongs to one attempt', async () => {
    const [first, second] = [fresh(), fresh()];
    const leases = [await desk.executing(first.id, first), await desk.executing(second.id, second)];
    const [ours, other] = leases.map((lease) =>
      desk.ledger.settle(
        lease,
        1,
        { outcome: 'confirmed', detail: {}, release: { id: 'the one', version: 87 } },
        to('verifying', lease.operationId, ['executing']),
      ),
    );
    const results = await Promise.allSettled([ours, other]);
    expect(results.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  test('nothing was sent: the lock goes, and so does the time of sending', async () => {
    const { id, app } = fresh();
    const lease = await desk.executing(id, { app });
    await desk.ledger.settle(
      lease,
      1,
      { outcome: 'not_executed', detail: {} },
      to('approved', id, ['executing']),
    );
    expect(await locked(id)).toBe(false);
    expect(await desk.ledger.find(id)).toMatchObject({ status: 'approved', sentAt: null });
    expect((await desk.intend(lease, 2)).ok).toBe(true);
    expect(await locked(id)).toBe(true);
  });

  test('Heroku refused it: the lock goes', async () => {
    const { id, app } = fresh();
    const lease = await desk.executing(id, { app });
    await desk.ledger.settle(lease, 1, { outcome: 'failed', detail: {} }, to('refused', id, ['executing']));
    expect(await locked(id)).toBe(false);
  });

  test.each(['not_executed', 'failed'] as const)(
    'an earlier send may still land: the lock stays when the second is %s',
    async (outcome) => {
      const { id, app } = fresh();
      const lease = await desk.executing(id, { app });
      await desk.ledger.settle(
        lease,
        1,
        { outcome: 'not_seen', detail: {} },
        to('needs_human', id, ['executing']),
      );
      await desk.ledger.change(id, to('approved', id, ['needs_human']));
      const first = (await desk.ledger.attempts(id))[0];
      await desk.intend(lease, 2);
      await desk.ledger.settle(lease, 2, { outcome, detail: {} }, to('approved', id, ['executing']));
      expect(await locked(id)).toBe(true);
      if (outcome === 'not_executed') {
        expect((await desk.ledger.find(id))?.sentAt).toEqual(first?.intentAt);
      }
    },
  );
});

describe('consequences', () => {
  test('a post is said once per key, by whomever and however often', async () => {
    const posts = [post('once', { blocks: [{ type: 'divider' }], thread: 'root', broadcast: true })];
    await Promise.all(Array.from({ length: 10 }, () => desk.ledger.post(posts)));
    await desk.ledger.post([post('once', { text: 'something else' })]);
    const { rows } = await desk.database.pool.query(
      `select channel, text, blocks, thread_key, broadcast, status from outbox where key = 'once'`,
    );
    expect(rows).toEqual([
      {
        channel: 'C0OPS',
        text: 'x',
        blocks: [{ type: 'divider' }],
        thread_key: 'root',
        broadcast: true,
        status: 'waiting',
      },
    ]);
  });

  test('an operation has one card, the first', async () => {
    const { id, app } = fresh();
    await desk.ask(id, { app });
    await desk.ledger.post([post(`${id}/another`, { card: id })]);
    expect(await desk.column('select post_key from card where operation_id = $1', id)).toEqual([
      `${id}/card`,
    ]);
  });

  test('an operation earns one row of the record, and each correction once', async () => {
    const { id, app } = fresh();
    await desk.approved(id, { app });
    const again = () => desk.ledger.change(id, { from: ['approved'], to: 'approved', ...everything(id) });
    await again();
    await again();
    const [original, ...more] = await desk.ledger.drills(id);
    expect(more).toEqual([]);
    expect(original).toMatchObject({ operationId: id, corrects: null, outcome: 'Success' });
    const corrected = (outcome: string) =>
      desk.ledger.change(id, {
        ...to('approved', id, ['approved']),
        ...(original ? { drill: { ...original, corrects: original.id, outcome } } : {}),
      });
    await corrected('web.1 crashed');
    await corrected('web.1 crashed');
    await corrected('web.2 crashed');
    expect((await desk.ledger.drills(id)).map((row) => [row.corrects, row.outcome])).toEqual([
      [null, 'Success'],
      [original?.id, 'web.1 crashed'],
      [original?.id, 'web.2 crashed'],
    ]);
  });

  test("the record begins with the runbook's own row", async () => {
    expect((await desk.ledger.drills(null))[0]).toMatchObject({ app: 'raxx-api-staging', rolledTo: 'v430' });
    expect(await desk.ledger.drills('raxx-velvet-prod')).toEqual([]);
  });

  test('an incident is closed once, with its words', async () => {
    const { id, app } = fresh();
    await desk.ask(id, { app, incident: opens(`i-${id}`) });
    const close = () =>
      desk.incidents.close(`i-${id}`, CLOSING, { ...everything(id), ...audited(`i-${id}`, 'all') });
    const closed = await Promise.all([close(), close(), close()]);
    expect(closed.filter((each) => each !== null)).toMatchObject([{ id: `i-${id}`, closed: { by: BO } }]);
    expect(await desk.incidents.openOn(app)).toBeNull();
    expect(
      await desk.column('select count(*)::int from timeline_entry where text = $1', `all ${id}`),
    ).toEqual([1]);
  });

  test('the newest operations come first', async () => {
    const { id, app } = fresh();
    await desk.ask(id, { app });
    await desk.ledger.change(id, to('cancelled', id, ['requested']));
    await desk.ask(`${id}-later`, { app, requestedAt: new Date(Date.now() + 1_000) });
    expect((await desk.ledger.recent(app, 5)).map((each) => each.id)).toEqual([`${id}-later`, id]);
    expect(await desk.ledger.recent(app, 1)).toHaveLength(1);
    expect((await desk.ledger.recent(null, 1))[0]?.id).toBe(`${id}-later`);
  });
});
