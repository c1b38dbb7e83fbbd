/** What a rollback would do and whether it may be sent: facts in, verdict with its reasons out (rollback.md, "before"). Pure. */
import type { App } from '../../apps.ts';
import { type Finding, levelOf, type Preflight, type ShownRelease } from '../../findings.ts';
import type { Base } from '../../operation.ts';
import type {
  ConfigDifference,
  Dyno,
  ProcessType,
  Read,
  ReadFailure,
  Release,
  SmokeResult,
} from '../../ports.ts';
import { head, mayBeTarget, running } from './target.ts';

export interface PreflightFacts {
  readonly app: App;
  readonly target: Release;
  readonly releases: readonly Release[];
  readonly dynos: Read<readonly Dyno[]>;
  readonly formation: Read<readonly ProcessType[]>;
  readonly config: Read<ConfigDifference>;
  readonly smoke: SmokeResult;
  /** What the request was based on, when it is older than this look. */
  readonly requestedBase: Base | null;
  readonly now: Date;
}

/** Sources this version does not look at yet; silence about them must not read as safety. */
export const NOT_CHECKED = ['migrations', 'commits', 'logs', 'deploy freeze'] as const;

export function preflight(facts: PreflightFacts): Preflight {
  const dynos = facts.dynos.ok ? facts.dynos.value.filter((dyno) => dyno.type === 'web') : null;
  const newest = head(facts.releases) ?? facts.target;
  const bad = running(facts.releases, dynos ?? []) ?? newest.version;
  const config = facts.config.ok ? facts.config.value : null;
  const web = facts.formation.ok
    ? facts.formation.value.find((process) => process.type === 'web')
    : undefined;
  const findings = [...blocking(facts, newest, bad), ...warnings(facts, newest, web)];
  return {
    verdict: verdictOf(findings),
    findings,
    base: { id: newest.id, version: newest.version, bad },
    target: shown(facts.target),
    undone: facts.releases
      .filter((release) => release.version > facts.target.version)
      .toSorted((a, b) => b.version - a.version)
      .map(shown),
    servedMs: served(facts.releases, facts.target),
    dynos: dynos && {
      up: dynos.filter((dyno) => dyno.state === 'up').length,
      crashed: dynos.filter((dyno) => dyno.state === 'crashed').length,
      all: dynos.length,
    },
    webQuantity: facts.formation.ok ? (web?.quantity ?? 0) : null,
    releaseCommand: {
      present: facts.formation.ok
        ? facts.formation.value.some((process) => process.type === 'release')
        : null,
      lastSeconds: lastReleaseCommand(facts.releases),
    },
    smoke: facts.smoke.kind === 'answered' ? facts.smoke.status : facts.smoke.why,
    configNames: config ? [...config.appears, ...config.changes, ...config.vanishes].toSorted() : [],
    lookedAt: facts.now.toISOString(),
  };
}

function verdictOf(findings: readonly Finding[]): Preflight['verdict'] {
  if (findings.some((finding) => levelOf(finding) === 'blocks')) return 'BLOCKED';
  return findings.length > 0 ? 'NEEDS ACKNOWLEDGEMENT' : 'CLEAR';
}

function blocking(facts: PreflightFacts, newest: Release, bad: number): readonly Finding[] {
  const findings: Finding[] = [];
  const { target } = facts;
  if (target.version === bad) findings.push({ code: 'already-runs', version: bad });
  else if (!mayBeTarget(target, bad)) {
    findings.push({ code: 'target-not-eligible', version: target.version, status: target.status });
  }
  if (newest.status === 'pending') {
    const sinceSeconds = Math.max(0, Math.round((facts.now.getTime() - newest.createdAt.getTime()) / 1000));
    findings.push({ code: 'release-pending', version: newest.version, by: newest.user.email, sinceSeconds });
  }
  const touched = facts.config.ok
    ? [...facts.config.value.appears, ...facts.config.value.changes, ...facts.config.value.vanishes]
    : [];
  const guarded = touched.filter((name) => isGuarded(name, facts.app.guardedVars)).toSorted();
  if (guarded.length > 0) findings.push({ code: 'guarded-config', names: guarded });
  return findings;
}

function warnings(facts: PreflightFacts, newest: Release, web: ProcessType | undefined): readonly Finding[] {
  const findings: Finding[] = [];
  const { requestedBase } = facts;
  if (requestedBase && requestedBase.id !== newest.id) {
    findings.push({
      code: 'released-since-request',
      version: newest.version,
      by: newest.user.email,
      description: newest.description,
    });
  }
  if (facts.config.ok) {
    const { appears, changes, vanishes } = facts.config.value;
    if (appears.length + changes.length + vanishes.length > 0) {
      findings.push({
        code: 'config-changes',
        appears: [...appears],
        changes: [...changes],
        vanishes: [...vanishes],
      });
    }
  }
  const unread = [
    ['dynos', facts.dynos],
    ['formation', facts.formation],
    ['config vars', facts.config],
  ] as const;
  for (const [source, read] of unread) {
    if (!read.ok) findings.push({ code: 'unknown-source', source, why: read.why satisfies ReadFailure });
  }
  if (facts.formation.ok && (web?.quantity ?? 0) === 0) findings.push({ code: 'scaled-to-zero' });
  findings.push({ code: 'not-checked', sources: [...NOT_CHECKED] });
  return findings;
}

/** `*` stands for any run of characters: `*_URL`. */
export function isGuarded(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const [first = '', ...rest] = pattern.split('*');
    if (rest.length === 0) return name === pattern;
    const last = rest.at(-1) ?? '';
    if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last))
      return false;
    let from = first.length;
    for (const middle of rest.slice(0, -1)) {
      const at = name.indexOf(middle, from);
      if (at < 0 || at + middle.length > name.length - last.length) return false;
      from = at + middle.length;
    }
    return true;
  });
}

/** How long the last release command that succeeded took: Heroku moves `updated_at` when the status changes. */
function lastReleaseCommand(releases: readonly Release[]): number | null {
  const last = releases
    .filter((release) => release.outputStreamUrl !== null && release.status === 'succeeded')
    .toSorted((a, b) => b.version - a.version)[0];
  return last ? Math.max(0, Math.round((last.updatedAt.getTime() - last.createdAt.getTime()) / 1000)) : null;
}

function served(releases: readonly Release[], target: Release): number | null {
  const next = releases
    .filter((release) => release.version > target.version && release.status === 'succeeded')
    .toSorted((a, b) => a.version - b.version)[0];
  return next ? next.createdAt.getTime() - target.createdAt.getTime() : null;
}

function shown(release: Release): ShownRelease {
  return {
    id: release.id,
    version: release.version,
    description: release.description,
    status: release.status,
    eligible: release.eligibleForRollback,
    by: release.user.email,
    at: release.createdAt.toISOString(),
  };
}
