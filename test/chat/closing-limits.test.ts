/** T62 once more, of what comes at an incident's end: Slack takes it, and nothing in it acts. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkBlocks, checkView } from '../../rehearsal/slack/block-kit/check.ts';
import { closeModal } from '../../src/chat/close-modal.ts';
import { rcaModal, rcaModalAgain } from '../../src/chat/rca-modal.ts';
import type { Actor } from '../../src/operation.ts';
import { type ActionItem, RCA_PARTS, type RcaText } from '../../src/reviews.ts';
import { LONGEST_RESOLUTION } from '../../src/runbooks/incident/close.ts';
import type { Closable, Told } from '../../src/runbooks/incident/closing.ts';
import * as actions from '../../src/words/action-items.ts';
import { closedBecause } from '../../src/words/closing.ts';
import { plain, say } from '../../src/words/mrkdwn.ts';
import { delivered, whatIsMissing } from '../../src/words/rca-said.ts';
import { ANA } from '../runbooks/facts.ts';
import { anyIncident, anyInstant, anyOperation, anySlackId, anyText } from './arbitrary.ts';

const RUNS = { numRuns: 60 };
const INERT = /<(?!@[UW][A-Z0-9]{2,20}>|!subteam\^S[A-Z0-9]{2,20}>|#C[A-Z0-9]{2,20}>)/;

/** Everything but plain text, values, and what a field is prefilled with. */
function expectInert(message: unknown): void {
  const live = JSON.stringify(message, (key, value: unknown) => {
    const isPlain =
      typeof value === 'object' && value !== null && 'type' in value && value.type === 'plain_text';
    return isPlain || ['value', 'initial_value'].includes(key) ? null : value;
  });
  expect(live).not.toMatch(INERT);
}

const anyActor: fc.Arbitrary<Actor> = fc.record({
  id: anyText,
  slackId: anySlackId,
  name: anyText,
  agent: fc.boolean(),
});

const anyItem: fc.Arbitrary<ActionItem> = fc.record({
  incidentId: fc.constant('2026-06-21-raxx-api-prod-in-7f3ak2mn'),
  n: fc.integer({ min: 1, max: 999 }),
  what: anyText.map((text) => plain(text)),
  owner: fc.option(fc.record({ slackId: fc.option(anySlackId), name: anyText })),
  due: fc.option(fc.constant('2026-06-23')),
  issue: anyText,
  by: anyActor,
  at: anyInstant,
  done: fc.option(fc.record({ by: anyActor, at: anyInstant })),
});

const anyLock = fc.record({
  id: fc.nat(),
  app: fc.constant('raxx-api-prod'),
  commit: fc.option(fc.constant('e07f41b2d9c8e07f41b2d9c8e07f41b2d9c8e07f')),
  operationId: fc.stringMatching(/^rb-[a-z0-9]{8}$/),
  reason: anyText,
  owner: anyText,
  since: anyInstant,
  letThrough: fc.constant([]),
});

const anyTold: fc.Arbitrary<Told> = fc.oneof(
  fc.record({
    is: fc.constant('published' as const),
    publication: fc.record({
      incidentId: fc.constant('i'),
      which: fc.constant('recovered' as const),
      text: anyText,
      by: anyActor,
      at: anyInstant,
    }),
  }),
  fc.record({
    is: fc.constant('offered' as const),
    text: anyText.map((text) => say`${text}`),
    where: fc.record({
      drill: fc.boolean(),
      channel: fc.constant('C0STATUS'),
      page: fc.option(fc.constant('status.example.com')),
    }),
  }),
  fc.record({
    is: fc.constant('not-possible' as const),
    why: fc.constantFrom('no-customers' as const, 'nowhere' as const, 'not-recovered' as const),
  }),
);

const anyClosable: fc.Arbitrary<Closable> = fc.record({
  by: anyActor,
  incident: anyIncident,
  now: anyInstant,
  resolution: anyText.map((text) => plain(text)),
  recoveredText: anyTold,
  owed: fc.option(anyInstant),
  locks: fc.uniqueArray(anyLock, { maxLength: 14, selector: ({ operationId }) => operationId }),
  down: fc.array(anyText, { maxLength: 30 }),
  underWay: fc.array(anyOperation, { maxLength: 3 }),
  toDo: fc.array(anyItem, { maxLength: 30 }),
  others: fc.uniqueArray(anyIncident, { maxLength: 60, selector: ({ id }) => id }),
});

test('the form that closes any incident, and what is said of it', () => {
  fc.assert(
    fc.property(anyClosable, anyText, fc.boolean(), (found, text, same) => {
      const view = closeModal(found);
      expect(checkView(view)).toEqual([]);
      expectInert(view.blocks);
      const closing = { at: found.now, by: found.by, resolution: plain(text, LONGEST_RESOLUTION) };
      const [other = null] = same ? found.others : [];
      expectInert(closedBecause(found.incident, closing, other, found).source);
    }),
    RUNS,
  );
});

test('any action items, in the list and alone', () => {
  const items = fc.uniqueArray(anyItem, { maxLength: 70, selector: ({ n }) => n });
  fc.assert(
    fc.property(anyIncident, items, anyItem, anySlackId, (incident, all, one, whom) => {
      for (const message of [
        actions.itemList(incident, all),
        actions.added(incident.id, one),
        actions.due(incident, one, whom),
        actions.dueDirectly(incident, one),
        actions.finished(one, ANA),
      ]) {
        expect(checkBlocks(message.blocks ?? [])).toEqual([]);
        expectInert(message);
      }
    }),
    RUNS,
  );
});

test('the form of an RCA, whatever stands in it, and what others wrote meanwhile', () => {
  const long = fc.oneof(anyText, fc.constant('x'.repeat(3_000)), fc.constant('&<>'.repeat(1_000)));
  const texts = fc
    .array(fc.record({ text: long, by: anyActor, at: anyInstant }), { minLength: 12, maxLength: 12 })
    .map((all): readonly RcaText[] =>
      all.flatMap((each, i) => {
        const part = RCA_PARTS[i];
        return part === undefined
          ? []
          : [{ ...each, id: i + 1, part, text: part === 'slug' ? 'a-slug' : each.text }];
      }),
    );
  fc.assert(
    fc.property(anyIncident, texts, texts, (incident, standing, theirs) => {
      const form = { incident, texts: standing, slug: 'signup-500s' };
      const typed = Object.fromEntries(theirs.map(({ part, text }) => [part, text]));
      for (const view of [rcaModal(form), rcaModalAgain(form, typed, theirs)]) {
        expect(checkView(view)).toEqual([]);
        expectInert(view.blocks);
      }
      const said = whatIsMissing(incident.id, [], incident.openedAt);
      expect(checkBlocks(said.blocks ?? [])).toEqual([]);
      expectInert(delivered('2026-06-21-x', ANA, { at: incident.openedAt, changed: ['Head'] }).source);
    }),
    RUNS,
  );
});
