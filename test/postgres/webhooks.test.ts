/** What is told over HTTP: written with its change, in order of each incident, by one sender at a time. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Consequences } from '../../src/ledger.ts';
import { openWebhookQueue } from '../../src/postgres/webhooks.ts';
import type { NewWebhook, WebhookQueue } from '../../src/webhooks.ts';
import { ANA, type Desk, openDesk } from './ledger-desk.ts';

let desk: Desk;
let here: WebhookQueue;
let there: WebhookQueue;
beforeAll(async () => {
  desk = await openDesk();
  here = openWebhookQueue(desk.database.appPool, 'here');
  there = openWebhookQueue(desk.database.appPool, 'there');
});
afterAll(() => desk.close());

const AT = new Date('2026-11-20T03:04:05.678Z');

async function incident(app: string): Promise<string> {
  const id = `2026-11-20-${app}-in-aaaaaaaa`;
  const people = { opener: ANA, commander: null };
  const words = { symptom: 'signup 500s', impact: '', liveFlow: false };
  const wanted = {
    id,
    app,
    alsoApps: [],
    channel: 'C0OPS',
    drill: false,
    severity: 2,
    ...words,
    ...people,
  } as const;
  await desk.incidents.open({ ...wanted, openedAt: AT, startedAt: AT }, [], { audit: [] });
  return id;
}

function tells(id: string, ...webhooks: readonly NewWebhook[]): Promise<unknown> {
  const consequences: Consequences = { audit: [], webhooks };
  return desk.incidents.change(id, {}, consequences);
}

const page = (key: string): NewWebhook => ({ to: 'status-page', key, body: { b: key, a: 'ü "quoted"' } });
const keys = async (queue: WebhookQueue) => (await queue.due('status-page')).map(({ key }) => key);

test('in order of each incident, none held up by another; each key once; bytes as they were written', async () => {
  const one = await incident('one');
  const two = await incident('two');
  await tells(one, page('one/1'), page('one/2'));
  await tells(two, page('two/1'));
  await tells(one, page('one/1'), { to: 'paging', key: 'one/page', body: null });
  expect(await keys(here)).toEqual(['one/1', 'two/1']);
  const [first] = await here.due('status-page');
  if (!first) throw new Error('nothing is due');
  expect(first).toMatchObject({
    body: '{"b":"one/1","a":"ü \\"quoted\\""}',
    tries: 0,
    incident: { id: one, channel: 'C0OPS' },
  });

  const said = { key: 'said/one', channel: 'C0OPS', text: 'not yet' };
  expect(await here.settle(first, { state: 'waiting', problem: '503', seconds: 300 }, [said])).toBe(true);
  // Whoever sent the same beside us changes nothing.
  expect(await there.settle(first, { state: 'delivered' }, [])).toBe(false);
  expect(await keys(here)).toEqual(['two/1']);
  await desk.database.pool.query(
    `update webhook_delivery set due_at = due_at - interval '301 seconds' where tries > 0`,
  );
  expect(await keys(here)).toEqual(['one/1', 'two/1']);
  const [again] = await here.due('status-page');
  if (!again) throw new Error('nothing is due');
  expect(again.tries).toBe(1);
  await here.settle(again, { state: 'given-up', problem: '400' }, []);
  expect(await keys(here)).toEqual(['one/2', 'two/1']);
  expect(await desk.column(`select key from outbox where key = 'said/one'`)).toEqual(['said/one']);
  expect(await here.due('paging')).toMatchObject([{ key: 'one/page', body: 'null' }]);
});

test('one sender at a time for each destination, and another one once its lease is over', async () => {
  expect(await here.take('status-page', 600)).toBe(true);
  expect(await there.take('status-page', 600)).toBe(false);
  expect(await there.take('paging', 600)).toBe(true);
  await there.leave('status-page');
  expect(await there.take('status-page', 600)).toBe(false);
  await here.leave('status-page');
  expect(await there.take('status-page', 0)).toBe(true);
  expect(await here.take('status-page', 600)).toBe(true);
});
