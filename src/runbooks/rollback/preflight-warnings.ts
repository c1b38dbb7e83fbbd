/** What whoever approves must say they know, and what they had better know. Pure. */
import type { Finding, RequestPath, Source } from '../../findings.ts';
import { isGuarded } from './preflight-blocks.ts';
import type { PreflightFacts, Situation } from './preflight-facts.ts';

export function warnings(facts: PreflightFacts, situation: Situation): readonly Finding[] {
  return [
    ...releasedSince(facts, situation),
    ...imageFindings(facts),
    ...migrationFindings(facts),
    ...fixFindings(facts),
    ...evidenceFindings(facts, situation),
    ...configFindings(facts),
    ...flagFindings(facts),
    ...frozen(facts),
    ...unreadFindings(facts),
    ...scaledToZero(facts, situation),
  ];
}

export function notes(facts: PreflightFacts, situation: Situation): readonly Finding[] {
  return [...byImage(facts), ...expiresSoon(facts, situation), ...locked(facts)];
}

function releasedSince({ requestedBase }: PreflightFacts, { newest }: Situation): readonly Finding[] {
  if (!requestedBase || requestedBase.id === newest.id) return [];
  const { version, user, description } = newest;
  return [{ code: 'released-since-request', version, by: user.email, description }];
}

/** Nothing is sent to Heroku then: whoever approves agrees to work by hand. */
function imageFindings({ kind, target }: PreflightFacts): readonly Finding[] {
  return kind === 're-pin' ? [{ code: 'image-gone', version: target.version }] : [];
}

/** Heroku does not tell beforehand whether it still has an image (rollback.md, container apps). */
function byImage({ app, kind }: PreflightFacts): readonly Finding[] {
  return app.stack === 'container' && kind === 'rollback' ? [{ code: 'container' }] : [];
}

/** Ruling 9; additive without a release command that migrates is allowed. */
function migrationFindings({ migration: { kind, why, names } }: PreflightFacts): readonly Finding[] {
  if (kind === 'unknown') return [{ code: 'migration-unknown', why: why ?? 'not-seen', names }];
  return kind === 'additive-with-command' ? [{ code: 'migration-unknown-to-target', names }] : [];
}

function fixFindings({ commits }: PreflightFacts): readonly Finding[] {
  if (!commits.ok || commits.value.fixes.length === 0) return [];
  return [{ code: 'undoes-fix', commits: commits.value.fixes }];
}

/** Ruling 12: a rollback is for what began with the release. */
function evidenceFindings(facts: PreflightFacts, { bad }: Situation): readonly Finding[] {
  const { evidence, path } = facts;
  const older = evidence.ok && evidence.value.verdict === 'was-there-before';
  return [
    ...(older || nothingWrong(facts) ? [{ code: 'not-since-release' as const, version: bad }] : []),
    ...(path && ELSEWHERE.includes(path.where)
      ? [{ code: 'arises-elsewhere' as const, where: path.where }]
      : []),
  ];
}

/** Where another release of ours changes nothing. */
const ELSEWHERE: readonly RequestPath['where'][] = [
  'origin-guard',
  'maintenance',
  'platform',
  'before-heroku',
];

/** Everything was read and nothing shows a fault: whoever asks must know more than we do. */
function nothingWrong({ evidence, dynos, smoke }: PreflightFacts): boolean {
  return (
    evidence.ok &&
    evidence.value.verdict === 'nothing' &&
    dynos.ok &&
    dynos.value.every(({ type, state }) => type !== 'web' || state === 'up') &&
    smoke.kind === 'answered' &&
    smoke.status === 200
  );
}

function configFindings({ app, config, addons }: PreflightFacts): readonly Finding[] {
  if (!config.ok) return [];
  const { appears, changes, vanishes } = config.value;
  if (appears.length + changes.length + vanishes.length === 0) return [];
  const all = {
    code: 'config-changes' as const,
    appears: [...appears],
    changes: [...changes],
    vanishes: [...vanishes],
  };
  // Guarded ones block already, and are named there.
  const owned = (names: readonly string[]) =>
    addons.ok ? names.filter((name) => addons.value.includes(name) && !isGuarded(name, app.guardedVars)) : [];
  const addon = { code: 'addon-config' as const, changes: owned(changes), vanishes: owned(vanishes) };
  return addon.changes.length + addon.vanishes.length > 0 ? [all, addon] : [all];
}

/** A flag that is on in the target without what it needs there. What is as broken now is no reason against going back. */
function flagFindings({ config, flags }: PreflightFacts): readonly Finding[] {
  if (!config.ok) return [];
  const { appears, changes, vanishes, stays, flagsNow, flagsThen } = config.value;
  const then = new Set([...stays, ...changes, ...appears]);
  const now = new Set([...stays, ...changes, ...vanishes]);
  const broken = flags.flatMap(({ variable, prerequisites }) => {
    const missing = (on: readonly string[], names: ReadonlySet<string>) =>
      on.includes(variable)
        ? prerequisites.filter((name) => (name.startsWith('FLAG_') ? !on.includes(name) : !names.has(name)))
        : [];
    const already = missing(flagsNow, now);
    const lacking = missing(flagsThen, then).filter((name) => !already.includes(name));
    return lacking.length > 0 ? [{ flag: variable, missing: lacking }] : [];
  });
  return broken.length > 0 ? [{ code: 'flag-prerequisites', flags: broken }] : [];
}

function frozen({ app, freezes, now }: PreflightFacts): readonly Finding[] {
  return freezes
    .filter(({ from, until, apps }) => from <= now && now < until && (apps?.includes(app.name) ?? true))
    .slice(0, 1)
    .map(({ until, reason, tell }) => ({ code: 'frozen', until: until.toISOString(), reason, tell }));
}

/** Slow or down means unknown, never fine. */
function unreadFindings(facts: PreflightFacts): readonly Finding[] {
  const { commits } = facts;
  const reads: readonly (readonly [Source, { readonly ok: boolean; readonly why?: string }])[] = [
    ['dynos', facts.dynos],
    ['formation', facts.formation],
    ['config vars', facts.config],
    ['add-ons', facts.addons],
    ['logs', reaching(facts)],
    ['commits', commits],
  ];
  const unread = reads.flatMap(([source, read]) =>
    read.ok ? [] : [{ code: 'unknown-source' as const, source, why: read.why ?? 'down' }],
  );
  const labels =
    commits.ok && !commits.value.labelsKnown
      ? [{ code: 'unknown-source' as const, source: 'labels' as const, why: 'down' }]
      : [];
  return [...unread, ...labels];
}

/** Faults that may be older than the lines prove nothing either way. */
function reaching({ evidence }: PreflightFacts): { readonly ok: boolean; readonly why?: string } {
  return evidence.ok && evidence.value.verdict === 'unknown' ? { ok: false, why: 'too-short' } : evidence;
}

function scaledToZero({ formation }: PreflightFacts, { web }: Situation): readonly Finding[] {
  return formation.ok && (web?.quantity ?? 0) === 0 ? [{ code: 'scaled-to-zero' }] : [];
}

const DAY_MS = 86_400_000;
/** Heroku destroys what is older than 30 days and not among the 20 newest (facts/heroku.md, retention). */
const KEPT_DAYS = 30;
const KEPT_RELEASES = 20;
const SOON = { days: 3, releases: 3 };

function expiresSoon({ target, now }: PreflightFacts, { newest }: Situation): readonly Finding[] {
  const ageDays = (now.getTime() - target.createdAt.getTime()) / DAY_MS;
  const newer = newest.version - target.version;
  const soon =
    target.status === 'succeeded' &&
    ageDays > KEPT_DAYS - SOON.days &&
    newer >= KEPT_RELEASES - SOON.releases;
  return soon ? [{ code: 'target-expires-soon', version: target.version }] : [];
}

function locked({ locks }: PreflightFacts): readonly Finding[] {
  return locks
    .slice(0, 3)
    .map(({ commit, owner, reason }) => ({ code: 'deploy-locked', commit, owner, reason }));
}
