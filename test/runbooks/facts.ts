/** Facts as Heroku, Slack and the ledger would hand them over: unremarkable, each test changes what it is about. */
import type { App } from '../../src/apps.ts';
import type { Preflight } from '../../src/findings.ts';
import type { Actor, Operation } from '../../src/operation.ts';
import type { Dyno, Release } from '../../src/ports.ts';

export const NOW = new Date('2026-11-20T03:03:02Z');

export const ANA: Actor = { id: 'ana', slackId: 'U0ANA', name: 'Ana', agent: false };
export const BO: Actor = { id: 'bo', slackId: 'U0BO', name: 'Bo', agent: false };

export const API: App = {
  name: 'raxx-api-prod',
  aliases: ['api'],
  environment: 'production',
  stack: 'slug',
  image: null,
  approval: 'two-person',
  soloAfterMs: null,
  surface: 'the trading platform',
  smoke: { url: 'https://api.raxx.app/api/system/status', headers: {} },
  guardedVars: ['FLAG_ENFORCE_CF_ORIGIN', '*_URL'],
  repository: 'raxx-app/trademasterapi',
  migrationPaths: ['migrations'],
};

export function release(version: number, over: Partial<Release> = {}): Release {
  const at = new Date(NOW.getTime() - (100 - version) * 3_600_000);
  return {
    id: `r${version}`,
    version,
    description: `Deploy ${version.toString(16).padStart(8, 'c')}`,
    status: 'succeeded',
    current: false,
    eligibleForRollback: true,
    slugId: `slug of v${version}`,
    hasArtifact: true,
    outputStreamUrl: null,
    user: { id: 'user-ben', email: 'ben@raxx.app' },
    createdAt: at,
    updatedAt: at,
    ...over,
  };
}

export function dyno(name: string, releaseVersion: number, state: Dyno['state'] = 'up'): Dyno {
  const [type = ''] = name.split('.');
  return { id: name, name, type, state, releaseVersion, updatedAt: NOW };
}

export function operation(over: Partial<Operation> = {}): Operation {
  return {
    id: 'rb-7f3ak2mn',
    kind: 'rollback',
    app: API.name,
    channel: 'C0OPS',
    status: 'requested',
    requester: ANA,
    symptom: 'signup 500s since 02:58',
    base: { id: 'r85', version: 85, bad: 85 },
    target: { id: 'r84', version: 84 },
    preflight: null,
    incidentId: '2026-11-20-raxx-api-prod',
    approver: null,
    approvedHow: null,
    override: null,
    requestedAt: NOW,
    expiresAt: new Date(NOW.getTime() + 900_000),
    approvedAt: null,
    sentAt: null,
    release: null,
    progress: {},
    recoveredAt: null,
    confirmedAt: null,
    endedAt: null,
    ending: null,
    decision: null,
    renews: null,
    undoes: null,
    pushed: null,
    marks: {},
    ...over,
  };
}

const shown = (version: number, by: string) => ({
  id: `r${version}`,
  version,
  description: `Deploy c0ffee${version}`,
  status: 'succeeded' as const,
  eligible: true,
  by,
  at: new Date(NOW.getTime() - (90 - version) * 3_600_000).toISOString(),
});

export function preflight(over: Partial<Preflight> = {}): Preflight {
  return {
    verdict: 'CLEAR',
    findings: [],
    kind: 'rollback',
    base: { id: 'r85', version: 85, bad: 85 },
    target: shown(84, 'ben@raxx.app'),
    undone: [shown(85, 'cy@raxx.app')],
    servedMs: 518_400_000,
    dynos: { up: 0, crashed: 2, all: 2 },
    webQuantity: 2,
    sameCode: false,
    commits: { count: 3, authors: ['Ben', 'Cy'], fixes: [], labelsKnown: true, paths: ['api/signup.py'] },
    migration: { kind: 'none', why: null, names: [] },
    releaseCommand: { present: true, lastSeconds: 47, last: 'succeeded' },
    evidence: {
      verdict: 'began-with-release',
      counts: [{ code: 'H10', since: 41, before: 0 }],
      tracebacks: { since: 0, before: 0, naming: 0, example: null },
    },
    path: null,
    smoke: 503,
    configNames: [],
    flags: { wouldTurnOn: [], wouldTurnOff: [] },
    incident: null,
    damage: false,
    lookedAt: NOW.toISOString(),
    ...over,
  };
}
