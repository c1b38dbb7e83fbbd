/** The incidents: opened, changed, closed and kept by whoever is first. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AGENDA, type NewEntry, type Sight } from '../../src/incident.ts';
import type { Closing, NewIncident } from '../../src/incidents.ts';
import type { Consequences } from '../../src/ledger.ts';
import { ANA, BO, type Desk, openDesk } from './ledger-desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const AT = new Date('2026-11-20T03:04:05.678Z');
const NOTHING: Consequences = { audit: [] };
const LATER = [0, 1, 2, 3, 4];

let made = 0;
/** On an app nobody else in this file uses. */
function wanted(over: Partial<NewIncident> = {}): NewIncident {
  made += 1;
  const app = `app-${made}`;
  return {
    id: `2026-11-20-${over.app ?? app}-in-${String(made).padStart(8, 'a')}`,
    app,
    alsoApps: [],
    channel: 'C0OPS',
    drill: false,
    severity: 2,
    symptom: 'signup 500s',
    impact: '',
    liveFlow: false,
    opener: ANA,
    commander: null,
    openedAt: AT,
    startedAt: new Date(AT.getTime() - 360_000),
    ...over,
  };
}

function closing(over: Partial<Closing> = {}): Closing {
  return { at: AT, by: BO, resolution: 'rolled back', review: null, sameAs: null, ...over };
}

async function opened(over: Partial<NewIncident> = {}, consequences = NOTHING) {
  const outcome = await desk.incidents.open(wanted(over), [], consequences);
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  return outcome.value;
}

describe('opening', () => {
  test('many at once on one app: one opens, with its words, and the others are told which', async () => {
    const all = LATER.map(() => wanted({ app: 'busy' }));
    const outcomes = await Promise.all(
      all.map((each) =>
        desk.incidents.open(each, [], {
          audit: [],
          posts: [{ key: each.id, channel: 'C0OPS', text: 'open' }],
        }),
      ),
    );
    const [winner, ...more] = outcomes.flatMap((each) => (each.ok ? [each.value] : []));
    expect(more).toEqual([]);
    expect(outcomes.flatMap((each) => (each.ok ? [] : [each.refusal]))).toEqual(
      Array(4).fill({ reason: 'incident-open', incident: winner }),
    );
    expect(await desk.column(`select key from outbox where key like '%-busy-%'`)).toEqual([winner?.id]);
  });

  test('another one, once somebody has said that it is not the same; each is only set apart from what was shown', async () => {
    const first = await opened({ app: 'twice' });
    const second = await desk.incidents.open(wanted({ app: 'twice' }), [first.id], NOTHING);
    expect(second.ok).toBe(true);
    const third = await desk.incidents.open(wanted({ app: 'twice' }), [first.id], NOTHING);
    expect(third).toMatchObject({ ok: false, refusal: { reason: 'incident-open' } });
    expect(await desk.incidents.openOn('twice')).toMatchObject({ id: second.ok ? second.value.id : '' });
  });

  test('a drill and what is real are apart', async () => {
    const real = await opened({ app: 'apart' });
    const drill = await opened({ app: 'apart', drill: true });
    expect(await desk.incidents.openOn('apart')).toEqual(real);
    expect(await desk.incidents.openOn('apart', true)).toEqual(drill);
    expect(await desk.incidents.list({ app: 'apart', open: true, drill: true, limit: 9 })).toEqual([drill]);
  });

  test('it is found by its id and by what people type for it', async () => {
    const incident = await opened({ alsoApps: ['console'] });
    const typed = incident.id.slice(-8);
    for (const name of [incident.id, `in-${typed}`, typed]) {
      expect(await desk.incidents.find(name)).toEqual(incident);
    }
    expect(await desk.incidents.find(typed.slice(1))).toBeNull();
    expect(await desk.incidents.openOn('console')).toEqual(incident);
  });

  test('what an older build opened is read', async () => {
    await desk.column(
      `insert into incident (id, app, channel, symptom, opened_by, opened_at)
       values ('2026-11-19-older-rb-zzzzzzzz', 'older', 'C0OPS', 'down', 'ana', $1)`,
      AT,
    );
    expect(await desk.incidents.openOn('older')).toMatchObject({
      opener: { id: 'ana', name: 'ana' },
      startedAt: AT,
      severity: 2,
      closed: null,
    });
  });
});

describe('changing', () => {
  test('only what is named, with its consequences', async () => {
    const incident = await opened();
    const changed = await desk.incidents.change(
      incident.id,
      { severity: 1, commander: BO, alsoApps: ['console-2'] },
      { audit: [], timeline: { kind: 'status', at: AT, actor: 'Bo', text: 'SEV-2 → SEV-1' } },
    );
    expect(changed).toEqual({ ...incident, severity: 1, commander: BO, alsoApps: ['console-2'] });
    expect(await desk.incidents.timeline(incident.id)).toMatchObject([
      { kind: 'status', text: 'SEV-2 → SEV-1' },
    ]);
  });

  test('of many who saw the same, one changes it', async () => {
    const incident = await opened();
    const changes = await Promise.all(
      LATER.map((n) =>
        desk.incidents.change(
          incident.id,
          { severity: 1, impact: `seen by ${n}` },
          { audit: [], timeline: { at: AT, actor: 'Bo', text: `by ${n}` } },
          { severity: 2, impact: '', commander: null },
        ),
      ),
    );
    expect(changes.filter((each) => each !== null)).toHaveLength(1);
    expect(await desk.incidents.timeline(incident.id)).toHaveLength(1);
  });

  test('closed once; nothing changes it afterwards', async () => {
    const incident = await opened();
    const closed = await Promise.all(LATER.map(() => desk.incidents.close(incident.id, closing(), NOTHING)));
    expect(closed.filter((each) => each !== null)).toMatchObject([{ closed: closing() }]);
    expect(await desk.incidents.change(incident.id, { severity: 1 }, NOTHING)).toBeNull();
    expect(await desk.incidents.openOn(incident.app)).toBeNull();
  });
});

describe('the timeline', () => {
  const entry = (n: number, over: Partial<NewEntry> = {}): NewEntry => ({
    at: new Date(AT.getTime() + n),
    actor: 'Ana',
    text: `line ${n}`,
    ...over,
  });

  test('is read in the order of what happened, page by page, a late line where it belongs', async () => {
    const { id } = await opened();
    for (const n of [0, 3, 1, 2, 2]) await desk.incidents.record(id, entry(n), NOTHING);
    const pages: string[][] = [];
    for (let after = null, more = true; more; ) {
      const page = await desk.incidents.timeline(id, { after, limit: 2 });
      pages.push(page.map(({ text }) => text));
      after = page.at(-1) ?? null;
      more = page.length > 0;
    }
    expect(pages).toEqual([['line 0', 'line 1'], ['line 2', 'line 2'], ['line 3'], []]);
  });

  test('turned over page by page, to the first and back: every line once, in the same order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        async (minutes, limit) => {
          const { id } = await opened();
          for (const [n, minute] of minutes.entries())
            await desk.incidents.record(id, { ...entry(minute * 60_000), text: `${n}` }, NOTHING);
          const all = (await desk.incidents.timeline(id)).map((line) => line.id);
          const back: number[] = [];
          let page = await desk.incidents.page(id, { at: 'end', limit });
          for (;;) {
            expect(page.count).toBe(minutes.length);
            back.unshift(...page.entries.map((line) => line.id));
            const [first] = page.entries;
            if (!page.before || !first) break;
            page = await desk.incidents.page(id, { at: 'before', line: first.id, limit });
            expect(page.after).toBe(true);
          }
          expect(back).toEqual(all);
          const forth = page.entries.map((line) => line.id);
          for (let last = forth.at(-1); page.after && last !== undefined; last = forth.at(-1)) {
            page = await desk.incidents.page(id, { at: 'after', line: last, limit });
            forth.push(...page.entries.map((line) => line.id));
          }
          expect(forth).toEqual(all);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('a correction names its line, which stays as it was; the newest is the one that counts', async () => {
    const { id } = await opened();
    await desk.incidents.record(id, entry(0), NOTHING);
    const [old] = await desk.incidents.timeline(id);
    if (!old) throw new Error('no line');
    for (const n of [1, 2]) await desk.incidents.record(id, entry(n, { corrects: old.id }), NOTHING);
    const after = await desk.incidents.timeline(id);
    expect(after[0]).toEqual({ ...old, correctedBy: after[2]?.id });
    expect(after.slice(1).map(({ corrects }) => corrects)).toEqual([old.id, old.id]);
    expect(await desk.incidents.entry(old.id)).toEqual(after[0]);
  });

  test('a thread belongs to the incident whose headline begins it', async () => {
    const { id } = await opened();
    await desk.incidents.record(id, entry(0), {
      audit: [],
      posts: [{ key: `incident/${id}`, channel: 'C0OPS', text: 'open' }],
    });
    await desk.column(
      `update outbox set sent_channel = 'C0OPS', ts = '1750471200.000100' where key = $1 returning id`,
      `incident/${id}`,
    );
    expect((await desk.incidents.ofThread('C0OPS', '1750471200.000100'))?.id).toBe(id);
    expect(await desk.incidents.ofThread('C0STATUS', '1750471200.000100')).toBeNull();
  });

  test('the same thing is there once, with its words, whoever adds it and even after closing', async () => {
    const { id } = await opened();
    await desk.incidents.close(id, closing(), NOTHING);
    const added = await Promise.all(
      LATER.map((n) =>
        desk.incidents.record(id, entry(n, { key: 'release/v86' }), {
          audit: [],
          posts: [{ key: `${id}/${n}`, channel: 'C0OPS', text: 'v86' }],
        }),
      ),
    );
    expect(added.filter((each) => each)).toHaveLength(1);
    expect(await desk.column('select count(*)::int from outbox where key like $1', `${id}/%`)).toEqual([1]);
  });

  test('what is said only while it is open: once, and by nobody who was slower than the closing', async () => {
    const { id } = await opened();
    const call = (n: number) =>
      desk.incidents.recordWhileOpen(id, entry(n, { key: `called/${n}` }), {
        audit: [],
        posts: [{ key: `${id}/called/${n}`, channel: 'C0OPS', text: 'called' }],
      });
    expect([await call(0), await call(0)]).toEqual([true, false]);
    const [closed, ...said] = await Promise.all([
      desk.incidents.close(id, closing(), NOTHING),
      ...LATER.map((n) => call(n + 1)),
    ]);
    expect(closed).not.toBeNull();
    expect(await call(9)).toBeNull();
    expect(await desk.column('select count(*)::int from outbox where key like $1', `${id}/called/%`)).toEqual(
      [1 + said.filter((each) => each === true).length],
    );
  });
});

describe('the agenda', () => {
  const due = async (incidentId: string) =>
    (await desk.incidents.due(100, AGENDA)).filter((item) => item.incidentId === incidentId);
  const plans = (dueAt: Date): Consequences => ({ audit: [], agenda: [{ what: 'nudge', dueAt }] });
  const past = new Date(Date.now() - 60_000);

  test('what is due is done once, with its words, whatever the number of processes', async () => {
    const { id } = await opened({}, plans(past));
    const [item] = await due(id);
    if (!item) throw new Error('nothing is due');
    const settled = await Promise.all(
      LATER.map((n) =>
        desk.incidents.settle(item, {
          audit: [],
          timeline: { at: AT, actor: 'switchback', text: `nudged ${n}` },
        }),
      ),
    );
    expect(settled.filter((each) => each)).toHaveLength(1);
    expect(await desk.incidents.timeline(id)).toHaveLength(1);
    expect(await due(id)).toEqual([]);
  });

  test('what one look saw is kept with what it told: by one process alone, and read back as it was', async () => {
    const { id } = await opened({}, { audit: [], agenda: [{ what: 'look', dueAt: past }] });
    const [item] = await due(id);
    if (!item) throw new Error('nothing is due');
    const sight = (n: number): Sight => ({
      app: 'raxx-api-prod',
      seen: { since: AT, version: 85 + n, pending: [], dynos: { web: { crashed: ['web.1'], upOn: null } } },
      blindSince: AT,
      blindTold: false,
    });
    const settled = await Promise.all(
      LATER.map((n) =>
        desk.incidents.settle(item, {
          audit: [],
          agenda: [{ what: 'look', dueAt: new Date(past.getTime() + 1) }],
          sights: [sight(n)],
          timeline: { kind: 'release', at: AT, actor: 'Heroku', text: `${85 + n}` },
        }),
      ),
    );
    expect(settled.filter((each) => each)).toHaveLength(1);
    const [line] = await desk.incidents.timeline(id);
    expect(await desk.incidents.sights(id)).toEqual([sight(Number(line?.text) - 85)]);
    expect(await due(id)).toMatchObject([{ what: 'look' }]);
  });

  test('what is to come is not due; what was called off never is; a new plan takes the place of an old one', async () => {
    const { id } = await opened({}, plans(new Date(Date.now() + 3_600_000)));
    expect(await due(id)).toEqual([]);
    await desk.incidents.change(id, {}, plans(past));
    const [item] = await due(id);
    await desk.incidents.change(id, {}, { audit: [], callOff: [{ what: 'nudge' }] });
    expect(await due(id)).toEqual([]);
    expect(item && (await desk.incidents.settle(item, NOTHING))).toBe(false);
    await desk.incidents.change(id, {}, plans(past));
    expect(await due(id)).toHaveLength(1);
  });

  test('one process takes a look at a time; who died in one holds it up for as long as it took it', async () => {
    const { id } = await opened({}, plans(past));
    const [item] = await due(id);
    if (!item) throw new Error('nothing is due');
    const taken = await Promise.all(LATER.map(() => desk.incidents.take(item, 60)));
    expect(taken.filter((each) => each)).toHaveLength(1);
    expect(await due(id)).toEqual([]);
    await desk.incidents.putOff(item, 0);
    const [again] = await due(id);
    if (!again) throw new Error('it is not due again');
    expect(await desk.incidents.take(again, -1)).toBe(true);
    expect(await desk.incidents.take(again, 60)).toBe(true);
    expect(await desk.incidents.settle(again, NOTHING)).toBe(true);
    expect(await desk.incidents.take(again, 60)).toBe(false);
  });

  test('what could not be done is put off, counted, and done when it can be', async () => {
    const { id } = await opened({}, plans(past));
    const [item] = await due(id);
    if (!item) throw new Error('nothing is due');
    await desk.incidents.putOff(item, 3_600);
    expect(await due(id)).toEqual([]);
    // Somebody else saw the old instant.
    await desk.incidents.putOff(item, 0);
    expect(await due(id)).toEqual([]);
    const { id: other } = await opened({}, plans(past));
    const [soon] = await due(other);
    if (!soon) throw new Error('nothing is due');
    await desk.incidents.putOff(soon, 0);
    const [again] = await due(other);
    expect(again?.tries).toBe(1);
    expect(again && (await desk.incidents.settle(again, NOTHING))).toBe(true);
  });

  test('a closing waits for whoever is at it, and so ends the alert that they begin', async () => {
    const { id } = await opened({}, plans(past));
    const [item] = await due(id);
    if (!item) throw new Error('nothing is due');
    const held = await desk.database.pool.connect();
    const waiting = `select count(*)::int from pg_stat_activity
                      where datname = current_database() and wait_event_type = 'Lock'`;
    try {
      await held.query('begin');
      await held.query({
        text: `insert into operator_text (incident_id, key, text, happened_at) values ($1, 'held', '', now())`,
        values: [id],
      });
      const settling = desk.incidents.settle(item, {
        audit: [],
        webhooks: [{ to: 'paging', key: `page/${id}/wake`, body: {} }],
        operators: [{ key: 'held', at: AT, text: '' }],
      });
      await expect.poll(() => desk.column(waiting)).toEqual([1]);
      const ending = desk.incidents.close(id, closing(), {
        audit: [],
        callOff: [{ what: 'nudge' }],
        webhooks: [{ to: 'paging', key: `page/${id}/resolved`, body: {}, onlyAfterOthers: true }],
      });
      await expect.poll(() => desk.column(waiting)).toEqual([2]);
      await held.query('rollback');
      expect(await settling).toBe(true);
      expect(await ending).not.toBeNull();
    } finally {
      held.release();
    }
    expect(
      await desk.column('select key from webhook_delivery where incident_id = $1 order by id', id),
    ).toEqual([`page/${id}/wake`, `page/${id}/resolved`]);
  });
});
