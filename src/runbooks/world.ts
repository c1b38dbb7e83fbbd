/** What every procedure is handed: the ports, the app table and the settings. */
import type { Vault } from '../access/vault.ts';
import type { Apps, DeclaredFlag, Freeze } from '../apps.ts';
import type { CommsTemplate } from '../comms-templates.ts';
import type { Incidents } from '../incidents.ts';
import type { Ledger } from '../ledger.ts';
import type { Clock, Conversations, GitHub, Heroku, HerokuStatus, People, Smoke } from '../ports.ts';
import type { Publications } from '../publications.ts';
import type { Reviews } from '../reviews.ts';
import type { SecondFactors } from '../second-factor.ts';
import type { RecentLooks } from './rollback/recent-looks.ts';

export interface Settings {
  /** Channel ids where commands that act are allowed; the first is where the bot itself speaks. */
  readonly opsChannels: readonly [string, ...string[]];
  /** Where new rows of the drill record are posted. */
  readonly recordChannel: string;
  /** Where customers read; null: nowhere the bot knows of. */
  readonly statusChannel: string | null;
  /** Whether operators are told at once, or in the daily digest (ruling 14). */
  readonly launchPhase: LaunchPhase;
  readonly digest: Digest;
  /** Whether there is something that wakes people. */
  readonly paging: boolean;
  /** Host of the status page that hears it too; null: there is none. */
  readonly statusPage: string | null;
  /** The Heroku app Switchback runs on: it never acts on itself. */
  readonly ownApp: string | null;
  /** Where this bot shows pages, without a slash at the end; null: it shows none. */
  readonly publicUrl: string | null;
  readonly approvalExpiresMs: number;
  /** How long recovery must hold before it is confirmed (ruling 13), milliseconds. */
  readonly holdMs: number;
  /** How long after its end an incident's review may be to be decided, milliseconds. */
  readonly reviewAfterMs: number;
  readonly freezes: readonly Freeze[];
  readonly flags: readonly DeclaredFlag[];
  /** Texts of the team's own for incidents, in the order of their file. */
  readonly templates: readonly CommsTemplate[];
  /** Slack user ids and user group ids that an approval request mentions. */
  readonly approverMentions: { readonly people: readonly string[]; readonly groups: readonly string[] };
}

/** `pre-launch`: no customers yet. */
export type LaunchPhase = 'pre-launch' | 'live';

export interface Digest {
  /** When it is posted: minutes after 00:00 UTC. */
  readonly atMinute: number;
  readonly channel: string;
}

export interface World {
  readonly apps: Apps;
  readonly settings: Settings;
  readonly heroku: Heroku;
  readonly herokuStatus: HerokuStatus;
  readonly github: GitHub;
  readonly smoke: Smoke;
  readonly ledger: Ledger;
  readonly incidents: Incidents;
  readonly publications: Publications;
  readonly reviews: Reviews;
  readonly people: People;
  readonly conversations: Conversations;
  readonly clock: Clock;
  readonly secondFactors: SecondFactors;
  /** Null without TOTP_KEY: nobody has a second factor then. */
  readonly vault: Vault | null;
  readonly looks: RecentLooks;
  /** Where people read our Slack in a browser, ending in a slash; null until Slack has said. */
  slackAddress(): string | null;
  /** A fresh short id, e.g. `rb-7f3ak2mn`; unguessable enough not to collide. */
  newId(prefix: 'rb' | 'in' | 'pt'): string;
}

/** Whom to call for an approval: whoever asks cannot approve, so is not called. */
export function approversBut(settings: Settings, requesterSlackId: string): Settings['approverMentions'] {
  const { people, groups } = settings.approverMentions;
  return { groups, people: people.filter((id) => id !== requesterSlackId) };
}
