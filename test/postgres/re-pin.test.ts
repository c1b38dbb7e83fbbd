/** The checklist of a re-pin in the database: one note after another, whoever is first, and never rewritten. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LeaseLost } from '../../src/lease-lost.ts';
import type { Change } from '../../src/ledger.ts';
import type { Actor } from '../../src/operation.ts';
import type { RePinNote } from '../../src/re-pin.ts';
import { ANA, audited, BO, type Desk, openDesk } from './ledger-desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const AT = new Date('2026-11-20T03:14:00Z');
const SEEN = {
  id: 'r87',
  version: 87,
  description: 'Deployed web (c0ffee12)',
  by: 'cy',
  at: AT.toISOString(),
};

function open(id: string): Omit<Change, 'lease'> {
  return {
    ...audited(id, 'note'),
    from: ['needs_human'],
    to: 'needs_human',
    posts: [{ key: `${id}/note`, channel: 'C0OPS', text: 'noted' }],
  };
}

const ticked = { what: 'ticked', step: 'push' } as const;

/** An operation whose checklist is open, as a refused send leaves it. */
async function opened(id: string) {
  const lease = await desk.executing(id, { app: `app of ${id}` });
  await desk.ledger.settle(
    lease,
    1,
    { outcome: 'failed', detail: {} },
    {
      from: ['executing'],
      to: 'needs_human',
      set: { kind: 're-pin', ending: { why: 'image-gone' } },
      audit: [],
      posts: [{ key: `${id}/checklist`, channel: 'C0OPS', text: 'Push it again', checklist: id }],
    },
  );
  return lease;
}

function note(id: string, n: number, what: RePinNote, by: Actor | null, over: Partial<Change> = {}) {
  return desk.ledger.noteRePin(id, { n, note: what, by, at: AT }, { ...open(id), ...over });
}

test('twenty people note at once: one is first, the others look again', async () => {
  await opened('op-race');
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, i) => note('op-race', 1, ticked, i % 2 === 0 ? ANA : BO)),
  );
  expect(all.filter((each) => each !== null)).toHaveLength(1);
  expect(await desk.ledger.rePinEntries('op-race')).toMatchObject([{ n: 1, note: ticked, at: AT }]);
  expect(
    await desk.column(
      `select count(*)::int from audit where target_id = 'op-race' and action = 'rollback.note'`,
    ),
  ).toEqual([1]);
});

test('a number is not skipped, and nothing of a refused note stays', async () => {
  await opened('op-gap');
  expect(await note('op-gap', 2, ticked, ANA)).toBeNull();
  expect(await desk.ledger.rePinEntries('op-gap')).toEqual([]);
  expect(await desk.column(`select 1 from outbox where key = 'op-gap/note'`)).toEqual([]);
});

test('only while the checklist is open', async () => {
  const lease = await opened('op-open');
  await desk.ledger.change('op-open', { ...open('op-open'), to: 'closed' });
  expect(await note('op-open', 1, ticked, ANA)).toBeNull();
  expect(await note('op-open', 1, { what: 'seen', release: SEEN }, null, { lease })).toBeNull();
  await desk.executing('op-other', { app: 'app of op-other' });
  expect(await note('op-other', 1, ticked, ANA)).toBeNull();
});

test('taking a release goes on to verification, locks deploys and redraws card and checklist', async () => {
  const lease = await opened('op-taken');
  expect(
    await desk.column(`select 1 from deploy_lock where operation_id = 'op-taken' and removed_at is null`),
  ).toEqual([]);
  await desk.database.pool.query(
    `update re_pin_card set changed_at = '-infinity' where operation_id = 'op-taken'`,
  );
  const pushed = { tag: 'main-c0ffee12', by: 'Ana' };
  const taken = await note('op-taken', 1, { what: 'taken', release: SEEN }, null, {
    lease,
    to: 'verifying',
    set: { release: { id: 'r87', version: 87 }, pushed, ending: null },
  });
  expect(taken).toMatchObject({ kind: 're-pin', status: 'verifying', release: { version: 87 }, pushed });
  expect(
    await desk.column(`select 1 from deploy_lock where operation_id = 'op-taken' and removed_at is null`),
  ).toHaveLength(1);
  expect(
    await desk.column(
      `select 1 from re_pin_card where operation_id = 'op-taken' and changed_at > '-infinity'`,
    ),
  ).toHaveLength(1);
  expect(await note('op-taken', 2, ticked, ANA)).toBeNull();
});

test('a run that was overtaken notes nothing', async () => {
  const lease = await opened('op-late');
  await desk.takeLease('op-late');
  await expect(note('op-late', 1, { what: 'seen', release: SEEN }, null, { lease })).rejects.toThrow(
    LeaseLost,
  );
  expect(await desk.ledger.rePinEntries('op-late')).toEqual([]);
});

test('notes are never changed or taken out, not even by the owner', async () => {
  await opened('op-kept');
  await note('op-kept', 1, ticked, ANA);
  for (const sql of ['update re_pin_note set n = 9', 'delete from re_pin_note', 'truncate re_pin_note']) {
    await expect(desk.database.pool.query(sql)).rejects.toThrow(/append-only/);
  }
});
