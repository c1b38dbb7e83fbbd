/** Every finding in its very words, as the person woken up reads it; every tick box fits. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding, Preflight } from '../../src/findings.ts';
import { findingLines, tickLabel } from '../../src/words/findings.ts';
import { factLines, verdictLine } from '../../src/words/preflight.ts';
import { anyPreflight } from '../chat/arbitrary.ts';
import { preflight } from '../runbooks/facts.ts';

const FINDINGS: readonly Finding[] = [
  { code: 'guarded-config', names: ['DATABASE_URL', 'SECRET_KEY'] },
  { code: 'target-not-eligible', version: 12, status: 'expired' },
  { code: 'target-not-eligible', version: 83, status: 'failed' },
  { code: 'release-pending', version: 86, by: 'ben@raxx.app', sinceSeconds: 90 },
  { code: 'already-runs', version: 85 },
  { code: 'migration-destructive', names: ['migrations/0047_trim.py: op.drop_column("orders", "note")'] },
  { code: 'migration-unknown-to-target', names: ['migrations/0047_add_note.py'] },
  { code: 'migration-unknown', why: 'not-seen', names: [] },
  { code: 'migration-unknown', why: 'edited', names: ['migrations/0040_old.py'] },
  { code: 'config-changes', appears: ['OLD'], changes: ['LIMIT', 'TIMEOUT'], vanishes: ['NEW'] },
  { code: 'addon-config', changes: ['CACHE_PORT'], vanishes: ['KAFKA_TOPIC'] },
  {
    code: 'flag-prerequisites',
    flags: [{ flag: 'FLAG_WEBAUTHN_REGISTRATION', missing: ['WEBAUTHN_RP_ID', 'WEBAUTHN_ORIGIN'] }],
  },
  {
    code: 'undoes-fix',
    commits: [
      { sha: 'e07f41b2d9c8', title: 'Close the open redirect', author: 'Ben', protects: 'security' },
      { sha: '69eec51805af', title: 'Stop double charges', author: 'Cy', protects: 'incident-fix' },
    ],
  },
  { code: 'not-since-release', version: 85 },
  { code: 'arises-elsewhere', where: 'before-heroku' },
  { code: 'arises-elsewhere', where: 'origin-guard' },
  { code: 'arises-elsewhere', where: 'maintenance' },
  { code: 'arises-elsewhere', where: 'platform' },
  { code: 'frozen', until: '2027-01-04T08:00:00.000Z', reason: 'year end', tell: 'Kristerpher' },
  { code: 'released-since-request', version: 86, by: 'ben@raxx.app', description: 'Set X config vars' },
  { code: 'unknown-source', source: 'logs', why: 'too-short' },
  { code: 'unknown-source', source: 'dynos', why: 'slow' },
  { code: 'unknown-source', source: 'commits', why: 'no-token' },
  { code: 'unknown-source', source: 'labels', why: 'down' },
  { code: 'scaled-to-zero' },
  { code: 'target-expires-soon', version: 66 },
  { code: 'deploy-locked', commit: 'e07f41b2d9c8', owner: 'Bo', reason: 'bad build' },
];

test('in their very words', () => {
  const told = FINDINGS.map((finding) => findingLines(preflight({ findings: [finding] }))?.source);
  expect(`\n${told.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    ⛔ Guarded config vars would change: DATABASE_URL, SECRET_KEY. Roll forward, or take code only where it is offered.
    ⛔ Heroku will not roll back to v12 (it has expired: Heroku destroys what is older than 30 days and not among the 20 newest).
    ⛔ Heroku will not roll back to v83 (failed).
    ⛔ v86 by ben@raxx.app is still being released (90 s). Wait for it to end.
    ⛔ v85 is what runs now.
    ⛔ A migration took away what the old code needs: migrations/0047_trim.py: op.drop_column("orders", "note"). Roll forward.
    ⚠ The old code cannot find the newer schema revision (migrations/0047_add_note.py), so its own release command will probably fail and leave the bad release live.
    ⚠ Migrations: neither GitHub nor a release output says whether there were any. Unknown, not fine.
    ⚠ Migrations: old ones were changed, moved or deleted (migrations/0040_old.py). Unknown, not fine.
    ⚠ Config vars go back too: LIMIT, TIMEOUT change; OLD comes back; NEW vanishes.
    ⚠ Add-ons own some of them: CACHE_PORT changes; KAFKA_TOPIC vanishes.
    ⚠ FLAG_WEBAUTHN_REGISTRATION would be on without WEBAUTHN_RP_ID, WEBAUTHN_ORIGIN.
    ⚠ It would undo a security fix (\`e07f41b2\` Close the open redirect, Ben), an incident fix (\`69eec518\` Stop double charges, Cy). Roll forward instead, if you can.
    ⚠ The fault did not begin with v85, as far as dynos, smoke and logs show.
    ⚠ The errors arise before Heroku, at Cloudflare or DNS: Heroku's router saw none.
    ⚠ The smoke check was refused by the origin guard: wrong URL, not an outage.
    ⚠ Somebody switched maintenance mode on: its page is what people see.
    ⚠ Heroku itself fails (H99): see status.heroku.com; a rollback does not mend that.
    ⚠ Deploy freeze until 2027-01-04 08:00 UTC: year end. A rollback is allowed; tell Kristerpher.
    ⚠ ben@raxx.app released v86 (Set X config vars) after this was asked.
    ⚠ I could not read the logs (they do not reach back far enough): unknown, not fine.
    ⚠ I could not read the dynos (Heroku did not answer in time): unknown, not fine.
    ⚠ I could not read the commits (GITHUB_TOKEN is not set): unknown, not fine.
    ⚠ I could not read the labels of the pull requests (GitHub cannot be reached): unknown, not fine.
    ⚠ web is scaled to 0: a rollback brings nothing up.
    • Heroku will soon destroy v66: you may not be able to come back to it again.
    • Deploys of \`e07f41b2\` are locked by Bo: bad build. That does not stop a rollback.
    "
  `);
});

test('what blocks comes first, then what must be ticked, then notes', () => {
  const marks = findingLines(preflight({ findings: FINDINGS.toReversed() }))
    ?.source.split('\n')
    .map((line) => line[0]);
  expect([...new Set(marks)]).toEqual(['⛔', '⚠', '•']);
});

test('a tick box takes 75 characters', () => {
  for (const finding of FINDINGS) expect(tickLabel(finding).length).toBeLessThanOrEqual(75);
});

const FACTS: readonly (readonly [string, Partial<Preflight>])[] = [
  ['everything known', {}],
  [
    'nothing known',
    {
      commits: null,
      migration: { kind: 'unknown', why: 'not-seen', names: [] },
      evidence: null,
      dynos: null,
    },
  ],
  [
    'a traceback of this release, an incident open, only config changed',
    {
      sameCode: true,
      smoke: 200,
      incident: { symptom: 'signup 500s', openedAt: preflight().lookedAt },
      evidence: {
        verdict: 'began-with-release',
        counts: [{ code: 'H12', since: 7, before: null }],
        tracebacks: {
          since: 2,
          before: null,
          naming: 1,
          example: { path: 'api/signup.py', line: 31, error: "KeyError: 'plan'", ofRelease: true },
        },
      },
      releaseCommand: { present: true, lastSeconds: 47, last: 'failed' },
    },
  ],
];

test('the facts', () => {
  const told = FACTS.map(([name, over]) => {
    const shown = preflight(over);
    return `· ${name}\n${verdictLine(shown).source}\n${factLines(shown).source}\n`;
  });
  expect(`\n${told.join('\n')}`).toMatchInlineSnapshot(`
    "
    · everything known
    *CLEAR* · 2/2 dynos crashed · smoke 503 · H10: 41 since v85, 0 before
    Undoes 1 release, 3 commits (Ben, Cy) · v84 ran 6 days · Deploy c0ffee84 by ben@raxx.app
    • v85 Deploy c0ffee85 · cy@raxx.app · 22:03 UTC
    Config: no change · Migration: none · Expect ~77 s (release command 47 s last time)

    · nothing known
    *CLEAR* · dynos unknown · smoke 503
    Undoes 1 release, commits unknown · v84 ran 6 days · Deploy c0ffee84 by ben@raxx.app
    • v85 Deploy c0ffee85 · cy@raxx.app · 22:03 UTC
    Config: no change · Migration: unknown · Expect ~77 s (release command 47 s last time)

    · a traceback of this release, an incident open, only config changed
    *CLEAR* · 2/2 dynos crashed · smoke 200 · H12: 7 since v85, unknown before · tracebacks: 2 since v85, unknown before
    Undoes 1 release, no code · v84 ran 6 days · Deploy c0ffee84 by ben@raxx.app
    • v85 Deploy c0ffee85 · cy@raxx.app · 22:03 UTC
    Config: no change · Migration: none · Expect ~77 s (release command 47 s when it last succeeded, failed last time)
    Traceback: KeyError: 'plan' at api/signup.py:31, changed in this release
    Incident open since 03:03 UTC: signup 500s
    Smoke is 200 now, so a 200 afterwards proves little: check that the symptom is gone.
    "
  `);
});

test('however much was found, a line for each', () => {
  fc.assert(
    fc.property(anyPreflight, (any) => {
      const lines = findingLines(any)?.source.split('\n') ?? [];
      expect(lines).toHaveLength(any.findings.length);
    }),
  );
});
