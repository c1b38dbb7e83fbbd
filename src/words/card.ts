/** The live card's sentences. */
import type { Operation, Progress } from '../operation.ts';
import { insteadByHand } from './kinds.ts';
import { code, joined, type Mrkdwn, say } from './mrkdwn.ts';
import { route } from './rollback.ts';
import { hourMinute, minutesSeconds, span, toTheSecond } from './time.ts';

const PHASES = {
  requested: 'APPROVE?',
  approved: 'APPROVED',
  executing: 'SENDING',
  verifying: 'VERIFYING',
  needs_human: 'NEEDS A PERSON',
  recovered: 'RECOVERED',
  rejected: 'REJECTED',
  cancelled: 'CANCELLED',
  expired: 'EXPIRED',
  stale: 'NOT RUN',
  refused: 'NOT RUN',
  failed: 'FAILED',
  superseded: 'SUPERSEDED',
  closed: 'CLOSED',
} as const;

/** `raxx-api-prod v85 → v84 · DYNOS STARTING · 1:55 of 5:00` */
export function cardHeadline(
  operation: Operation,
  mentions: Mrkdwn | null,
  now: Date,
  budgetMs: number,
): Mrkdwn {
  if (operation.status === 'requested') {
    return mentions ? say`*Approve?* ${route(operation)} ${mentions}` : say`*Rollback* ${route(operation)}`;
  }
  const elapsed = minutesSeconds(until(operation, now).getTime() - operation.requestedAt.getTime());
  const budget = operation.endedAt ? say`${elapsed}` : say`${elapsed} of ${minutesSeconds(budgetMs)}`;
  return say`*${route(operation)}* · ${phase(operation)} · ${budget}`;
}

function until({ recoveredAt, confirmedAt, endedAt }: Operation, now: Date): Date {
  return endedAt && !confirmedAt ? endedAt : (recoveredAt ?? endedAt ?? now);
}

function phase(operation: Operation): string {
  const { status, progress } = operation;
  if (status === 'recovered') return afterwards(operation);
  if (status !== 'verifying') return PHASES[status];
  if (operation.recoveredAt) return 'UP, HOLDING';
  if (progress.release === undefined || progress.release === 'pending') return 'RELEASE COMMAND';
  return (progress.dynosUp ?? 0) < (progress.dynosWanted ?? 1) ? 'DYNOS STARTING' : 'SMOKE CHECK';
}

/** What was found or said after the confirmation, the last word counting. */
function afterwards({ marks }: Operation): string {
  if (marks['told-crashed-after'] || marks['told-smoke-failed-after']) return 'DOWN AGAIN';
  const [broken, gone] = [marks['still-broken']?.at, marks['symptom-gone']?.at];
  return broken && (!gone || gone < broken) ? 'STILL BROKEN' : PHASES.recovered;
}

/** What has happened, one line a step; null when nothing has. */
export function cardSteps(operation: Operation): Mrkdwn | null {
  const steps = [
    approvedLine(operation),
    ...verificationLines(operation),
    recoveredLine(operation),
    decidedLine(operation),
    ...laterLines(operation),
  ].filter((step) => step !== null);
  return steps.length > 0 ? joined(steps, '\n') : null;
}

function approvedLine(operation: Operation): Mrkdwn | null {
  const { approver, approvedAt, approvedHow, override, release } = operation;
  if (!approver || !approvedAt) return null;
  const approved = APPROVED[approvedHow ?? 'two-person'](approver.name);
  const against = override === null ? say`` : say`, overriding a block: ${override}`;
  const landed = release ? say` → v${release.version}` : say``;
  return say`${approved} ${toTheSecond(approvedAt)}${against}${sentNote(operation)}${landed}`;
}

const APPROVED = {
  'two-person': (by: string) => say`✓ Approved ${by}`,
  solo: (by: string) => say`✓ Approved ${by} alone`,
  policy: () => say`✓ Approved by policy`,
} as const;

function sentNote({ pushed, sentAt }: Operation): Mrkdwn {
  if (!sentAt) return say``;
  return pushed
    ? say` · image pushed by ${pushed.by}, released ${toTheSecond(sentAt)}`
    : say` · sent ${toTheSecond(sentAt)}`;
}

function verificationLines(operation: Operation): readonly (Mrkdwn | null)[] {
  const { release, progress } = operation;
  if (!release) return [];
  const done = progress.release === 'succeeded';
  const seconds = progress.releaseCommandSeconds;
  const dynosUp = progress.dynosUp ?? 0;
  const wanted = progress.dynosWanted;
  const crashed = progress.dynosCrashed ?? [];
  const allUp = wanted !== undefined && wanted > 0 && dynosUp >= wanted;
  const failed = progress.release === 'failed' || progress.release === 'expired';
  const mark = allUp ? '✓' : operation.endedAt ? '–' : '…';
  return [
    done
      ? say`✓ Release v${release.version} succeeded${seconds === undefined ? '' : `, command ${span(seconds * 1000)}`}`
      : say`${failed ? '✗' : '…'} Release v${release.version}: ${progress.release ?? 'not read yet'}`,
    crashed.length > 0
      ? say`✗ Dynos on v${release.version}: ${dynosUp} of ${wanted ?? '?'}, crashed: ${crashed.toSorted().join(', ')}`
      : say`${mark} Dynos on v${release.version}: ${wanted === undefined ? 'not read yet' : `${dynosUp} of ${wanted}`}`,
    smokeLine(operation),
  ];
}

function smokeLine({ progress, endedAt }: Operation): Mrkdwn {
  const { smoke, smokeBefore } = progress;
  const before = smokeBefore === undefined ? say`` : say` (${smokeBefore || 'no answer'} before)`;
  if (smoke === undefined) return say`– Smoke: ${endedAt ? 'not checked' : 'not yet checked'}${before}`;
  const passed = smoke === 200 && progress.smokeProblem === undefined;
  return say`${passed ? '✓' : '✗'} Smoke: ${smokeFound(progress)}${before}`;
}

function smokeFound({ smoke, smokeProblem }: Progress): string {
  switch (smokeProblem) {
    case 'unreachable':
      return 'no answer';
    case 'cached':
      return `${smoke} from a cache, which proves nothing`;
    case 'origin-guard':
      return '403 from the origin guard: wrong URL, not an outage';
    default:
      return String(smoke);
  }
}

function recoveredLine(operation: Operation): Mrkdwn | null {
  const { recoveredAt, confirmedAt } = operation;
  if (!recoveredAt || (operation.endedAt && !confirmedAt)) return null;
  return confirmedAt
    ? say`✓ Recovered ${toTheSecond(recoveredAt)}, held, confirmed`
    : say`… Up since ${toTheSecond(recoveredAt)}, holding`;
}

/** Who ended it, where a person did: the reply that says so is folded away in the thread. */
function decidedLine({ status, ending, endedAt }: Operation): Mrkdwn | null {
  if (!ending || !endedAt || !('by' in ending)) return null;
  const reason = ending.why === 'rejected' && ending.reason !== '' ? say`: ${ending.reason}` : say``;
  const how = status.charAt(0).toUpperCase() + status.slice(1);
  return say`✗ ${how} by ${ending.by} ${toTheSecond(endedAt)}${reason}`;
}

/** Said by people, or seen, beside and after the steps. */
function laterLines({ marks }: Operation): readonly Mrkdwn[] {
  const lines: Mrkdwn[] = [];
  const gone = marks['symptom-gone'];
  const broken = marks['still-broken'];
  if (gone) lines.push(say`✓ Symptom gone, says ${gone.by} ${toTheSecond(new Date(gone.at))}`);
  if (broken) lines.push(say`✗ Still broken, says ${broken.by} ${toTheSecond(new Date(broken.at))}`);
  if (marks.escalated)
    lines.push(say`✗ Escalated by ${marks.escalated.by} ${toTheSecond(new Date(marks.escalated.at))}`);
  for (const [name, mark] of Object.entries(marks)) {
    if (/^late-\d+$/.test(name) && mark)
      lines.push(say`✗ v${name.slice('late-'.length)} appeared late, seen ${toTheSecond(new Date(mark.at))}`);
  }
  return lines;
}

/** When people hear from us next (`at`), or that they will not. */
export function nextWord(operation: Operation, at: Date | null): Mrkdwn {
  if (operation.endedAt) return say`Ended ${toTheSecond(operation.endedAt)}`;
  return at ? say`Next word by ${hourMinute(at)}` : say`Waiting for a person`;
}

/** The right thing to type for this moment: the rollback itself only while it may be run and nothing is under way. */
export function byHand(operation: Operation, mayRun: boolean): Mrkdwn {
  if (mayRun) return insteadByHand(operation);
  const { app, status, release } = operation;
  // While nobody knows whether it happened, the list tells; never anything that changes something.
  const unsure = status === 'executing' || (!release && (status === 'needs_human' || status === 'closed'));
  return say`By hand: ${code(`heroku ${unsure ? 'releases' : 'ps'} -a ${app}`)}`;
}
