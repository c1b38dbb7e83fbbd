/** What remains of incidents: action items numbered, done once; what people write for the RCA, nothing lost. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Consequences } from '../../src/ledger.ts';
import type { NewAction, RcaEdit } from '../../src/reviews.ts';
import { ANA, BO, CY, type Desk, openDesk } from './ledger-desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const AT = new Date('2026-11-20T03:04:05.678Z');
const NOTHING: Consequences = { audit: [] };

let made = 0;
async function incident(): Promise<string> {
  made += 1;
  const id = `2026-11-20-app-${made}-in-${String(made).padStart(8, 'r')}`;
  const opened = await desk.incidents.open(
    {
      id,
      app: `review-${made}`,
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
      startedAt: AT,
    },
    [],
    NOTHING,
  );
  if (!opened.ok) throw new Error(opened.refusal.reason);
  return id;
}

let forms = 0;
function action(over: Partial<NewAction> = {}): NewAction {
  forms += 1;
  return {
    what: 'check the exit code',
    owner: { slackId: null, name: 'sre-agent' },
    due: '2026-06-28',
    issue: '',
    by: ANA,
    at: AT,
    form: `V${forms}`,
    ...over,
  };
}

const said = (key: string): Consequences => ({ audit: [], posts: [{ key, channel: 'C0OPS', text: 'said' }] });
const posts = (key: string) =>
  desk.column('select key from outbox where key like $1 order by key', `${key}%`);

describe('action items', () => {
  test('many at once: each has its own number, and the words that go with it', async () => {
    const id = await incident();
    const added = await Promise.all(
      [1, 2, 3, 4, 5].map(() => desk.reviews.addAction(id, action(), ({ n }) => said(`${id}/action-${n}`))),
    );
    expect(added.map((each) => each?.n).toSorted()).toEqual([1, 2, 3, 4, 5]);
    expect(await posts(id)).toHaveLength(5);
    expect((await desk.reviews.actions(id)).map(({ n, due, owner }) => [n, due, owner?.name])).toEqual(
      [1, 2, 3, 4, 5].map((n) => [n, '2026-06-28', 'sre-agent']),
    );
  });

  test('one form adds one, however often it is sent', async () => {
    const id = await incident();
    const wanted = action({ owner: null, due: null });
    const added = await Promise.all([1, 2, 3].map(() => desk.reviews.addAction(id, wanted, () => NOTHING)));
    expect(added.filter((each) => each !== null)).toHaveLength(1);
    expect(await desk.reviews.actions(id)).toEqual([
      {
        incidentId: id,
        n: 1,
        what: wanted.what,
        owner: null,
        due: null,
        issue: '',
        by: ANA,
        at: AT,
        done: null,
      },
    ]);
  });

  test('done once, by whoever was first', async () => {
    const id = await incident();
    await desk.reviews.addAction(id, action(), () => NOTHING);
    const done = await Promise.all(
      [ANA, BO, CY].map((by) => desk.reviews.finishAction(id, 1, { by, at: AT }, said(`${id}/${by.id}`))),
    );
    expect(done.filter((first) => first)).toHaveLength(1);
    expect(await posts(id)).toHaveLength(1);
    expect(await desk.reviews.finishAction(id, 2, { by: ANA, at: AT }, NOTHING)).toBe(false);
  });
});

describe('what people write', () => {
  const edit = (part: RcaEdit['part'], text: string, over: number | null = null): RcaEdit => ({
    part,
    text,
    over,
  });
  const write = (id: string, edits: readonly RcaEdit[], by = ANA) =>
    desk.reviews.write(id, edits, by, AT, NOTHING);

  test('two in different parts: both stay; in the same one: the later is shown what the other wrote', async () => {
    const id = await incident();
    const [one, two] = await Promise.all([
      write(id, [edit('summary', 'A config var.')], ANA),
      write(id, [edit('went-well', 'Quick.')], BO),
    ]);
    expect([one, two]).toEqual([[], []]);
    const late = await write(id, [edit('summary', 'Mine.'), edit('revenue', 'ok')], CY);
    expect(late).toMatchObject([{ part: 'summary', text: 'A config var.', by: ANA }]);
    const texts = await desk.reviews.texts(id);
    expect(texts.map(({ part, text }) => [part, text])).toEqual([
      ['summary', 'A config var.'],
      ['went-well', 'Quick.'],
    ]);
    // Having seen it, they may write over it.
    expect(await write(id, [edit('summary', 'Mine.', texts[0]?.id)], CY)).toEqual([]);
    expect((await desk.reviews.texts(id))[0]).toMatchObject({ part: 'summary', text: 'Mine.', by: CY });
    expect(
      await desk.column('select text from rca_text where incident_id = $1 order by id', id),
    ).toHaveLength(3);
  });

  test('many at once in one part: one is kept, the others are told', async () => {
    const id = await incident();
    const all = await Promise.all(['a', 'b', 'c', 'd'].map((text) => write(id, [edit('root-cause', text)])));
    expect(all.filter((meanwhile) => meanwhile.length === 0)).toHaveLength(1);
    expect(await desk.column('select 1 from rca_text where incident_id = $1', id)).toHaveLength(1);
  });

  test('a document of one number is kept once, with its words', async () => {
    const id = await incident();
    expect(await desk.reviews.document(id)).toBeNull();
    const kept = await Promise.all(
      ['x', 'y', 'z'].map((text) =>
        desk.reviews.keepDocument(id, { n: 1, text, by: ANA, at: AT }, said(`${id}/rca-${text}`)),
      ),
    );
    expect(kept.filter((first) => first)).toHaveLength(1);
    expect(await posts(id)).toHaveLength(1);
    expect(await desk.reviews.document(id)).toMatchObject({ n: 1, by: ANA });
  });

  test('the review of an open incident has no link yet; of a closed one it changes once', async () => {
    const id = await incident();
    const link = (to: string) => desk.reviews.link(id, to, NOTHING);
    expect(await link('https://x.test/1')).toBe(false);
    await desk.incidents.close(
      id,
      { at: AT, by: BO, resolution: 'done', review: null, sameAs: null },
      NOTHING,
    );
    expect(await Promise.all([link('https://x.test/1'), link('https://x.test/1')])).toEqual(
      expect.arrayContaining([true, false]),
    );
    expect((await desk.incidents.find(id))?.closed?.review).toBe('https://x.test/1');
  });

  test('a line for another incident is in its timeline with the change, or not at all', async () => {
    const [one, other] = [await incident(), await incident()];
    const entry = { kind: 'closed', key: `same/${one}`, at: AT, actor: 'Bo', text: 'the same' } as const;
    const also: Consequences = { audit: [], alsoIn: [{ incidentId: other, entry }] };
    const closing = { at: AT, by: BO, resolution: '', review: null, sameAs: other };
    await Promise.all([1, 2].map(() => desk.incidents.close(one, closing, also)));
    expect((await desk.incidents.timeline(other)).map(({ text }) => text)).toEqual(['the same']);
    expect(await desk.incidents.timeline(one)).toEqual([]);
  });
});
