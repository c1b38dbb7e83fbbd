/** Whatever Heroku answers and whoever else releases: nothing foreign is ever taken for ours, and ours is never lost. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Kind } from '../../src/operation.ts';
import type { Release, Sent } from '../../src/ports.ts';
import { classify, judge } from '../../src/runbooks/rollback/attribution.ts';
import { descriptionOf } from '../../src/runbooks/rollback/description.ts';
import { NOW, release } from './facts.ts';

const BASE = 85;
const BOT = { id: 'user-bot', email: 'switchback-bot@raxx.app' };
const BEN = { id: 'user-ben', email: BOT.email };
const TARGET = { id: 'r84', version: 84 };
const kind = fc.constantFrom<Kind>('rollback', 'code-only');
const sentAs = (of: Kind, id = 'rb-7f3ak2mn', target = TARGET) => descriptionOf({ id, kind: of, target });
const MS = 1_000;

test('the classifier: done only with proof, sent again only with proof, and nothing else is decided', () => {
  const errorId = fc.option(fc.constantFrom('bad_request', 'not_found', 'rate_limit', 'invalid_params'));
  const description = fc.constantFrom(
    sentAs('rollback'),
    sentAs('code-only'),
    sentAs('code-only', 'rb-2222aaaa'),
    sentAs('rollback', 'rb-7f3ak2mn', { id: 'r83', version: 83 }),
    'Deploy c0ffee',
  );
  const made = fc.option(fc.record({ version: fc.integer({ min: 83, max: 90 }), description }), { freq: 3 });
  const status = fc.oneof(
    fc.constantFrom(200, 201, 201, 201, 202, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504),
    fc.integer({ min: 100, max: 599 }),
  );
  const sent: fc.Arbitrary<Sent> = fc.oneof(
    fc.record({
      kind: fc.constant('never-connected' as const),
      why: fc.constantFrom('dns', 'refused', 'budget'),
    }),
    fc.record({ kind: fc.constant('lost' as const), why: fc.string(), requestId: fc.constant(null) }),
    fc.record({
      kind: fc.constant('answered' as const),
      status,
      release: made.map((each) => each && release(each.version, { description: each.description })),
      errorId,
      requestId: fc.constant(null),
    }),
  );
  fc.assert(
    fc.property(sent, kind, (answer, of) => {
      const verdict = classify(answer, BASE, sentAs(of));
      const proven =
        answer.kind === 'answered' &&
        answer.status === 201 &&
        answer.release !== null &&
        answer.release.version > BASE &&
        answer.release.description === sentAs(of);
      expect(verdict.kind === 'confirmed').toBe(proven);
      const unsent =
        answer.kind === 'never-connected' || (answer.kind === 'answered' && answer.status === 429);
      expect(verdict.kind === 'not-executed').toBe(unsent);
      if (verdict.kind === 'failed') {
        expect([400, 401, 403, 404, 422]).toContain(verdict.status);
        expect(answer).toMatchObject({ errorId: verdict.errorId });
      }
      if (answer.kind === 'answered' && answer.status >= 500) expect(verdict.kind).toBe('ambiguous');
    }),
    { numRuns: 3_000 },
  );
});

/** Something that happens at Heroku, in the order of its list, or a look of ours at that list. */
type Event = 'look' | 'ours' | 'ours again' | keyof typeof FOREIGN;

/** What others, or other operations of ours, may release meanwhile. */
const FOREIGN = {
  deploy: () => ({ description: 'Deploy f1xed00d', user: BEN }),
  config: () => ({ description: 'Set A config vars', user: BEN }),
  'the same, by hand': (of: Kind) => ({ description: sentAs(of), user: BEN }),
  'elsewhere, by us': () => ({ description: 'Rollback to v83', user: BOT }),
  'of another operation of ours': (of: Kind) => ({ description: sentAs(of, 'rb-2222aaaa'), user: BOT }),
} satisfies Readonly<Record<string, (of: Kind) => Partial<Release>>>;

const event = fc.constantFrom<Event>(
  'look',
  'look',
  'look',
  'ours',
  'ours again',
  ...(Object.keys(FOREIGN) as (keyof typeof FOREIGN)[]),
);

/** Heroku's list as it grows, and what is known of it. */
interface Story {
  readonly of: Kind;
  readonly list: Release[];
  readonly ours: Release[];
  /** Rows say whose a release is that reads like ours. */
  readonly taken: Set<string>;
  adopted: string | null;
}

function lands(story: Story, event: Exclude<Event, 'look'>, createdAt: Date): void {
  const { of, list, ours, taken } = story;
  const mine = event === 'ours' || event === 'ours again';
  // "Again" is a second request of the same operation: nothing lands that was not sent.
  if (event === 'ours again' && ours.length === 0) return;
  const over = mine ? { description: sentAs(of), user: BOT } : FOREIGN[event](of);
  const made = release(BASE + list.length - 1, { ...over, createdAt });
  list.push(made);
  if (mine) ours.push(made);
  if (event === 'of another operation of ours') taken.add(made.id);
}

function looks(story: Story): void {
  const { of, list, ours, taken } = story;
  const looked = judge(list.toReversed(), {
    botUserId: BOT.id,
    baseVersion: BASE,
    description: sentAs(of),
    since: of === 'code-only' ? null : NOW,
    taken,
  });
  // Ours is found from the first look after it landed, whatever else is there; nothing else ever is.
  expect(looked.kind === 'found').toBe(ours.length > 0);
  if (looked.kind === 'somebody-else') expect(looked.head.version).toBe(list.at(-1)?.version);
  if (looked.kind === 'absent') expect(list).toHaveLength(2);
  if (looked.kind !== 'found') return;
  expect([looked.release, ...looked.more]).toEqual(ours);
  story.adopted ??= looked.release.id;
  expect(looked.release.id, 'the one adopted stays the one').toBe(story.adopted);
}

test('the reconciler: any order of landings, foreign releases and looks', () => {
  const clockRunsBehind = fc.integer({ min: 0, max: 120 });
  fc.assert(
    fc.property(kind, fc.array(event, { maxLength: 25 }), clockRunsBehind, (of, events, behind) => {
      const list = [release(BASE), release(84)];
      const story: Story = { of, list, ours: [], taken: new Set(), adopted: null };
      for (const [i, each] of events.entries()) {
        if (each === 'look') looks(story);
        else lands(story, each, new Date(NOW.getTime() + (i - behind) * MS));
      }
    }),
    { numRuns: 3_000 },
  );
});
