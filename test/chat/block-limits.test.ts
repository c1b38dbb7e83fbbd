/** T62: whatever people, Heroku and the ledger say, Slack takes what we send, and nothing in it acts. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkBlocks, checkView } from '../../rehearsal/slack/block-kit/check.ts';
import { askModal } from '../../src/chat/ask-modal.ts';
import { headlineMessage } from '../../src/chat/incident-headline.ts';
import { openView } from '../../src/chat/incident-open-form.ts';
import { updateView } from '../../src/chat/incident-update.ts';
import { releaseModal, tagModal, wrongTickModal } from '../../src/chat/re-pin-modals.ts';
import { checkingModal, reviewModal } from '../../src/chat/review-modal.ts';
import { rollbackCard } from '../../src/chat/rollback-card.ts';
import { notice } from '../../src/chat/tell.ts';
import { RE_PIN_STEPS } from '../../src/re-pin.ts';
import { fieldsOf } from '../../src/runbooks/incident/fields.ts';
import { checklistOf, mayBeIt } from '../../src/runbooks/rollback/checklist.ts';
import { ended } from '../../src/words/endings.ts';
import { quoted } from '../../src/words/mrkdwn.ts';
import { checklist } from '../../src/words/re-pin.ts';
import { mentions, recovered } from '../../src/words/rollback.ts';
import { statusLine } from '../../src/words/status.ts';
import { ANA } from '../runbooks/facts.ts';
import {
  anyApp,
  anyEnding,
  anyExamined,
  anyIncident,
  anyInstant,
  anyOperation,
  anyPreflight,
  anySeen,
  anySlackId,
  anyStanding,
  anyText,
} from './arbitrary.ts';

const RUNS = { numRuns: 100 };

/** Mentions that notify are ours alone, and only of people; channels may be linked. */
const ONLY_OURS = /<(?!@[UW][A-Z0-9]{2,20}>|!subteam\^S[A-Z0-9]{2,20}>|#C[A-Z0-9]{2,20}>)/;

function expectInert(message: unknown): void {
  // Not mrkdwn: plain text, what a field is prefilled with, and values that come back to us alone.
  const live = JSON.stringify(message, (key, value: unknown) =>
    ['value', 'initial_value'].includes(key) || isPlainText(value) ? null : value,
  );
  expect(live).not.toMatch(ONLY_OURS);
}

function isPlainText(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'plain_text';
}

test('the card of any operation', () => {
  const called = fc.record({
    people: fc.array(anySlackId, { maxLength: 300 }),
    groups: fc.constant(['S0OPS']),
  });
  fc.assert(
    fc.property(anyOperation, called, anyInstant, (operation, approvers, now) => {
      const card = rollbackCard(operation, mentions(approvers), now);
      expect(checkBlocks(card.blocks)).toEqual([]);
      expectInert(card);
    }),
    RUNS,
  );
});

test('the request form, checks running, back, or failed', () => {
  fc.assert(
    fc.property(anyApp, anyExamined, fc.boolean(), anyText, anyText, (app, examined, named, symptom, why) => {
      const version = named ? examined.target.version : null;
      const asked = { app: app.name, version, kind: 'code-only', channel: 'C0OPS' } as const;
      for (const state of [
        { kind: 'checking' },
        { kind: 'checked', examined },
        { kind: 'unknown', why: quoted(why), passing: named },
      ] as const) {
        const view = askModal(app, asked, symptom, state);
        expect(checkView(view)).toEqual([]);
        expectInert(view.blocks);
      }
    }),
    RUNS,
  );
});

const anyGate = fc.record({
  block: fc.constantFrom(null, 'may-override' as const, 'superadmin-only' as const, 'final' as const),
  code: fc.constantFrom('none' as const, 'asked' as const, 'not-set-up' as const, 'unavailable' as const),
});

test('the review form, for approval and for renewal', () => {
  fc.assert(
    fc.property(anyOperation, anyPreflight, anyGate, (operation, preflight, gate) => {
      expect(checkView(checkingModal(operation))).toEqual([]);
      for (const kind of ['review', 'renew'] as const) {
        const view = reviewModal({ operation, preflight, hash: 'f'.repeat(64), ...gate }, kind);
        expect(checkView(view)).toEqual([]);
        expectInert(view.blocks);
      }
    }),
    RUNS,
  );
});

test('posts with buttons, notices and status lines', () => {
  fc.assert(
    fc.property(anyOperation, anyEnding, anyInstant, anyText, (operation, ending, now, title) => {
      for (const message of [ended(operation, ending, now), recovered(operation, 125_000)]) {
        expect(checkBlocks(message.blocks ?? [])).toEqual([]);
        expectInert(message);
      }
      expect(checkView(notice(title, quoted(title)))).toEqual([]);
      expectInert(statusLine(operation, now).source);
    }),
    RUNS,
  );
});

test('the checklist of a re-pin and its forms, whatever was noted', () => {
  const note = fc.oneof(
    fc.record({ what: fc.constant('tag' as const), tag: anyText }),
    fc.record({
      what: fc.constantFrom('ticked' as const, 'wrong' as const),
      step: fc.constantFrom(...RE_PIN_STEPS),
    }),
    fc.record({ what: fc.constantFrom('seen' as const, 'taken' as const), release: anySeen }),
  );
  const entry = fc.record({ n: fc.nat(), note, by: fc.constantFrom(ANA, null), at: anyInstant });
  fc.assert(
    fc.property(
      anyOperation,
      anyApp,
      fc.array(entry, { maxLength: 20 }),
      fc.boolean(),
      (operation, app, entries, open) => {
        const list = checklistOf(operation, app, entries);
        const options = { open, mayChoose: true, configNames: entries.map(({ n }) => `NAME_${n}`) };
        const message = checklist(operation, list, options);
        expect(checkBlocks(message.blocks ?? [])).toEqual([]);
        expectInert(message);
        const desk = { operation, list, person: ANA };
        for (const view of [
          tagModal(desk),
          ...(list.steps.some(({ ticked }) => ticked) ? [wrongTickModal(desk)] : []),
          ...(mayBeIt(list.seen).length > 0 ? [releaseModal(desk)] : []),
        ]) {
          expect(checkView(view)).toEqual([]);
          expectInert(view.blocks);
        }
      },
    ),
    RUNS,
  );
});

test('the headline of any incident, and the forms that open and change one', () => {
  const asking = fc.record({
    shown: fc.uniqueArray(anyIncident, { maxLength: 9, selector: ({ id }) => id }),
    why: fc.constant(null),
    now: anyInstant,
  });
  const names = fc.array(fc.stringMatching(/^[a-z][a-z0-9-]{0,28}[a-z]$/), { maxLength: 120 });
  fc.assert(
    fc.property(
      anyIncident,
      anyStanding,
      asking,
      anyApp,
      names,
      anyText,
      (incident, standing, open, app, apps, message) => {
        const card = headlineMessage(incident, standing, open.now, null);
        expect(checkBlocks(card.blocks ?? [])).toEqual([]);
        expectInert(card);
        const { severity, symptom, impact, liveFlow, drill } = incident;
        const typed = {
          app: app.name,
          severity,
          symptom,
          impact,
          liveFlow,
          drill,
          date: '',
          time: '',
          commander: '',
          leadRound: 0,
          same: '',
        };
        for (const shown of [null, open]) {
          const view = openView([app], 'C0OPS', { ...typed, symptom: message }, shown);
          expect(checkView(view)).toEqual([]);
          expectInert(view.blocks);
        }
        const fields = fieldsOf(incident);
        const view = updateView(apps, incident, {
          shown: fields,
          wanted: fields,
          message,
          round: 1,
          why: null,
        });
        expect(checkView(view)).toEqual([]);
        expectInert(view.blocks);
      },
    ),
    RUNS,
  );
});
