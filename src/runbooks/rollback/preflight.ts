/** What a rollback would do and whether it may be sent: facts in, verdict with its reasons out (rollback.md, "before"). Pure. */
import { type Preflight, type ShownRelease, verdictOf } from '../../findings.ts';
import type { Release } from '../../ports.ts';
import { blocking } from './preflight-blocks.ts';
import type { PreflightFacts, Situation } from './preflight-facts.ts';
import { notes, warnings } from './preflight-warnings.ts';
import { head, running, sameCode } from './target.ts';

export function preflight(facts: PreflightFacts): Preflight {
  const dynos = facts.dynos.ok ? facts.dynos.value.filter((dyno) => dyno.type === 'web') : null;
  const newest = head(facts.releases) ?? facts.target;
  const bad = running(facts.releases, dynos ?? []) ?? newest.version;
  const formation = facts.formation.ok ? facts.formation.value : null;
  const web = formation?.find((process) => process.type === 'web');
  const releaseCommand = formation?.some((process) => process.type === 'release') ?? null;
  const situation: Situation = { newest, bad, web };
  const findings = [...blocking(facts, situation), ...warnings(facts, situation), ...notes(facts, situation)];
  const config = facts.config.ok ? facts.config.value : null;
  return {
    verdict: verdictOf(findings),
    findings,
    kind: facts.kind,
    base: { id: newest.id, version: newest.version, bad },
    target: shown(facts.target),
    undone: facts.releases
      .filter((release) => release.version > facts.target.version)
      .toSorted((a, b) => b.version - a.version)
      .map(shown),
    sameCode: sameCode(facts.releases, facts.target, bad),
    commits: facts.commits.ok ? facts.commits.value : null,
    migration: facts.migration,
    servedMs: served(facts.releases, facts.target),
    dynos: dynos && {
      up: dynos.filter((dyno) => dyno.state === 'up').length,
      crashed: dynos.filter((dyno) => dyno.state === 'crashed').length,
      all: dynos.length,
    },
    webQuantity: formation && (web?.quantity ?? 0),
    releaseCommand: { present: releaseCommand, ...lastReleaseCommand(facts.releases) },
    evidence: facts.evidence.ok ? facts.evidence.value : null,
    path: facts.path,
    smoke: facts.smoke.kind === 'answered' ? facts.smoke.status : facts.smoke.why,
    configNames: config ? [...config.appears, ...config.changes, ...config.vanishes].toSorted() : [],
    flags: {
      wouldTurnOn: config ? config.flagsThen.filter((flag) => !config.flagsNow.includes(flag)) : [],
      wouldTurnOff: config ? config.flagsNow.filter((flag) => !config.flagsThen.includes(flag)) : [],
    },
    incident: facts.incident && {
      symptom: facts.incident.symptom,
      openedAt: facts.incident.openedAt.toISOString(),
    },
    damage: facts.damage,
    lookedAt: facts.now.toISOString(),
  };
}

/** What became of the last release command, and how long the last one that succeeded took. */
function lastReleaseCommand(
  releases: readonly Release[],
): Pick<Preflight['releaseCommand'], 'lastSeconds' | 'last'> {
  const ended = releases
    .filter((release) => release.outputStreamUrl !== null)
    .toSorted((a, b) => b.version - a.version)
    .flatMap((release) =>
      release.status === 'succeeded' || release.status === 'failed'
        ? [{ status: release.status, release }]
        : [],
    );
  const timed = ended.find(({ status }) => status === 'succeeded')?.release;
  return {
    last: ended[0]?.status ?? null,
    // Heroku moves `updated_at` when the status changes.
    lastSeconds: timed
      ? Math.max(0, Math.round((timed.updatedAt.getTime() - timed.createdAt.getTime()) / 1000))
      : null,
  };
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
