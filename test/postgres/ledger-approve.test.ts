/** What an approval costs: time, a code that counts once, and of overrides two an hour (facts/threats.md T12, T22, T26). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/ledger.ts';
import type { Actor } from '../../src/operation.ts';
import type { Proof } from '../../src/second-factor.ts';
import { ANA, BO, type Desk, openDesk } from './ledger-desk.ts';

type Approval = Partial<Parameters<Ledger['approve']>[0]>;

let desk: Desk;
let requests = 0;
beforeAll(async () => {
  desk = await openDesk();
  await desk.database.pool.query(
    `insert into second_factor (person, slack_id, name, seed, seed_no, confirmed_at, pending_no, last_step)
     values ('ana', 'U0ANA', 'Ana', 'sealed', 3, now(), 3, 100), ('bo', 'U0BO', 'Bo', 'sealed', 3, now(), 3, 100)`,
  );
});
afterAll(() => desk.close());

/** A request of Ana's, on an app of its own, asked so many seconds ago. */
async function asked(secondsAgo: number): Promise<string> {
  requests += 1;
  const id = `op${requests}`;
  const requestedAt = new Date(Date.now() - secondsAgo * 1000);
  const outcome = await desk.ask(id, { app: `app-${requests}`, requestedAt });
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  return id;
}

const proof = (step: number, person = 'ana'): Proof => ({ person, seedNo: 3, step });
const lastStep = async (person: string) =>
  Number((await desk.column('select last_step from second_factor where person = $1', person))[0]);

async function outcomeOf(id: string, approver: Actor, over: Approval): Promise<string> {
  const outcome = await desk.approve(id, approver, over);
  return outcome.ok ? 'approved' : outcome.refusal.reason;
}

describe('alone', () => {
  const solo = (step: number): Approval => ({ how: 'solo', soloAfterMs: 120_000, proof: proof(step) });

  test.each([
    ['before it is time', 110, ANA, solo(200), 'solo-not-yet'],
    ['as somebody else', 130, BO, { ...solo(200), proof: proof(200, 'bo') }, 'review-outdated'],
    ['without a code', 130, ANA, { ...solo(200), proof: null }, 'no-second-factor'],
    ['with another’s code', 130, ANA, { ...solo(200), proof: proof(200, 'bo') }, 'no-second-factor'],
    ['with a code used before', 130, ANA, solo(100), 'code-used'],
    [
      'with the code of a seed taken away',
      130,
      ANA,
      { ...solo(200), proof: { ...proof(200), seedNo: 2 } },
      'code-used',
    ],
    ['calling it two persons', 130, ANA, { ...solo(200), how: 'two-person' as const }, 'self-approval'],
  ] as const)('%s: refused, and no code is used up', async (_, secondsAgo, approver, over, reason) => {
    const id = await asked(secondsAgo);
    const before = await lastStep(approver.id);
    expect(await outcomeOf(id, approver, over)).toBe(reason);
    expect(await lastStep(approver.id)).toBe(before);
    expect(await desk.column('select status from operation where id = $1', id)).toEqual(['requested']);
    expect(await desk.column('select 1 from second_look where operation_id = $1', id)).toEqual([]);
  });

  test('in time, with a code: approved, used up, run and second look due, in one transaction', async () => {
    const id = await asked(130);
    expect(await outcomeOf(id, ANA, solo(300))).toBe('approved');
    expect(await lastStep('ana')).toBe(300);
    expect(await desk.column('select approved_how from operation where id = $1', id)).toEqual(['solo']);
    expect(
      await desk.column(
        'select due_at - approved_at = $2::interval from second_look join operation on id = operation_id where id = $1',
        id,
        '24 hours',
      ),
    ).toEqual([true]);
    expect(
      await desk.column(
        'select name from dbos.workflow_status where workflow_uuid like $1 order by 1',
        `${id}%`,
      ),
    ).toEqual(['prepare', 'roll-back', 'second-look']);
  });

  test('T22: one code at once for many requests: one of them is approved', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => asked(130)));
    const outcomes = await Promise.all(ids.map((id) => outcomeOf(id, ANA, solo(400))));
    expect(outcomes.toSorted()).toEqual(['approved', ...Array.from({ length: 11 }, () => 'code-used')]);
  });
});

test('T26: two overrides an hour for each person, each with a code; the third waits', async () => {
  const override = async (person: Actor, step: number, over: Approval = {}) =>
    outcomeOf(await asked(0), person, { override: 'it must', proof: proof(step, person.id), ...over });
  expect(await override(BO, 500, { proof: null })).toBe('no-second-factor');
  const both = [await override(BO, 501), await override(BO, 502), await override(BO, 503)];
  expect(both).toEqual(['approved', 'approved', 'override-limit']);
  expect(await lastStep('bo')).toBe(502);
  await desk.database.pool.query(
    `update operation set approved_at = now() - interval '61 minutes' where id = (select min(id) from operation where override_reason is not null)`,
  );
  expect(await override(BO, 504)).toBe('approved');
  expect(await override(BO, 505)).toBe('override-limit');
  expect(
    await desk.column(`select override_reason from operation where override_reason is not null`),
  ).toEqual(['it must', 'it must', 'it must']);
});

test('the second look: once, and never by the one who approved', async () => {
  const id = await asked(130);
  expect(await outcomeOf(id, ANA, { how: 'solo', soloAfterMs: 120_000, proof: proof(900) })).toBe('approved');
  const look = (by: Actor) =>
    desk.ledger.lookAgain(id, { by, at: new Date(), verdict: 'right', note: '' }, { audit: [] });
  expect(await look(ANA)).toBe(false);
  expect(await look({ ...ANA, id: 'ana-again' })).toBe(false);
  const looked = await Promise.all(Array.from({ length: 10 }, () => look(BO)));
  expect(looked.filter((done) => done)).toHaveLength(1);
  expect(await desk.ledger.secondLook(id)).toMatchObject({ done: { by: BO, verdict: 'right' } });
  expect(await desk.ledger.secondLook('none')).toBeNull();
});
