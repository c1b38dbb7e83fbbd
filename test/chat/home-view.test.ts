/** The home of anybody, however much goes on, within what Slack takes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkHome } from '../../rehearsal/slack/block-kit/check.ts';
import { homeView } from '../../src/chat/home-view.ts';
import { anyApp, anyInstant, anyOperation, anySlackId, anyText } from './arbitrary.ts';

const place = fc.option(
  fc.record({
    channel: fc.stringMatching(/^C[A-Z0-9]{2,20}$/),
    ts: fc.stringMatching(/^\d{10}\.\d{6}$/),
    threadTs: fc.option(fc.stringMatching(/^\d{10}\.\d{6}$/)),
  }),
);
const picture = fc.record({
  underWay: fc.array(fc.record({ operation: anyOperation, card: place }), { maxLength: 60 }),
  incidents: fc.array(
    fc.record({
      id: anyText,
      app: fc.constant('raxx-api-prod'),
      drill: fc.boolean(),
      severity: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const),
      symptom: anyText,
      openedAt: anyInstant,
      headline: place,
    }),
    { maxLength: 60 },
  ),
  locks: fc.array(
    fc.record({
      id: fc.nat(),
      app: fc.constant('raxx-api-prod'),
      commit: fc.option(fc.stringMatching(/^[0-9a-f]{40}$/)),
      operationId: fc.constant(null),
      reason: anyText,
      owner: anyText,
      since: anyInstant,
      letThrough: fc.array(fc.stringMatching(/^[0-9a-f]{7}$/), { maxLength: 20 }),
    }),
    { maxLength: 60 },
  ),
  releases: fc.array(
    fc.record({
      app: fc.constant('raxx-api-prod'),
      version: fc.nat(),
      ours: fc.boolean(),
      at: anyInstant,
    }),
    { maxLength: 1 },
  ),
  drills: fc.array(
    fc.record({
      id: fc.nat(),
      operationId: fc.constant(null),
      corrects: fc.constant(null),
      happenedAt: anyInstant,
      app: fc.constant('raxx-api-prod'),
      operator: anyText,
      badRelease: anyText,
      rolledTo: anyText,
      wallClock: anyText,
      outcome: anyText,
    }),
    { maxLength: 1 },
  ),
});
const around = fc.record({
  person: fc.record({
    id: anyText,
    name: anyText,
    slackId: anySlackId,
    role: fc.constantFrom('ops' as const, 'superadmin' as const, 'support' as const, 'readonly' as const),
    agent: fc.boolean(),
  }),
  factor: fc.constantFrom('on' as const, 'missing' as const, 'unavailable' as const, 'not-needed' as const),
  picture,
  apps: fc.array(anyApp, { maxLength: 150 }),
  now: anyInstant,
});

/** Slack's own limit, in bytes. */
const LARGEST = 250_000;
const ONLY_OURS =
  /<(?!https:\/\/raxx\.slack\.com\/archives\/C[A-Z0-9]+\/p\d+(\?thread_ts=[\d.]+&amp;cid=C[A-Z0-9]+)?\|open the (card|thread)>)/;

test('whatever goes on, and whatever people wrote into it', () => {
  fc.assert(
    fc.property(around, fc.option(fc.constant('https://raxx.slack.com/')), (seen, address) => {
      const reviewable = new Set(seen.picture.underWay.map(({ operation }) => operation.id));
      const view = homeView({ ...seen, reviewable }, address);
      expect(checkHome(view)).toEqual([]);
      expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThan(LARGEST);
      const live = view.blocks.flatMap((block) =>
        'text' in block && typeof block.text === 'object' ? [block.text.text] : [],
      );
      for (const text of live) expect(text).not.toMatch(ONLY_OURS);
    }),
    { numRuns: 60 },
  );
});

test('all apps are listed, or it is said how many are not', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), (n) => {
      const app = fc.sample(anyApp, { numRuns: 1, seed: 1 })[0];
      if (app === undefined) throw new Error('no app');
      const apps = Array.from({ length: n }, (_, at) => ({ ...app, name: `app-${at}-end`, aliases: [] }));
      const nothing = { underWay: [], incidents: [], locks: [], releases: [], drills: [] };
      const person = { id: 'ana', name: 'Ana', slackId: 'U0ANA', role: 'ops', agent: false } as const;
      const view = homeView(
        { person, factor: 'on', picture: nothing, apps, reviewable: new Set(), now: new Date(0) },
        null,
      );
      const text = JSON.stringify(view);
      const listed = apps.filter(({ name }) => text.includes(name)).length;
      const more = Number(/… and (\d+) more/.exec(text)?.[1] ?? 0);
      expect(listed + more).toBe(n);
    }),
  );
});
