/** Ten minutes without a decision, as whoever leads reads it: what is cheapest and most easily taken back stands first. */
import { expect, test } from 'vitest';
import type { Preflight } from '../../src/findings.ts';
import type { Message } from '../../src/ports.ts';
import { advise } from '../../src/runbooks/rollback/adviser.ts';
import { nudges, nudgesBlindly } from '../../src/words/nudge.ts';
import { preflight } from '../runbooks/facts.ts';

const INCIDENT = { id: '2026-06-21-raxx-api-prod-in-7f3ak2mn', app: 'raxx-api-prod', severity: 2 } as const;
const CALLED = { people: ['U0ANA'], groups: [] };

function nudge(over: Partial<Preflight>): Message {
  const facts = preflight(over);
  return nudges(INCIDENT, facts, advise(facts), CALLED);
}

const green = (message: Message): boolean => JSON.stringify(message.blocks).includes('"style":"primary"');

test('rolling back is advised: the route leads, and its button stands out', () => {
  const message = nudge({});
  expect(message.text).toMatchInlineSnapshot(`
    "Ten minutes of SEV-2 on raxx-api-prod, and no rollback was asked for. The likely rollback is v85 → v84. <@U0ANA>
    *CLEAR* · 2/2 dynos crashed · smoke 503 · H10: 41 since v85, 0 before
    *Roll back*: dynos crash, smoke fails since v85.
    Nothing was asked or sent: [Roll back] opens the form, filled in."
  `);
  expect(green(message)).toBe(true);
});

test('the app is healthy and the fault older: look first, and no button asks for the rollback', () => {
  const message = nudge({
    dynos: { up: 2, crashed: 0, all: 2 },
    smoke: 200,
    evidence: null,
    findings: [{ code: 'not-since-release', version: 85 }],
  });
  expect(message.text).toMatchInlineSnapshot(`
    "Ten minutes of SEV-2 on raxx-api-prod, and no rollback was asked for. <@U0ANA>
    *Look first*: the fault did not begin with this release.
    A rollback would be v85 → v84:
    *CLEAR* · 2/2 dynos up · smoke 200
    ⚠ The fault did not begin with v85, as far as dynos, smoke and logs show.
    Nothing was asked or sent: [Roll back] opens the form, filled in."
  `);
  expect(green(message)).toBe(false);
});

test('data is being damaged, a flag was turned on: maintenance and the flag before the rollback', () => {
  const message = nudge({ damage: true, flags: { wouldTurnOn: [], wouldTurnOff: ['FLAG_X'] } });
  expect(message.text).toMatchInlineSnapshot(`
    "Ten minutes of SEV-2 on raxx-api-prod, and no rollback was asked for. <@U0ANA>
    *Maintenance mode first*: data is being damaged. It stops requests at once and makes no release.
    *Turn FLAG_X off instead*: it was off in v84. Cheaper, and easily taken back.
    *Roll back*: dynos crash, smoke fails since v85.
    A rollback would be v85 → v84:
    *CLEAR* · 2/2 dynos crashed · smoke 503 · H10: 41 since v85, 0 before
    Nothing was asked or sent: [Roll back] opens the form, filled in."
  `);
  expect(green(message)).toBe(false);
});

test('what a rollback would do is not known: nothing is recommended', () => {
  const message = nudgesBlindly(INCIDENT, { reason: 'unknown-app', typed: 'x', near: [], known: [] }, CALLED);
  expect(green(message)).toBe(false);
});
