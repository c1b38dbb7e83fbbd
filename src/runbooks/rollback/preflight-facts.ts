/** What a preflight is made of, as the look around brought it back. */
import type { App, DeclaredFlag, Freeze } from '../../apps.ts';
import type { Commits, Evidence, Migration, RequestPath } from '../../findings.ts';
import type { DeployLock } from '../../ledger.ts';
import type { Base, Kind } from '../../operation.ts';
import type {
  ConfigDifference,
  Dyno,
  GitHubFailure,
  ProcessType,
  Read,
  Release,
  SmokeResult,
} from '../../ports.ts';

/** What a look at an outside source came to; GitHub has failures of its own. */
export type Known<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: GitHubFailure };

export interface PreflightFacts {
  readonly app: App;
  readonly kind: Kind;
  readonly target: Release;
  readonly releases: readonly Release[];
  readonly dynos: Read<readonly Dyno[]>;
  readonly formation: Read<readonly ProcessType[]>;
  readonly config: Read<ConfigDifference>;
  /** Names of config vars that add-ons own. */
  readonly addons: Read<readonly string[]>;
  readonly commits: Known<Commits>;
  readonly migration: Migration;
  readonly evidence: Read<Evidence>;
  /** Null: no web dyno is up, or nothing shows that errors are served. */
  readonly path: RequestPath | null;
  readonly smoke: SmokeResult;
  readonly locks: readonly DeployLock[];
  readonly incident: { readonly symptom: string; readonly openedAt: Date } | null;
  readonly freezes: readonly Freeze[];
  readonly flags: readonly DeclaredFlag[];
  /** Whoever asked says that data is being damaged. */
  readonly damage: boolean;
  /** What the request was based on, when it is older than this look. */
  readonly requestedBase: Base | null;
  readonly now: Date;
}

/** What the rules below share: what runs, and what is known of it. */
export interface Situation {
  readonly newest: Release;
  /** The release that is bad because it runs. */
  readonly bad: number;
  /** `web` of the formation, if it was read and has one. */
  readonly web: ProcessType | undefined;
}
