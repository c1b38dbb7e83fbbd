/** The approved texts are approved word for word: held against the runbook and design.md where those are at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Operation } from '../../src/operation.ts';
import { approvedTexts } from '../../src/words/comms-templates.ts';
import {
  incidentClosed,
  incidentOpen,
  PUBLIC_RECOVERED,
  PUBLIC_ROLLED_BACK,
  publicInvestigating,
  rollbackConfirmed,
  rollingBack,
} from '../../src/words/templates.ts';
import { NOW, operation } from '../runbooks/facts.ts';

const AT = new Date('2026-11-20T03:04:59Z');

/** The text, and what each of its brackets was filled with, in order. */
const FILLED = [
  [
    incidentOpen('raxx-api-prod', 'signup 500s', AT),
    'Incident open: [app] [brief symptom]. Investigating. Started: [HH:MM UTC]',
    ['raxx-api-prod', 'signup 500s', '03:04 UTC'],
  ],
  [
    rollingBack('raxx-api-prod', 85, 84, AT),
    'Rolling back [app] from v[N] to v[target]. Initiated at [HH:MM UTC].',
    ['raxx-api-prod', '85', '84', '03:04 UTC'],
  ],
  [
    rollbackConfirmed(86, 84, AT, 119_000),
    'Rollback confirmed: v[N+1] (Rollback to v[target]) is live, dynos up, smoke check passing. [HH:MM UTC]. Wall-clock: [X] min.',
    ['86', '84', '03:04 UTC', '1'],
  ],
  [incidentClosed('TBD'), 'Incident closed. Post-incident review: [link or TBD].', ['TBD']],
  [
    publicInvestigating('the trading platform', true),
    'We are investigating an issue affecting [surface]. Our team is on it and we will post an update within 15 minutes. No account data has been affected.',
    ['the trading platform'],
  ],
  [
    PUBLIC_ROLLED_BACK,
    'We have rolled back to the previous release. The platform is recovering. We will confirm full recovery shortly.',
    [],
  ],
  [
    PUBLIC_RECOVERED,
    'The platform has recovered. Thank you for your patience. We are conducting a post-incident review.',
    [],
  ],
] as const;

test('without the tick the first public text makes no claim about account data', () => {
  expect(publicInvestigating('the trading platform', false).source).toBe(
    'We are investigating an issue affecting the trading platform. Our team is on it and we will post an update within 15 minutes.',
  );
});

test.each(FILLED)('%s', (text, template, values) => {
  const rest: string[] = [...values];
  expect(text.source).toBe(template.replaceAll(/\[[^\]]+\]/g, () => rest.shift() ?? '?'));
  expect(rest).toEqual([]);
});

test('below a minute the wall-clock reads <1, escaped so that Slack shows it', () => {
  expect(rollbackConfirmed(86, 84, AT, 59_999).source).toMatch(/Wall-clock: &lt;1 min\.$/);
});

const shared = (name: string) => fileURLToPath(new URL(`../../../shared/${name}`, import.meta.url));

test.each([
  // Ruling 10: the runbook's v[N-1] means the target, whatever its number.
  [
    'runbooks/rollback.md',
    (template: string) =>
      template
        .replaceAll('v[target]', 'v[N-1]')
        .replace('[surface]', '[surface, e.g., the trading platform]'),
  ],
  ['design.md', (template: string) => template],
])('the same words stand in %s', (name, asWritten) => {
  if (!existsSync(shared(name))) return;
  const written = readFileSync(shared(name), 'utf8');
  for (const [, template] of FILLED) expect(written).toContain(asWritten(template));
});

test('listed: a rollback that was sent fills its texts with its own numbers', () => {
  const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
  const told = (rollback: Operation | null) =>
    approvedTexts({
      app: 'raxx-api-prod',
      symptom: 'signup 500s',
      surface: 'the platform',
      at: NOW,
      rollback,
    })
      .source.split('\n')
      .filter((line) => /^> Roll/.test(line))
      .join('\n');
  const sent = operation({ status: 'verifying', sentAt: at(1), release: { id: 'r86', version: 86 } });
  expect(told(sent)).toMatchInlineSnapshot(`
    "> Rolling back raxx-api-prod from v85 to v84. Initiated at 03:04 UTC.
    > Rollback confirmed: v86 (Rollback to v84) is live, dynos up, smoke check passing. [HH:MM UTC]. Wall-clock: [X] min."
  `);
  expect(told({ ...sent, status: 'recovered', recoveredAt: at(4) })).toMatchInlineSnapshot(`
    "> Rolling back raxx-api-prod from v85 to v84. Initiated at 03:04 UTC.
    > Rollback confirmed: v86 (Rollback to v84) is live, dynos up, smoke check passing. 03:07 UTC. Wall-clock: 4 min."
  `);
});
