import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, openDesk } from './ledger-desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const HELLO = { key: 'daily/2026-11-20/hello', channel: 'C0OPS', text: 'Good morning' };

test('of many who start a day at once one does, and its words are written once', async () => {
  await desk.ask('op_1');
  expect(await desk.ledger.dayIsDone('2026-11-20')).toBe(false);
  const won = await Promise.all(Array.from({ length: 8 }, () => desk.ledger.startDay('2026-11-20', [HELLO])));
  expect(won.filter(Boolean)).toHaveLength(1);
  expect(await desk.ledger.dayIsDone('2026-11-20')).toBe(true);
  expect(await desk.column(`select key from outbox where key ~ '^(daily|audit)/' order by id`)).toEqual([
    'audit/head/1',
    HELLO.key,
  ]);
  expect(
    await desk.column(`select text = (select hash from audit) from outbox where key = 'audit/head/1'`),
  ).toEqual([true]);
});

test('a head that did not move is not said again; nothing is said of an empty audit', async () => {
  expect(await desk.ledger.startDay('2026-11-19', [])).toBe(true);
  expect(await desk.column(`select key from outbox`)).toEqual([]);
  await desk.ask('op_1');
  await desk.ledger.startDay('2026-11-20', []);
  await desk.ledger.startDay('2026-11-21', []);
  expect(await desk.column(`select key from outbox where key like 'audit/%'`)).toEqual(['audit/head/1']);
});

test('a closing carries its own row’s anchor, and other changes none', async () => {
  await desk.executing('op_1');
  expect(await desk.column(`select key from outbox where key like 'audit/%'`)).toEqual([]);
  await desk.ledger.change('op_1', {
    from: ['executing'],
    to: 'failed',
    set: { endedAt: new Date() },
    audit: [
      {
        action: 'rollback.failed',
        actor: 'switchback',
        targetType: 'operation',
        targetId: 'op_1',
        payload: null,
      },
    ],
  });
  const [seq] = await desk.column('select max(seq) from audit');
  expect(await desk.column(`select key from outbox where key like 'audit/%'`)).toEqual([`audit/head/${seq}`]);
});

test('refusals are noted once a minute for each person and reason, whoever notes them', async () => {
  const entry = {
    action: 'refused',
    actor: 'sue',
    targetType: 'person',
    targetId: 'U0SUE',
    payload: { reason: 'wrong-role' },
  } as const;
  await Promise.all(Array.from({ length: 20 }, () => desk.ledger.noteRefusal('wrong-role', entry)));
  await desk.ledger.noteRefusal('self-approval', entry);
  await desk.ledger.noteRefusal('wrong-role', { ...entry, actor: 'gus' });
  const kept = () => desk.column(`select actor from audit where action = 'refused' order by seq`);
  expect(await kept()).toEqual(['sue', 'sue', 'gus']);
  await desk.database.pool.query(`update refusal_noted set noted_at = noted_at - interval '61 seconds'`);
  await desk.ledger.noteRefusal('wrong-role', entry);
  expect(await kept()).toEqual(['sue', 'sue', 'gus', 'sue']);
});
