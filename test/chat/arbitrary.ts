/** Any operation and any preflight the types allow, with the texts other people choose as hostile as they come. */
import fc from 'fast-check';
import type { App } from '../../src/apps.ts';
import { type Finding, type Preflight, SOURCES } from '../../src/findings.ts';
import { INCIDENT_STATUSES, type Incident, SEVERITIES } from '../../src/incident.ts';
import type { Standing } from '../../src/incidents.ts';
import {
  type Actor,
  ENDED_STATUSES,
  type Ending,
  type Operation,
  type Progress,
  SLOT_STATUSES,
} from '../../src/operation.ts';
import type { Release } from '../../src/ports.ts';
import { plain, quoted } from '../../src/words/mrkdwn.ts';
import { API, release } from '../runbooks/facts.ts';
import { giant } from '../words/hostile.ts';

const text = giant;
const version = fc.integer({ min: 1, max: 999_999_999 });
const at = fc.date({ min: new Date('2026-01-01Z'), max: new Date('2028-12-31Z'), noInvalidDate: true });
const iso = at.map((each) => each.toISOString());
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value);
const slackId = fc.stringMatching(/^[UW][A-Z0-9]{2,20}$/);
const texts = fc.array(text, { maxLength: 30 });

const actor: fc.Arbitrary<Actor> = fc.record({ id: text, slackId, name: text, agent: fc.boolean() });
export const anySeen = fc.record({ id: text, version, description: text, by: text, at: iso });

const fix = fc.record({
  sha: text,
  title: text,
  author: text,
  protects: fc.constantFrom('security' as const, 'incident-fix' as const),
});
const where = fc.constantFrom(
  ...(['origin-guard', 'maintenance', 'platform', 'router', 'app', 'before-heroku', 'unknown'] as const),
);
const count = { since: fc.nat(), before: maybe(fc.nat()) };

const finding: fc.Arbitrary<Finding> = fc.oneof(
  fc.record({ code: fc.constant('guarded-config' as const), names: texts }),
  fc.record({ code: fc.constant('target-not-eligible' as const), version, status: text }),
  fc.record({ code: fc.constant('release-pending' as const), version, by: text, sinceSeconds: fc.nat() }),
  fc.record({ code: fc.constant('already-runs' as const), version }),
  fc.record({
    code: fc.constant('config-changes' as const),
    appears: texts,
    changes: texts,
    vanishes: texts,
  }),
  fc.record({ code: fc.constant('released-since-request' as const), version, by: text, description: text }),
  fc.record({
    code: fc.constant('unknown-source' as const),
    source: fc.constantFrom(...SOURCES),
    why: text,
  }),
  fc.record({ code: fc.constant('scaled-to-zero' as const) }),
  fc.record({
    code: fc.constantFrom('migration-destructive' as const, 'migration-unknown-to-target' as const),
    names: texts,
  }),
  fc.record({ code: fc.constant('migration-unknown' as const), why: text, names: texts }),
  fc.record({ code: fc.constant('addon-config' as const), changes: texts, vanishes: texts }),
  fc.record({
    code: fc.constant('flag-prerequisites' as const),
    flags: fc.array(fc.record({ flag: text, missing: texts }), { maxLength: 10 }),
  }),
  fc.record({ code: fc.constant('undoes-fix' as const), commits: fc.array(fix, { maxLength: 10 }) }),
  fc.record({
    code: fc.constantFrom('not-since-release' as const, 'target-expires-soon' as const),
    version,
  }),
  fc.record({ code: fc.constant('arises-elsewhere' as const), where }),
  fc.record({ code: fc.constant('frozen' as const), until: iso, reason: text, tell: text }),
  fc.record({ code: fc.constant('deploy-locked' as const), commit: maybe(text), owner: text, reason: text }),
);

const shownRelease = fc.record({
  id: text,
  version,
  description: text,
  status: fc.constantFrom('pending' as const, 'succeeded' as const, 'failed' as const, 'expired' as const),
  eligible: fc.boolean(),
  by: text,
  at: iso,
});

export const anyPreflight: fc.Arbitrary<Preflight> = fc.record({
  verdict: fc.constantFrom('CLEAR' as const, 'NEEDS ACKNOWLEDGEMENT' as const, 'BLOCKED' as const),
  findings: fc.array(finding, { maxLength: 20 }),
  kind: fc.constantFrom('rollback' as const, 'code-only' as const, 're-pin' as const),
  base: fc.record({ id: text, version, bad: version }),
  target: shownRelease,
  undone: fc.array(shownRelease, { maxLength: 12 }),
  sameCode: fc.boolean(),
  commits: maybe(
    fc.record({
      count: fc.nat(),
      authors: texts,
      fixes: fc.array(fix, { maxLength: 3 }),
      labelsKnown: fc.boolean(),
      paths: maybe(texts),
    }),
  ),
  migration: fc.record({
    kind: fc.constantFrom(
      ...(['none', 'additive', 'additive-with-command', 'destructive', 'unknown'] as const),
    ),
    why: maybe(text),
    names: texts,
  }),
  evidence: maybe(
    fc.record({
      verdict: fc.constantFrom(
        ...(['began-with-release', 'was-there-before', 'nothing', 'unknown'] as const),
      ),
      counts: fc.array(fc.record({ code: text, ...count }), { maxLength: 6 }),
      tracebacks: fc.record({
        ...count,
        naming: maybe(fc.nat()),
        example: maybe(fc.record({ path: text, line: fc.nat(), error: text, ofRelease: fc.boolean() })),
      }),
    }),
  ),
  path: maybe(
    fc.record({ where, codes: fc.array(fc.record({ code: text, count: fc.nat() }), { maxLength: 5 }) }),
  ),
  flags: fc.record({ wouldTurnOn: texts, wouldTurnOff: texts }),
  incident: maybe(fc.record({ symptom: text, openedAt: iso })),
  damage: fc.boolean(),
  servedMs: maybe(fc.integer({ min: -1_000, max: 10 ** 12 })),
  dynos: maybe(fc.record({ up: fc.nat(100), crashed: fc.nat(100), all: fc.nat(100) })),
  webQuantity: maybe(fc.nat(100)),
  releaseCommand: fc.record({
    present: maybe(fc.boolean()),
    lastSeconds: maybe(fc.nat(10_000)),
    last: maybe(fc.constantFrom('succeeded' as const, 'failed' as const)),
  }),
  smoke: fc.oneof(fc.constantFrom(200, 302, 403, 503), text),
  configNames: texts,
  lookedAt: iso,
});

const progress: fc.Arbitrary<Progress> = fc.record(
  {
    release: fc.constantFrom('pending' as const, 'succeeded' as const, 'failed' as const, 'expired' as const),
    releaseCommandSeconds: fc.nat(4_000),
    dynosUp: fc.nat(100),
    dynosWanted: fc.nat(100),
    dynosCrashed: texts,
    smoke: fc.constantFrom(0, 200, 403, 503),
    smokeProblem: fc.constantFrom('cached' as const, 'origin-guard' as const, 'unreachable' as const),
    smokeBefore: fc.constantFrom(0, 200, 503),
  },
  { requiredKeys: [] },
);

export const anyEnding: fc.Arbitrary<Ending> = fc.oneof(
  fc.record({ why: fc.constantFrom('not-the-base' as const, 'somebody-else' as const), head: anySeen }),
  fc.record({
    why: fc.constantFrom(
      'target-gone' as const,
      'not-seen' as const,
      'cannot-look' as const,
      'not-recovered-in-time' as const,
      'nothing-runs' as const,
      'expired' as const,
      'blocked' as const,
      'closed-by-itself' as const,
      'image-gone' as const,
    ),
  }),
  fc.record({ why: fc.constant('head-unreadable' as const), failure: text }),
  fc.record({ why: fc.constant('refused-by-heroku' as const), status: fc.nat(599), errorId: text }),
  fc.record({ why: fc.constant('never-sent' as const), cause: text }),
  fc.record({ why: fc.constant('release-failed' as const), runs: maybe(version) }),
  fc.record({ why: fc.constant('overtaken' as const), head: anySeen }),
  fc.record({ why: fc.constant('role-changed' as const), who: text }),
  fc.record({ why: fc.constantFrom('closed' as const, 'cancelled' as const), by: text }),
  fc.record({ why: fc.constant('replaced' as const), by: text, operationId: text }),
  fc.record({ why: fc.constant('done-by-hand' as const), head: anySeen }),
  fc.record({ why: fc.constant('rejected' as const), by: text, reason: text }),
);

export const anyOperation: fc.Arbitrary<Operation> = fc.record({
  id: fc.stringMatching(/^rb-[a-z0-9]{8}$/),
  kind: fc.constantFrom('rollback' as const, 'code-only' as const, 're-pin' as const),
  app: fc.constantFrom('raxx-api-prod', 'raxx-velvet-staging'),
  channel: fc.stringMatching(/^C[A-Z0-9]{2,20}$/),
  status: fc.constantFrom(...SLOT_STATUSES, ...ENDED_STATUSES),
  requester: actor,
  symptom: text,
  base: maybe(fc.record({ id: text, version, bad: version })),
  target: fc.record({ id: text, version }),
  preflight: maybe(anyPreflight),
  incidentId: maybe(text),
  approver: maybe(actor),
  approvedHow: maybe(fc.constantFrom('two-person' as const, 'policy' as const, 'solo' as const)),
  override: maybe(text),
  requestedAt: at,
  expiresAt: at,
  approvedAt: maybe(at),
  sentAt: maybe(at),
  release: maybe(fc.record({ id: text, version })),
  progress,
  recoveredAt: maybe(at),
  confirmedAt: maybe(at),
  endedAt: maybe(at),
  ending: maybe(anyEnding),
  decision: maybe(
    fc.record({ what: fc.constantFrom('send-once-more' as const, 'close' as const), by: actor }),
  ),
  renews: maybe(text),
  undoes: maybe(text),
  pushed: maybe(fc.record({ tag: maybe(text), by: text })),
  marks: fc.dictionary(
    fc.constantFrom('still-broken', 'symptom-gone', 'escalated', 'told-crashed-after', 'late-87'),
    fc.record({ by: text, at: at.map((each) => each.toISOString()) }),
  ),
});

const anyRelease: fc.Arbitrary<Release> = fc
  .record({ version, description: text })
  .map(({ version: number, description }) => release(number, { description }));

export const anyExamined = fc.record({
  target: anyRelease,
  choices: fc.uniqueArray(anyRelease, { selector: (each) => each.version, maxLength: 150 }),
  preflight: anyPreflight,
});

export const anyApp: fc.Arbitrary<App> = fc
  .record({
    environment: fc.constantFrom('production' as const, 'staging' as const),
    approval: fc.constantFrom('two-person' as const, 'none' as const),
  })
  .map((over) => ({ ...API, ...over }));

export { at as anyInstant, slackId as anySlackId, text as anyText };

const appName = fc.stringMatching(/^[a-z][a-z0-9-]{0,28}[a-z]$/);

/** As it is kept: its texts cut and in one line, whatever is in them. */
export const anyIncident: fc.Arbitrary<Incident> = fc.record({
  id: fc.stringMatching(/^2026-06-21-[a-z]{1,30}-in-[a-z2-9]{8}$/),
  app: appName,
  alsoApps: fc.array(appName, { maxLength: 20 }),
  channel: fc.constant('C0OPS'),
  drill: fc.boolean(),
  severity: fc.constantFrom(...SEVERITIES),
  status: fc.constantFrom(...INCIDENT_STATUSES),
  symptom: text.map((each) => plain(each, 200)),
  impact: text.map((each) => plain(each, 300)),
  liveFlow: fc.boolean(),
  opener: actor,
  commander: maybe(actor),
  openedAt: at,
  startedAt: at,
  closed: maybe(
    fc.record({ at, by: actor, resolution: text, review: maybe(text), sameAs: fc.constant(null) }),
  ),
});

export const anyStanding: fc.Arbitrary<Standing> = fc.record({
  operations: fc.array(fc.record({ operation: anyOperation, card: fc.constant(null) }), { maxLength: 12 }),
  releases: fc.array(fc.record({ app: appName, version, ours: fc.boolean(), at }), { maxLength: 5 }),
  published: maybe(fc.record({ text: text.map((each) => quoted(each, 3_000).source), at })),
  promisedBy: maybe(at),
});
