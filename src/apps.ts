/** The app table: what Switchback may act on. Filled from config/switchback.yaml, looked up by exact ASCII name. */

export type Environment = 'production' | 'staging';

/**
 * Who must agree before a rollback is sent (design.md ruling 2). `solo`: the requester alone will do, with a second
 * factor. `none`: nobody, for staging only.
 */
export type ApprovalPolicy = 'two-person' | 'solo' | 'none';

export interface App {
  /** Heroku app name, e.g. `raxx-api-prod`. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly environment: Environment;
  readonly stack: 'slug' | 'container';
  /** Container apps: where their images are kept, without a tag, e.g. `ghcr.io/raxx-app/trademasterapi/velvet`; else null. */
  readonly image: string | null;
  readonly approval: ApprovalPolicy;
  /** With `two-person`: the requester alone will do, with a second factor, once nobody has answered for so long; null: never. */
  readonly soloAfterMs: number | null;
  /** What customers call it, for public texts: "the trading platform". */
  readonly surface: string;
  readonly smoke: SmokeTarget;
  /** Config var names or `*` patterns that a rollback must not silently change (ruling 7). */
  readonly guardedVars: readonly string[];
  /** `owner/name` on GitHub. */
  readonly repository: string;
  readonly migrationPaths: readonly string[];
}

export interface SmokeTarget {
  /** The fronted URL; never the herokuapp address where the origin guard is on (rollback.md, verify). */
  readonly url: string;
  /** Extra request headers; values come from the environment and never reach a log. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Apps {
  readonly all: readonly App[];
  /** By name or alias, exactly; null when unknown. */
  find(typed: string): App | null;
  /** The closest known names, best first, for "did you mean". */
  near(typed: string): readonly string[];
}

/** A time in which nobody should deploy; a rollback is warned of it, never stopped by it. */
export interface Freeze {
  readonly from: Date;
  readonly until: Date;
  readonly reason: string;
  /** Whom to tell of what is done all the same. */
  readonly tell: string;
  /** App names; null: every app. */
  readonly apps: readonly string[] | null;
}

/** A feature flag as it stands in the config vars, and what must stand there with it. */
export interface DeclaredFlag {
  /** `FLAG_SENTRY_BACKEND` */
  readonly variable: string;
  /** Names of config vars without which it breaks something when it is on. */
  readonly prerequisites: readonly string[];
}

/** How long after the request its requester may approve alone, milliseconds; null: never. */
export function soloAfter(app: Pick<App, 'approval' | 'soloAfterMs'>): number | null {
  if (app.approval === 'solo') return 0;
  return app.approval === 'two-person' ? app.soloAfterMs : null;
}
