/** Everything Switchback is told from outside, checked once at start. */
import type { Apps, DeclaredFlag, Freeze } from '../apps.ts';
import type { CommsTemplate } from '../comms-templates.ts';
import type { PeopleTable } from './people-table.ts';
import type { Secret } from './secret.ts';

export interface Config {
  readonly apps: Apps;
  readonly freezes: readonly Freeze[];
  readonly flags: readonly DeclaredFlag[];
  /** Texts of the team's own for incidents. */
  readonly templates: readonly CommsTemplate[];
  readonly people: PeopleTable;
  readonly channels: Channels;
  /** Where what customers are told is sent too, signed; null: nowhere. */
  readonly statusPage: { readonly url: string; readonly secret: Secret } | null;
  /** What wakes people, and its key; null: nothing does. */
  readonly paging: { readonly url: string; readonly routingKey: Secret } | null;
  /** The Heroku app Switchback itself runs on: it never acts on it. */
  readonly ownApp: string;
  readonly launchPhase: 'pre-launch' | 'live';
  readonly digest: {
    /** Minutes after 00:00 UTC. */
    readonly atMinute: number;
    /** Null: the first ops channel. */
    readonly channel: string | null;
  };
  readonly approvalExpiresMs: number;
  /** How long a recovery must last before it is confirmed (design.md ruling 13). */
  readonly holdMs: number;
  /** How long after its end an incident's review may be to be decided, before somebody is reminded. */
  readonly reviewAfterMs: number;
  readonly herokuBudgetPerHour: number;
  readonly slack: SlackConfig;
  readonly heroku: HerokuConfig;
  readonly github: GitHubConfig;
  /** Both null: the embedded database. */
  readonly database: { readonly ownerUrl: Secret | null; readonly appUrl: Secret | null };
  /** Seals the seeds of second factors; null: nobody can have one. Its bytes: `totp-key.ts`. */
  readonly totpKey: Secret | null;
  /** Where people reach this process, without a slash at the end; null: it shows no pages. */
  readonly publicUrl: string | null;
  /** What CI shows to ask for deploy locks; null: nobody can. */
  readonly httpToken: Secret | null;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly logLevel: LogLevel;
  readonly production: boolean;
  /** Dyno name, or `local`: the readable half of an executor id. */
  readonly executorPrefix: string;
  /** Every secret in use, for the log to keep out (smoke header values too). */
  readonly secrets: readonly Secret[];
  /** Not worth refusing to start, worth a line in the log. */
  readonly warnings: readonly string[];
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface Channels {
  /** Channel ids where commands act. */
  readonly ops: readonly string[];
  /** Where the drill record's new rows are posted. */
  readonly record: string;
  /** Where public texts are published; null: nowhere. */
  readonly status: string | null;
  /** Where people hear what another channel does not take. */
  readonly fallback: string;
}

export interface SlackConfig {
  readonly botToken: Secret;
  /** Ends in a slash, as Slack's client wants it. */
  readonly apiUrl: string;
  readonly door: SlackDoor;
}

export type SlackDoor =
  /** Any of the secrets may have signed a request: two while one is being replaced. */
  | { readonly kind: 'http'; readonly signingSecrets: readonly Secret[] }
  | { readonly kind: 'socket'; readonly appToken: Secret };

export interface HerokuConfig {
  /** Without a slash at the end. */
  readonly apiUrl: string;
  /** The same, of what says how Heroku is. */
  readonly statusUrl: string;
  /** The bot's account. */
  readonly token: Secret;
  /** The app's own token if it has one, else the bot's. */
  tokenFor(app: string): Secret;
}

export interface GitHubConfig {
  /** Without a slash at the end. */
  readonly apiUrl: string;
  /** Null: preflight works without commits and migrations, and says so. */
  readonly token: Secret | null;
}
