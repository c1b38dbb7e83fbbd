/**
 * What the log says about a release: faults since it against before it, and tracebacks that name its code
 * (rollback.md, "confirm the release is the cause"). Logs hold 1,500 lines: how far back they reach is part of
 * the answer. Pure; dates as text, because preflights are stored.
 */
import type { LogLine } from '../../ports.ts';
import { FAULT_CODES, type FaultCode, faultOf } from './log-faults.ts';
import { type Frame, frameIn, type Traceback, tracebacksIn } from './tracebacks.ts';

export interface Count {
  readonly since: number;
  /** Null: the lines do not reach back far enough to say. */
  readonly before: number | null;
}

/**
 * `began-with-release`: new, or much more of it than before. `was-there-before`: no worse than before.
 * `nothing`: the lines show no fault. `unknown`: no lines, or faults that may be older than the lines.
 */
export type LogVerdict = 'began-with-release' | 'was-there-before' | 'nothing' | 'unknown';

export interface LogEvidence {
  readonly verdict: LogVerdict;
  readonly counts: Readonly<Record<FaultCode, Count>>;
  readonly tracebacks: Count & {
    /** Since the release, those with a file that it changed; null: its files are not known. */
    readonly naming: number | null;
    readonly example: Example | null;
  };
  /** The oldest line read; null when there is none. */
  readonly reachesTo: string | null;
  /** Milliseconds of log before the release; null when the lines begin after it. */
  readonly beforeMs: number | null;
}

/** Untrusted text throughout. */
export interface Example extends Frame {
  readonly error: string;
  /** Whether the file is one that the release changed. */
  readonly ofRelease: boolean;
}

export interface LogFacts {
  readonly lines: readonly LogLine[];
  /** When the bad release was made. */
  readonly releasedAt: Date;
  /** Files that the bad release changed, as its repository names them; null: not known. */
  readonly changedPaths: readonly string[] | null;
  readonly now: Date;
}

/** Less log than this before the release proves nothing about before. */
const ENOUGH_BEFORE_MS = 120_000;
/** So many times as often as before is as good as new. */
const MUCH_MORE = 3;
const SHORTEST_SPAN_MS = 60_000;

export function logEvidence({ lines, releasedAt, changedPaths, now }: LogFacts): LogEvidence {
  const released = releasedAt.getTime();
  const oldest = lines.reduce<number | null>(
    (least, { at }) => Math.min(least ?? Infinity, at.getTime()),
    null,
  );
  const reach = oldest === null || oldest >= released ? null : released - oldest;
  const beforeMs = reach !== null && reach >= ENOUGH_BEFORE_MS ? reach : null;
  const count = (when: readonly Date[]): Count => ({
    since: when.filter((at) => at.getTime() >= released).length,
    before: beforeMs === null ? null : when.filter((at) => at.getTime() < released).length,
  });
  const counts = countFaults(lines, count);
  const all = tracebacksIn(lines);
  const since = all.filter(({ at }) => at.getTime() >= released);
  const naming = changedPaths && since.filter((each) => frameIn(each, changedPaths) !== null);
  const tracebacks = count(all.map(({ at }) => at));
  const sinceMs = Math.max(SHORTEST_SPAN_MS, now.getTime() - Math.max(released, oldest ?? 0));
  const began = (each: Count) => isNew(each, sinceMs, beforeMs);
  const seen = [...Object.values(counts), tracebacks].filter((each) => each.since > 0);
  return {
    verdict: verdictOf(lines.length > 0, seen, began, naming !== null && naming.length > 0),
    counts,
    tracebacks: { ...tracebacks, naming: naming?.length ?? null, example: exampleOf(since, changedPaths) },
    reachesTo: oldest === null ? null : new Date(oldest).toISOString(),
    beforeMs: reach,
  };
}

function countFaults(
  lines: readonly LogLine[],
  count: (when: readonly Date[]) => Count,
): Readonly<Record<FaultCode, Count>> {
  const of = (code: FaultCode) => count(lines.filter((line) => faultOf(line) === code).map(({ at }) => at));
  const [r10, r14, h10, h12, other] = FAULT_CODES;
  return { [r10]: of(r10), [r14]: of(r14), [h10]: of(h10), [h12]: of(h12), [other]: of(other) };
}

function verdictOf(
  anyLines: boolean,
  seen: readonly Count[],
  began: (count: Count) => boolean | null,
  namesRelease: boolean,
): LogVerdict {
  if (!anyLines) return 'unknown';
  if (seen.length === 0) return 'nothing';
  const verdicts = seen.map(began);
  if (verdicts.includes(true)) return 'began-with-release';
  // Older lines are missing, but the runbook's own proof is there.
  if (verdicts.includes(null)) return namesRelease ? 'began-with-release' : 'unknown';
  return 'was-there-before';
}

/** Null: the lines do not say. */
function isNew({ since, before }: Count, sinceMs: number, beforeMs: number | null): boolean | null {
  if (before === null || beforeMs === null) return null;
  return before === 0 || since / sinceMs >= MUCH_MORE * (before / beforeMs);
}

/** The newest traceback that names the release's code, else the newest of all. */
function exampleOf(since: readonly Traceback[], changedPaths: readonly string[] | null): Example | null {
  const naming = since.findLast((each) => frameIn(each, changedPaths ?? []) !== null);
  if (naming !== undefined) return example(naming, frameIn(naming, changedPaths ?? []), true);
  const any = since.findLast(({ frames }) => frames.length > 0);
  return any === undefined ? null : example(any, any.frames.at(-1) ?? null, false);
}

function example({ error }: Traceback, frame: Frame | null, ofRelease: boolean): Example | null {
  return frame && { ...frame, error, ofRelease };
}
