/** Operator texts: told once, by whoever is first, and one digest a day. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Incident } from '../../src/incident.ts';
import type { Collected } from '../../src/incidents.ts';
import { ANA, type Desk, openDesk } from './ledger-desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const AT = new Date('2026-06-21T02:58:00.123Z');
const after = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);

async function opened(app: string, drill = false): Promise<Incident> {
  const outcome = await desk.incidents.open(
    {
      id: `2026-06-21-${app}-in-abcdefgh`,
      app,
      alsoApps: [],
      channel: 'C0OPS',
      drill,
      severity: 2,
      symptom: 'signup 500s',
      impact: '',
      liveFlow: false,
      opener: ANA,
      commander: null,
      openedAt: AT,
      startedAt: AT,
    },
    [],
    { audit: [], operators: [{ key: 'opened', at: AT, text: `Incident open: ${app}` }] },
  );
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  return outcome.value;
}

const due = async (id: string) =>
  (await desk.incidents.due(100, ['tell'])).filter(({ incidentId }) => incidentId === id);

test('a text waits with its moment, is there once, and what is told at the same time is told by one', async () => {
  const { id } = await opened('app-a');
  const again = { key: 'opened', at: after(1), text: 'again' };
  const second = { key: 'initiated/rb-1', at: after(2), text: 'Rolling back' };
  await desk.incidents.change(id, {}, { audit: [], operators: [again, second] });
  const untold = await desk.incidents.untold(id);
  expect(untold.map(({ key, text }) => `${key}: ${text}`)).toEqual([
    'opened: Incident open: app-a',
    'initiated/rb-1: Rolling back',
  ]);
  const items = await due(id);
  expect(items.map(({ subject }) => subject)).toEqual(['opened', 'initiated/rb-1']);

  const told = untold.map((each) => each.id);
  const [first, other] = items;
  if (!first || !other) throw new Error('two were due');
  const outcomes = await Promise.allSettled([
    desk.incidents.settle(first, { audit: [], told, posts: [{ key: 'p', channel: 'C0OPS', text: 'p' }] }),
    desk.incidents.settle(other, { audit: [], told, posts: [{ key: 'q', channel: 'C0OPS', text: 'q' }] }),
  ]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(await desk.incidents.untold(id)).toEqual([]);
  // Whoever was second has said nothing, and looks again.
  expect(await due(id)).toHaveLength(1);
});

test('of practice nothing is told', async () => {
  const { id } = await opened('app-b', true);
  expect(await desk.incidents.untold(id)).toEqual([]);
  expect(await due(id)).toEqual([]);
});

test('one digest a day, of what happened before its time', async () => {
  const one = await opened('app-c');
  const two = await opened('app-d');
  await desk.incidents.change(
    two.id,
    {},
    {
      audit: [],
      operators: [{ key: 'closed', at: after(600), text: 'Incident closed' }],
    },
  );
  const said: (readonly Collected[])[] = [];
  const digest = (day: string, until: Date) =>
    desk.incidents.startDigest(day, until, (collected) => {
      said.push(collected.filter(({ incident }) => [one.id, two.id].includes(incident.id)));
      return [];
    });
  expect(await desk.incidents.digestIsDone('2026-06-21')).toBe(false);
  const won = await Promise.all(Array.from({ length: 4 }, () => digest('2026-06-21', after(300))));
  expect(won.filter(Boolean)).toHaveLength(1);
  expect(await desk.incidents.digestIsDone('2026-06-21')).toBe(true);
  expect(said.map((all) => all.map(({ incident, texts }) => `${incident.app} ${texts.length}`))).toEqual([
    ['app-c 1', 'app-d 1'],
  ]);
  await digest('2026-06-22', after(1_740));
  expect(said[1]?.map(({ incident, texts }) => `${incident.app} ${texts[0]?.text}`)).toEqual([
    'app-d Incident closed',
  ]);
});
