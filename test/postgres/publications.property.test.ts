/** However people publish, edit, put off and close, alone or at once: nothing goes out twice or out of order. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Consequences } from '../../src/ledger.ts';
import { openPublications } from '../../src/postgres/publications.ts';
import {
  type NewDraft,
  PUBLIC_TEXTS,
  type Publications,
  type PublicName,
  SNOOZES,
} from '../../src/publications.ts';
import { ANA, BO, type Desk, openDesk } from './ledger-desk.ts';

let desk: Desk;
let publications: Publications;
beforeAll(async () => {
  desk = await openDesk();
  publications = openPublications(desk.database.appPool);
});
afterAll(() => desk.close());

const AT = new Date('2026-11-20T03:04:05.678Z');
const NAMES: readonly PublicName[] = [...PUBLIC_TEXTS, 'by-hand', 'template:still-working'];
/** Also the same draft tapped at once by two. */
const acts = fc.record({
  why: fc.constantFrom('asked', 'promise'),
  /** In the words of others. */
  alike: fc.boolean(),
  what: fc.constantFrom('draft', 'publish', 'publish-twice', 'as-of-old', 'edit', 'snooze', 'close'),
  which: fc.constantFrom(...NAMES),
  n: fc.nat({ max: 7 }),
});
type Act = typeof acts extends fc.Arbitrary<infer T> ? T : never;

let made = 0;

async function begin() {
  made += 1;
  const app = `app-${made}`;
  const id = `2026-11-20-${app}-in-aaaaaaaa`;
  const words = { symptom: 'signup 500s', impact: '', liveFlow: false, opener: ANA, commander: null };
  const wanted = { id, app, alsoApps: [], channel: 'C0OPS', drill: false, severity: 2, ...words } as const;
  await desk.incidents.open({ ...wanted, openedAt: AT, startedAt: AT }, [], { audit: [] });
  return id;
}

/** What publishing brings with it: said once, and a promise for those that make one. */
function follows(id: string, which: PublicName, sequence: number): Consequences {
  const post = { key: `${id}/said/${sequence}`, channel: 'C0STATUS', text: which };
  const promises = which === 'investigating' || which === 'template:still-working';
  return {
    audit: [],
    posts: [post],
    webhooks: [{ to: 'status-page', key: `${id}/${sequence}`, body: { sequence } }],
    ...(promises
      ? { agenda: [{ what: 'promise-broken', dueAt: new Date(AT.getTime() + sequence * 60_000) }] }
      : { callOff: [{ what: 'promise-broken' }] }),
  };
}

test('any sequence', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { minLength: 5, maxLength: 25 }), async (all) => {
      const id = await begin();
      const drafts: NewDraft[] = [];
      let asked = 0;
      let offered = 0;
      let passed = 0;

      function now(): Date {
        passed += 1_000;
        return new Date(AT.getTime() + passed);
      }

      function another(which: PublicName, { why, alike }: Pick<Act, 'why' | 'alike'>): NewDraft {
        const common = { operationId: null, claimedBy: null, by: ANA, at: now() } as const;
        asked += 1;
        return { id: `${id}/pt-${asked}`, which, text: alike ? 'alike' : `text ${asked}`, why, ...common };
      }

      const publish = (draft: Pick<NewDraft, 'which' | 'text'>, draftId: string | null) =>
        publications.publish(
          { incidentId: id, which: draft.which, draftId, text: draft.text, by: BO, at: now() },
          (sequence) => follows(id, draft.which, sequence),
        );

      const ACTS: Readonly<Record<Act['what'], (act: Act, draft: NewDraft | undefined) => Promise<unknown>>> =
        {
          // The same form sent twice.
          draft: async (act) => {
            const draft = another(act.which, act);
            const timeline = { at: draft.at, actor: ANA.name, text: 'drafted' };
            const offer = () => publications.offer(id, { audit: [], drafts: [draft], timeline });
            await Promise.all([offer(), offer()]);
            drafts.push(draft);
            offered += 1;
          },
          edit: async (act, old) => {
            const draft = old && another(old.which, { ...act, why: 'asked' });
            if (draft && (await publications.replace(old.id, ANA, draft.at, { audit: [], drafts: [draft] })))
              drafts.push(draft);
          },
          publish: async (_, draft) => draft && publish(draft, draft.id),
          'publish-twice': async (_, draft) =>
            draft && Promise.all([1, 2, 3].map(() => publish(draft, draft.id))),
          'as-of-old': ({ n }) =>
            publish({ which: PUBLIC_TEXTS[n % 3] ?? 'recovered', text: 'of old' }, null),
          snooze,
          close: ({ n }) => close(n),
        };

      /** Rarely: most sequences go on. */
      async function close(n: number): Promise<void> {
        if (n !== 7) return;
        const closing = { at: AT, by: BO, resolution: 'over', review: null, sameAs: null };
        await desk.incidents.close(id, closing, { audit: [], callOff: [{ what: 'promise-broken' }] });
      }

      async function snooze(): Promise<void> {
        const seen = await publications.promise(id);
        if (!seen) return;
        const moved = await Promise.all([1, 2].map(() => publications.snooze(id, seen, { audit: [] })));
        expect(moved.filter(Boolean)).toHaveLength(seen.snoozed < SNOOZES ? 1 : 0);
        expect((await publications.promise(id))?.until).toEqual(seen.until);
        expect(await publications.owed(id)).toEqual(seen.until);
      }

      for (const each of all) await ACTS[each.what](each, drafts[each.n % Math.max(1, drafts.length)]);
      await holds(id, drafts);
      const told = `select text from timeline_entry where incident_id = $1 and text = 'drafted'`;
      expect(await desk.column(told, id)).toHaveLength(offered);
    }),
    { numRuns: 40 },
  );
});

interface Out {
  readonly slot: string;
  readonly name: PublicName;
  readonly text: string;
  readonly at: Date;
  readonly sequence: number;
}

async function holds(id: string, drafts: readonly NewDraft[]): Promise<void> {
  const { rows } = await desk.database.pool.query({
    text: `select which as slot, coalesce(name, which) as name, text, published_at as at, sequence from publication
            where incident_id = $1 order by sequence`,
    values: [id],
  });
  const out = rows as readonly Out[];
  expect(out.map(({ sequence }) => sequence)).toEqual(out.map((_, n) => n + 1));
  // The three once each and in their order; nothing after the last.
  const three = out
    .map(({ name }) => (PUBLIC_TEXTS as readonly string[]).indexOf(name))
    .filter((at) => at >= 0);
  expect(three).toEqual([...new Set(three)].toSorted());
  const last = out.findIndex(({ name }) => name === 'recovered');
  expect(last === -1 || last === out.length - 1).toBe(true);
  // Each is said and sent as often as it is out.
  expect(await desk.column(`select key from outbox where key like $1`, `${id}/said/%`)).toHaveLength(
    out.length,
  );
  expect(await desk.column(`select key from webhook_delivery where incident_id = $1`, id)).toHaveLength(
    out.length,
  );
  // What is out of the drafts is what they said, each once; what was replaced is not.
  const kept = await publications.drafts(id);
  expect(kept).toHaveLength(drafts.length);
  const published = kept.filter(({ state }) => state === 'published');
  const fromDrafts = out.filter(({ text }) => text !== 'of old').map(({ name, text }) => [name, text]);
  expect(published.map(({ which, text }) => [which, text]).toSorted()).toEqual(fromDrafts.toSorted());
  // Nothing that customers were told since it was written says the same, or kept its promise already.
  for (const { id: slot, which, why, text, at } of published) {
    const nth = out.findIndex((each) => each.slot === slot || each.slot === which);
    const since = out.slice(0, nth).filter((each) => each.at > at);
    expect(since.filter((each) => why === 'promise' || each.text === text)).toEqual([]);
  }
  for (const { state, settled } of kept) expect(settled === null).toBe(state === 'waiting');
}
