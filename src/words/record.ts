/** The drill record's Outcome column where it is not a plain success, and its corrections. Plain text. */
import type { Ending, Operation } from '../operation.ts';
import { hourMinute } from './time.ts';

/** Null for endings without a send, which are not executions of the runbook. */
export function unprovenColumn({ release, kind }: Operation, ending: Ending): string | null {
  const appeared = release
    ? `v${release.version} appeared`
    : kind === 're-pin'
      ? 'Heroku had lost the image, no pushed one was seen'
      : 'Heroku never confirmed it';
  switch (ending.why) {
    case 'release-failed':
      return `Failed — ${appeared}, its release command failed, dynos run ${ending.runs === null ? 'nobody knows what' : `v${ending.runs}`}`;
    case 'overtaken':
      return `Superseded — ${appeared}, then v${ending.head.version} by ${ending.head.by} before it was proven`;
    case 'nothing-runs':
      return `Not proven — ${appeared}, web is scaled to 0`;
    case 'closed':
      return `${release ? 'Not proven' : 'Not confirmed'} — ${appeared}, closed by ${ending.by}`;
    case 'closed-by-itself':
      return `${release ? 'Not proven' : 'Not confirmed'} — ${appeared}, closed by itself after 60 min`;
    default:
      return null;
  }
}

/** The RCA's world: what runs recovered, although its release command failed. */
export function recoveredAnywayColumn({ progress }: Operation, live: number): string {
  const dynosUp = progress.dynosUp ?? 0;
  return `Recovered — v${live} appeared, its release command failed, ${dynosUp === 1 ? 'dyno' : `${dynosUp} dynos`} up on it all the same, smoke check passing`;
}

export function crashedColumn(live: number, dynos: readonly string[]): string {
  return `${dynos.toSorted().join(', ')} crashed on v${live} after recovery`;
}

export function smokeFailedColumn(live: number): string {
  return `smoke check failing on v${live} after recovery`;
}

export function stillBrokenColumn(by: string, at: Date): string {
  return `the symptom is still there, says ${by} at ${hourMinute(at)}`;
}

export function symptomGoneColumn(by: string, at: Date): string {
  return `the symptom is gone after all, says ${by} at ${hourMinute(at)}`;
}

export function landedLateColumn(version: number, at: Date): string {
  return `v${version} landed late, at ${hourMinute(at)}`;
}
