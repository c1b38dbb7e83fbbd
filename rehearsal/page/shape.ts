/**
 * What one window of the rehearsal page shows, as a flat table of entries: the server sends whatever changed, the page
 * draws it. Plain JSON; shared by both sides, so it holds types only.
 */
import type { HomeView, KnownBlock, View } from '@slack/types';
import type { ToldDebrief } from '../debrief/words.ts';
import type { FieldValue } from '../slack/field-values.ts';
import type { BotShown } from './bot/shape.ts';
import type { AppShown, ArmedShown, RequestShown, SpoilForm } from './heroku/shape.ts';
import type { ExchangeShown } from './inspector/shape.ts';
import type { PagerShown, StatusPageShown } from './receivers/shape.ts';
import type { TroubleShown } from './troubles/shape.ts';

export interface PersonShown {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  /** What they are to the bot and to Slack, e.g. `on call · ops`. */
  readonly part: string;
}

export interface ChannelShown {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  /** What it is for, in a line. */
  readonly topic: string;
  readonly archived: boolean;
  readonly members: readonly string[];
}

/** How far this person has read in a channel, or in one of its threads. */
export interface ReadShown {
  readonly channel: string;
  readonly threadTs: string | null;
  /** Timestamp of the newest message read. */
  readonly ts: string;
}

/** Names for the ids in mrkdwn. */
export interface DirectoryShown {
  readonly users: Readonly<Record<string, string>>;
  readonly channels: Readonly<Record<string, string>>;
  readonly groups: Readonly<Record<string, string>>;
  /** Ids of the users that have an account, apps too. */
  readonly active: readonly string[];
  /** Ids of the groups that this person is in. */
  readonly mine: readonly string[];
}

export interface CommandShown {
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
}

export interface ShortcutShown {
  readonly name: string;
  readonly callbackId: string;
  readonly description: string;
  /** From anywhere, or from the menu of a message. */
  readonly type: 'global' | 'message';
}

/** The app's Home tab as last published for this person. */
export interface HomeShown {
  readonly id: string;
  readonly hash: string;
  readonly view: HomeView;
}

export interface FileShown {
  readonly name: string;
  readonly title: string;
  /** Bytes. */
  readonly size: number;
  readonly content: string;
}

/** One emoji under a message. */
export interface ReactionShown {
  /** Without colons. */
  readonly name: string;
  /** User ids, in the order of reacting. */
  readonly users: readonly string[];
}

export interface MessageShown {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly broadcast: boolean;
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** User id of whoever wrote it. */
  readonly user: string;
  /** An app wrote it. */
  readonly app: boolean;
  /** Only this window's person sees it. */
  readonly ephemeral: boolean;
  readonly edits: number;
  readonly reactions: readonly ReactionShown[];
  readonly files: readonly FileShown[];
  /** What this person ticked or chose in it, by `blockId/actionId`. */
  readonly chosen: Readonly<Record<string, FieldValue>>;
}

export interface ModalShown {
  readonly id: string;
  readonly hash: string;
  readonly view: View;
  /** By `blockId/actionId`. */
  readonly typed: Readonly<Record<string, FieldValue>>;
  /** By block id, under the field. */
  readonly errors: Readonly<Record<string, string>>;
  readonly trouble: string | null;
}

export interface NotificationShown {
  readonly channel: string;
  readonly ts: string;
  readonly why: 'mention' | 'group' | 'everyone' | 'direct message';
  /** The lock-screen line, as mrkdwn. */
  readonly text: string;
}

export interface ClockShown {
  /** Durable and real instants of one moment, epoch milliseconds. */
  readonly durable: number;
  readonly real: number;
  /** Durable seconds per real second. */
  readonly rate: number;
}

export interface TheatreShown {
  /** `setting`: nothing else is known meanwhile. `broken`: it could not be set, and the terminal says why. */
  readonly state: 'setting' | 'open' | 'broken';
}

export interface AuthenticatorShown {
  /** Six digits, good for about half a minute of the story. */
  readonly code: string;
}

export interface StoryOffered {
  readonly name: string;
  readonly title: string;
  readonly story: string;
}

/** `watched`: it is played; the people at the windows look on. */
export type StoryMode = 'practised' | 'watched';

export interface HintShown {
  readonly text: string;
  /** Handle of whoever does it; null: nobody has to do anything. */
  readonly as: string | null;
  /** What they type; null: nothing. */
  readonly types: string | null;
  readonly done: boolean;
}

/** The story on the stage. Instants are durable, epoch milliseconds. */
export interface StoryShown extends StoryOffered {
  readonly goal: string;
  readonly mode: StoryMode;
  readonly beganAt: number;
  /** `ended`: by somebody at a window, before it was either. */
  readonly state: 'going-on' | 'reached' | 'not-reached' | 'ended';
  /** Why it was not reached; null otherwise. */
  readonly why: string | null;
  readonly hints: readonly HintShown[];
  /** What happened, as it is told; what people type and read too when it is watched. */
  readonly told: readonly { readonly at: number; readonly line: string }[];
  /** The first request for a rollback, and the recovery of the last; null: not yet. */
  readonly askedAt: number | null;
  readonly recoveredAt: number | null;
  /** Null while it goes on. */
  readonly debrief: ToldDebrief | null;
}

/** Entries there is one of. */
export interface Singles {
  readonly me: PersonShown;
  readonly cast: readonly PersonShown[];
  readonly commands: readonly CommandShown[];
  readonly shortcuts: readonly ShortcutShown[];
  /** Null until the bot has published one. */
  readonly home: HomeShown | null;
  readonly directory: DirectoryShown;
  /** This person's open modals, the one on top last. */
  readonly modals: readonly ModalShown[];
  readonly clock: ClockShown;
  readonly theatre: TheatreShown;
  /** This person's; null until they have seen a key to set it up with. */
  readonly authenticator: AuthenticatorShown | null;
  readonly stories: readonly StoryOffered[];
  /** Null when none was begun on this stage. */
  readonly story: StoryShown | null;
  readonly bot: BotShown;
  readonly 'heroku.troubles': readonly TroubleShown[];
  /** Those that wait for a request. */
  readonly 'heroku.faults': readonly ArmedShown[];
  readonly 'heroku.form': SpoilForm;
  readonly 'slack.troubles': readonly TroubleShown[];
  readonly statusPage: StatusPageShown;
  readonly pager: PagerShown;
  /** Only where the workspace is people's own: its name, and the bot's handle in it. */
  readonly ownSlack: { readonly workspace: string; readonly bot: string };
}

/** Entries there are many of, by id. */
export interface Collections {
  readonly channel: ChannelShown;
  /** By `channel/ts`. */
  readonly message: MessageShown;
  /** Slack's own lines to this person. */
  readonly notice: { readonly text: string };
  readonly notification: NotificationShown;
  /** By channel, or `channel/thread`; none: nothing read yet. */
  readonly read: ReadShown;
  /** By name. */
  readonly 'heroku.app': AppShown;
  /** By number, oldest first. */
  readonly 'heroku.request': RequestShown;
  /** By side and number. */
  readonly 'slack.exchange': ExchangeShown;
}

export type SingleName = keyof Singles;
export type CollectionName = keyof Collections;

type SingleEntry = { readonly [N in SingleName]: readonly [N, '', Singles[N]] }[SingleName];
type CollectionEntry = {
  readonly [N in CollectionName]: readonly [N, string, Collections[N]];
}[CollectionName];

/** Name, id within its collection (empty for singles), value. */
export type Entry = SingleEntry | CollectionEntry;

/** One message to the page. `all`: forget what was known before. */
export interface Patch {
  readonly all: boolean;
  readonly set: readonly Entry[];
  readonly drop: readonly (readonly [CollectionName | SingleName, string])[];
}

/** The answer to a request of the page. */
export type Answered =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly why: string };
