/** heroku.md, "Wake the operator when": its four rules as data, and what of them can be recognised from here. Pure. */
import type { ErrorCode, ErrorRun, Recognised } from '../../incident.ts';
import type { LogLine, Platform, PlatformIncident, Read, Release, SmokeResult } from '../../ports.ts';
import { faultOf } from '../rollback/log-faults.ts';
import { isDeploy } from '../rollback/target.ts';

/** What the runbook says of a rule, word for word. */
export function runbookOf(rule: Recognised['rule']): string {
  return WAKE_RULES[rule];
}

const WAKE_RULES = {
  'deploy-failed':
    'A production deploy run fails after the required-reviewer gate has been passed (indicates a deploy-time failure, not a gate failure)',
  'errors-go-on':
    'heroku logs shows Error R14 (memory) or repeated Error R10 (boot timeout) and the standard fixes do not resolve within 30 min',
  'heroku-incident':
    'A Heroku incident is active (check https://status.heroku.com) that affects the us region',
  unreachable:
    'The Heroku app is unreachable AND Heroku status is green (possible data corruption or misconfiguration requiring dashboard access)',
} as const satisfies Record<Recognised['rule'], string>;

export interface WakeFacts {
  /** When the incident began. */
  readonly since: Date;
  readonly now: Date;
  readonly releases: Read<readonly Release[]>;
  /** With what was seen of them before. */
  readonly errors: readonly ErrorRun[];
  readonly smoke: SmokeResult;
  readonly platform: Read<Platform>;
  /** A rollback is asked for or under way: its own words call people. */
  readonly handled: boolean;
}

/** A deploy that failed shortly before anybody noticed belongs to it. */
const BEFORE_MS = 60 * 60_000;
const UNRESOLVED_MS = 30 * 60_000;
/** Older than this, it may be over. */
const RECENT_MS = 10 * 60_000;

export function recognised(facts: WakeFacts): readonly Recognised[] {
  return [...deployFailed(facts), ...errorsGoOn(facts), ...herokuIncident(facts), ...unreachable(facts)];
}

/** What can be seen of a deploy that failed after its gate: the newest deploy is a failed release. */
function deployFailed({ releases, since }: WakeFacts): readonly Recognised[] {
  if (!releases.ok) return [];
  const newest = releases.value.filter(isDeploy).toSorted((a, b) => b.version - a.version)[0];
  if (newest?.status !== 'failed' || newest.createdAt.getTime() < since.getTime() - BEFORE_MS) return [];
  return [{ rule: 'deploy-failed', version: newest.version, description: newest.description }];
}

function errorsGoOn({ errors, now }: WakeFacts): readonly Recognised[] {
  return errors
    .filter(
      (run) =>
        isRepeated(run) &&
        now.getTime() - run.first.getTime() >= UNRESOLVED_MS &&
        now.getTime() - run.last.getTime() <= RECENT_MS,
    )
    .map((run) => ({ rule: 'errors-go-on', run }));
}

function herokuIncident({ platform }: WakeFacts): readonly Recognised[] {
  const ours = platform.ok ? platform.value.incidents.find(affectsUs) : undefined;
  return ours ? [{ rule: 'heroku-incident', title: ours.title }] : [];
}

const US = /\bUSA?\b|\bU\.S\.|\bus[- ](?:region|east|west)|[Uu]nited [Ss]tates|Virginia|Oregon|North America/;
const ELSEWHERE =
  /\bEU\b|\beurope|\bfrankfurt\b|\bdublin\b|\blondon\b|\btokyo\b|\bsydney\b|\bmumbai\b|\bsingapore\b|\bmontreal\b/i;

/** One that names no region may be anywhere. */
export function affectsUs({ text }: Pick<PlatformIncident, 'text'>): boolean {
  return US.test(text) || !ELSEWHERE.test(text);
}

function unreachable({ smoke, platform, handled }: WakeFacts): readonly Recognised[] {
  if (handled || !platform.ok || !platform.value.green || !cannotBeReached(smoke)) return [];
  return [{ rule: 'unreachable', smoke }];
}

/** The origin guard, a cache or a page that is not there say nothing of the app. */
export function cannotBeReached(smoke: SmokeResult): boolean {
  if (smoke.kind === 'answered') return smoke.status >= 500 && !smoke.cached;
  return smoke.why !== 'forbidden-address';
}

const REPEATED = { R10: 2, R14: 1 } as const;

/** R14, and R10 when it comes again. */
export function isRepeated({ code, times }: ErrorRun): boolean {
  return times >= REPEATED[code];
}

/** Silent for as long as the runbook gives a fix: it was resolved, and what comes then is another. */
const OVER_MS = UNRESOLVED_MS;

/** `before`: as it was after the last look. */
export function errorRuns(lines: readonly LogLine[], before: readonly ErrorRun[]): readonly ErrorRun[] {
  return (['R10', 'R14'] as const).flatMap((code) => {
    const known = before.find((run) => run.code === code);
    const logged = lines
      .filter((line) => faultOf(line) === code && (!known || line.at > known.last))
      .map(({ at }) => at)
      .toSorted((a, b) => a.getTime() - b.getTime());
    const run = logged.reduce<ErrorRun | undefined>((last, at) => goesOn(last, code, at), known);
    return run ? [run] : [];
  });
}

function goesOn(run: ErrorRun | undefined, code: ErrorCode, at: Date): ErrorRun {
  return run && at.getTime() - run.last.getTime() < OVER_MS
    ? { ...run, last: at, times: run.times + 1 }
    : { code, first: at, last: at, times: 1 };
}
