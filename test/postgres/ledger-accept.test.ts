/** What the ledger accepts from people: requests and approvals, whoever else is at it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Refusal } from '../../src/outcome.ts';
import {
  ANA,
  asked,
  audited,
  BO,
  CLOSING,
  CY,
  type Desk,
  HASH,
  newOperation,
  openDesk,
  opens,
  to,
} from './ledger-desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const fifty = Array.from({ length: 50 }, (_, n) => n);

describe('request', () => {
  test('T29 fifty at once: one holds the slot, the others are told who', async () => {
    const outcomes = await Promise.all(
      fifty.map((n) => desk.ask(`op-${n}`, { incident: opens(`incident ${n}`) })),
    );
    const accepted = outcomes.flatMap((each) => (each.ok ? [each.value] : []));
    const refusals = outcomes.flatMap((each) => (each.ok ? [] : [each.refusal]));
    expect(accepted).toHaveLength(1);
    const [winner] = accepted;
    expect(refusals).toEqual(
      Array(49).fill(
        expect.objectContaining({
          reason: 'slot-taken',
          operationId: winner?.id,
          status: 'requested',
          by: ANA,
          targetVersion: 84,
        }),
      ),
    );
    expect(await desk.ledger.holder('raxx-api-prod')).toEqual(winner);
    expect(await desk.column('select id from operation')).toEqual([winner?.id]);
    expect(await desk.column('select id from incident')).toEqual([winner?.incidentId]);
    expect(await desk.column('select target_id from audit')).toEqual([winner?.id]);
    expect(await desk.column('select workflow_uuid from dbos.workflow_status')).toEqual([
      `${winner?.id}/prepare`,
    ]);
  });

  test('another app has a slot of its own', async () => {
    expect((await desk.ask('a')).ok).toBe(true);
    expect((await desk.ask('b', { app: 'raxx-console-prod' })).ok).toBe(true);
  });

  test('T21 an expired request frees the slot, is recorded as expired, and stays so', async () => {
    await desk.ask('old');
    await desk.expire('old');
    expect(await desk.ledger.holder('raxx-api-prod')).toBeNull();
    expect((await desk.ask('new')).ok).toBe(true);
    expect(await desk.ledger.find('old')).toMatchObject({ status: 'expired', ending: { why: 'expired' } });
    expect(await desk.column(`select target_id from audit where action = 'rollback.expired'`)).toEqual([
      'old',
    ]);
    expect(await desk.column(`select changed_at > drawn_at from card where operation_id = 'old'`)).toEqual([
      true,
    ]);
  });

  test('an approved operation does not lose its slot to time', async () => {
    await desk.approved('old');
    await desk.expire('old');
    expect(await desk.ask('new')).toMatchObject({
      ok: false,
      refusal: { reason: 'slot-taken', status: 'approved' },
    });
  });

  test('a refused request leaves nothing behind, least of all an incident without a headline', async () => {
    await desk.ask('first');
    const refused = await desk.ask('second', { incident: opens('incident 2') });
    expect(refused.ok).toBe(false);
    for (const table of ['incident', 'timeline_entry']) {
      expect(await desk.column(`select count(*)::int from ${table}`)).toEqual([0]);
    }
    expect(await desk.column('select key from outbox')).toEqual(['first/card']);
  });

  test('an incident is opened once; who lost that race speaks in its thread', async () => {
    await desk.ask('first', { incident: opens('i1') });
    await desk.ledger.change('first', to('cancelled', 'first', ['requested']));
    expect(await desk.incidents.openOn('raxx-api-prod')).toMatchObject({
      id: 'i1',
      symptom: 'signup 500s',
    });
    const second = await desk.ask('second', { incident: opens('i2') });
    expect(second).toMatchObject({ ok: true, value: { incidentId: 'i1' } });
    expect(await desk.column('select id from incident')).toEqual(['i1']);
    expect(
      await desk.column(`select key || ' in ' || coalesce(thread_key, 'channel') from outbox order by id`),
    ).toEqual(['incident/i1 in channel', 'first/card in incident/i1', 'second/card in incident/i1']);
    expect(await desk.column('select incident_id || text from timeline_entry order by id')).toEqual([
      'i1Asked first',
      'i1Asked second',
    ]);
  });

  test('a request that joins keeps to its incident, even when that was closed meanwhile', async () => {
    await desk.ask('first', { incident: opens('i1') });
    await desk.ledger.change('first', to('cancelled', 'first', ['requested']));
    await desk.incidents.close('i1', CLOSING, audited('i1', 'closed'));
    const second = await desk.ask('second', { incident: { id: 'i1', opens: null } });
    expect(second).toMatchObject({ ok: true, value: { incidentId: 'i1' } });
  });

  test('approved by policy or renewal: one transaction, and the run is due', async () => {
    await desk.ask('r', { approvedBy: BO, approvedAt: new Date() });
    expect(await desk.ledger.find('r')).toMatchObject({ status: 'approved', approver: BO });
    expect(await desk.column('select workflow_uuid from dbos.workflow_status')).toEqual(['r']);
  });

  test('a stale operation is renewed once', async () => {
    await desk.ask('old');
    await desk.ledger.change('old', to('stale', 'old', ['requested']));
    const renewals = await Promise.all(
      fifty.slice(0, 8).map((n) => desk.ask(`new-${n}`, { renews: 'old', app: `raxx-app-${n}` })),
    );
    expect(renewals.filter((each) => each.ok)).toHaveLength(1);
    expect(renewals.find((each) => !each.ok)).toMatchObject({ refusal: { reason: 'already-handled' } });
  });

  test('T61 texts that Postgres cannot store are stored as well as they can be', async () => {
    const name = 'A\0na \ud83d!';
    const wanted = newOperation('odd', {
      symptom: name,
      requester: { ...ANA, name },
      preflight: { description: name },
      incident: opens('i1'),
    });
    const outcome = await desk.ledger.request(wanted, {
      ...asked(wanted),
      timeline: { at: new Date(), actor: name, text: name },
    });
    const kept = 'A\ufffdna \ufffd!';
    expect(outcome).toMatchObject({
      ok: true,
      value: { symptom: kept, requester: { name: kept }, preflight: { description: kept } },
    });
    expect(await desk.ledger.find('o\0dd')).toBeNull();
  });
});

describe('look', () => {
  const preflight = { verdict: 'CLEAR' };

  test('shows the preflight and fixes a base that is not known yet', async () => {
    await desk.ask('op', { base: null });
    await desk.ledger.look('op', { id: 'r86', version: 86, bad: 85 }, preflight);
    expect(await desk.ledger.find('op')).toMatchObject({
      base: { id: 'r86', version: 86, bad: 85 },
      preflight,
    });
  });

  test('keeps the base people were told of; what runs on it may be known better now', async () => {
    await desk.ask('op');
    await desk.ledger.look('op', { id: 'r86', version: 86, bad: 86 }, preflight);
    expect(await desk.ledger.find('op')).toMatchObject({
      base: { id: 'r85', version: 85, bad: 85 },
      preflight,
    });
    await desk.ledger.look('op', { id: 'r85', version: 85, bad: 84 }, preflight);
    expect(await desk.ledger.find('op')).toMatchObject({ base: { id: 'r85', version: 85, bad: 84 } });
  });

  test('changes nothing once somebody approved', async () => {
    await desk.approved('op');
    await desk.ledger.look('op', { id: 'r99', version: 99, bad: 99 }, preflight);
    expect(await desk.ledger.find('op')).toMatchObject({ base: { id: 'r86' }, preflight: { seenBy: 'bo' } });
  });
});

describe('approve', () => {
  test('takes over exactly what this reviewer was shown, and makes the run due', async () => {
    await desk.ask('op');
    const outcome = await desk.approve('op', BO, { progress: { smokeBefore: 503 } });
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        status: 'approved',
        approver: BO,
        base: { id: 'r86', version: 86, bad: 85 },
        preflight: { seenBy: 'bo' },
        progress: { smokeBefore: 503 },
      },
    });
    expect(await desk.column('select approval_hash from operation')).toEqual([HASH]);
    expect(await desk.column(`select actor from audit where action = 'rollback.approved'`)).toEqual(['bo']);
    expect(
      await desk.column(`select workflow_uuid from dbos.workflow_status where name = 'roll-back'`),
    ).toEqual(['op']);
  });

  const cases: readonly [string, (op: string) => Promise<unknown>, Refusal['reason']][] = [
    ['T12 the requester', (op) => desk.approve(op, ANA), 'self-approval'],
    [
      'T13 a second account of the requester',
      (op) => desk.approve(op, { ...BO, id: 'ana' }),
      'self-approval',
    ],
    [
      'T13 the requester, named in the configuration meanwhile',
      (op) => desk.approve(op, { ...ANA, id: 'ana.of.ops' }),
      'self-approval',
    ],
    [
      'T21 too late',
      async (op) => {
        await desk.expire(op);
        return desk.approve(op, BO);
      },
      'expired',
    ],
    [
      'T19 another hash than was shown',
      (op) => desk.approve(op, BO, { hash: 'e'.repeat(64) }),
      'review-outdated',
    ],
    [
      'T20 what somebody else was shown',
      async (op) => {
        await desk.showReview(op, BO, 'for Bo');
        return desk.approve(op, CY, { hash: 'for Bo' });
      },
      'review-outdated',
    ],
    [
      'after it was rejected',
      async (op) => {
        await desk.ledger.change(op, to('rejected', op, ['requested']));
        return desk.approve(op, BO);
      },
      'already-handled',
    ],
    [
      'a second time',
      async (op) => {
        await desk.approve(op, BO);
        return desk.approve(op, CY);
      },
      'already-handled',
    ],
  ];
  test.each(cases)('refused: %s', async (_, act, reason) => {
    await desk.ask('op');
    expect(await act('op')).toMatchObject({ ok: false, refusal: { reason } });
    const approvals = await desk.column(`select actor from audit where action = 'rollback.approved'`);
    expect(approvals).toEqual(reason === 'already-handled' && approvals.length > 0 ? ['bo'] : []);
  });

  test('refused: an operation nobody knows', async () => {
    const unknown = { operationId: 'none', approver: BO, hash: HASH, at: new Date(), progress: {} };
    expect(
      await desk.ledger.approve(
        { ...unknown, how: 'two-person', soloAfterMs: null, override: null, proof: null },
        { audit: [] },
      ),
    ).toEqual({
      ok: false,
      refusal: { reason: 'unknown-operation', typed: 'none' },
    });
  });

  test('the requester may where the policy asks for nobody', async () => {
    await desk.ask('op');
    expect((await desk.approve('op', ANA, { how: 'policy' })).ok).toBe(true);
  });

  test('T6 a hundred clicks by two approvers: one approval, one run, one word', async () => {
    await desk.ask('op');
    await Promise.all([desk.showReview('op', BO), desk.showReview('op', CY)]);
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, n) => {
        const approver = n % 2 === 0 ? BO : CY;
        return desk.ledger.approve(
          {
            operationId: 'op',
            approver,
            hash: HASH,
            at: new Date(),
            how: 'two-person',
            soloAfterMs: null,
            override: null,
            proof: null,
            progress: {},
          },
          {
            ...audited('op', 'approved', approver.id),
            posts: [{ key: 'op/approved', channel: 'C0OPS', text: `Approved by ${approver.name}` }],
          },
        );
      }),
    );
    const winners = outcomes.flatMap((each) => (each.ok ? [each.value.approver?.id] : []));
    expect(winners).toHaveLength(1);
    expect(await desk.column(`select actor from audit where action = 'rollback.approved'`)).toEqual(winners);
    expect(await desk.column(`select count(*)::int from outbox where key = 'op/approved'`)).toEqual([1]);
    expect(
      await desk.column(`select count(*)::int from dbos.workflow_status where name = 'roll-back'`),
    ).toEqual([1]);
  });
});
