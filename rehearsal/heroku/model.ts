/** What the simulated Heroku is made of. `world.ts` changes it, `shapes.ts` shows it as the API does. */

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

export type Scope = 'global' | 'identity' | 'read' | 'read-protected' | 'write' | 'write-protected';

/** How code runs once a dyno has booted it. */
export interface Behaviour {
  readonly serves: 'healthy' | 'errors';
  /** Milliseconds from `up` to `crashed`; 0 never gets up; null never crashes. */
  readonly crashesAfterMs: number | null;
}

export interface ReleaseCommand {
  readonly outcome: 'succeeds' | 'fails' | 'hangs';
  readonly takesMs: number;
  readonly output: readonly string[];
}

/** A slug or an image: code that can be released. */
export interface Artifact {
  readonly id: string;
  readonly kind: 'slug' | 'oci-image';
  readonly commit: string;
  readonly subject: string;
  readonly processTypes: Readonly<Record<string, string>>;
  readonly behaviour: Behaviour;
  readonly releaseCommand: ReleaseCommand;
  /** What it prints when it does not work. */
  readonly traceback: readonly string[];
  readonly createdAt: Date;
}

/** One execution of a release command. The stream's token is its only protection, as at Heroku. */
export interface CommandRun {
  readonly streamToken: string;
  readonly lines: string[];
  state: 'waiting' | 'running' | 'over';
}

export interface Release {
  readonly id: string;
  readonly version: number;
  readonly description: string;
  status: 'pending' | 'succeeded' | 'failed';
  readonly artifact: Artifact | null;
  /** The full snapshot: a rollback to this release restores all of it. */
  readonly config: Readonly<Record<string, string>>;
  readonly behaviour: Behaviour | null;
  readonly user: Person;
  readonly createdAt: Date;
  updatedAt: Date;
  readonly command: CommandRun | null;
  /** Before its time: retention destroys code by age on its own. */
  codeDestroyed: boolean;
  /** Collected without a word: the release looks eligible, and a rollback to it is refused. */
  imageGone: boolean;
}

export interface ProcessType {
  readonly id: string;
  readonly type: string;
  quantity: number;
  size: string;
  command: string;
  readonly createdAt: Date;
  updatedAt: Date;
}

export type DynoState = 'crashed' | 'down' | 'idle' | 'starting' | 'up';

export interface Dyno {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: string;
  readonly command: string;
  readonly release: Release;
  readonly crashes: number;
  state: DynoState;
  readonly createdAt: Date;
  updatedAt: Date;
}

export interface LogLine {
  readonly at: Date;
  /** e.g. `heroku[web.1]`, `app[api]`. */
  readonly from: string;
  readonly text: string;
}

/** What stands before the app: a cache and an origin guard, both switchable. */
export interface Front {
  /** Seconds since the copy was made; null when nothing is cached. */
  cachedAge: number | null;
  blocked: boolean;
}

export interface Addon {
  /** e.g. `heroku-redis:premium-0`. */
  readonly plan: string;
  readonly configVars: readonly string[];
}

export interface App {
  readonly id: string;
  readonly name: string;
  readonly owner: Person;
  readonly stack: string;
  readonly smokePath: string;
  readonly stage: 'staging' | 'production';
  addons: readonly Addon[];
  readonly createdAt: Date;
  updatedAt: Date;
  maintenance: boolean;
  config: Readonly<Record<string, string>>;
  /** Ascending by version. */
  readonly releases: Release[];
  currentVersion: number;
  readonly formation: Map<string, ProcessType>;
  dynos: Dyno[];
  readonly log: LogLine[];
  readonly front: Front;
}

export type WorldEvent =
  | {
      readonly kind: 'release-made';
      readonly app: App;
      readonly release: Release;
      /** The newest version before it. */
      readonly base: number;
      readonly why: ReleaseReason;
    }
  | { readonly kind: 'release-settled'; readonly app: App; readonly release: Release }
  | {
      readonly kind: 'dyno';
      readonly action: 'create' | 'update' | 'destroy';
      readonly app: App;
      readonly dyno: Dyno;
    }
  | { readonly kind: 'formation'; readonly app: App; readonly process: ProcessType }
  | { readonly kind: 'log'; readonly app: App; readonly line: LogLine };

export type ReleaseReason = 'deploy' | 'config' | 'rollback' | 'create';

export const HEALTHY: Behaviour = { serves: 'healthy', crashesAfterMs: null };
