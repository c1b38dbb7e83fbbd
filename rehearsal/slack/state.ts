/** Everything the workspace remembers. Plain data: the Web API, the people and a later page all work on it. */
import type { HomeView, KnownBlock, ModalView, Option } from '@slack/types';
import {
  BOT,
  CAST,
  CHANNELS,
  MEMBERSHIPS,
  OPERATOR_HANDLES,
  OPERATORS,
  type SlackUser,
  TEAM,
} from './cast.ts';
import type { FieldValue } from './field-values.ts';
import type { Json } from './json.ts';

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly members: ReadonlySet<string>;
  readonly archived: boolean;
}

export interface Group {
  readonly id: string;
  readonly handle: string;
  readonly members: readonly string[];
}

export interface StoredMessage {
  readonly channel: string;
  readonly ts: string;
  /** Who wrote it, by id. */
  readonly user: string;
  readonly threadTs: string | null;
  readonly broadcast: boolean;
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  readonly metadata: Json | null;
  /** Only this user sees it; never in history. */
  readonly ephemeralFor: string | null;
  readonly edits: number;
  /** Ids of the files shared with it. */
  readonly files: readonly string[];
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** In bytes, as announced. */
  readonly length: number;
  /** Null until it is uploaded. */
  readonly content: string | null;
  readonly shared: boolean;
}

/** One emoji under a message, by its name without colons. */
export interface Reaction {
  readonly name: string;
  /** User ids, in the order of reacting. */
  readonly users: readonly string[];
}

export interface Notification {
  readonly user: string;
  readonly channel: string;
  readonly ts: string;
  readonly why: 'mention' | 'group' | 'everyone' | 'direct message';
  /** The lock-screen line, as sent (not rendered). */
  readonly text: string;
}

/** How far somebody has read in a channel, or in one of its threads. */
export interface ReadMark {
  readonly user: string;
  readonly channel: string;
  readonly threadTs: string | null;
  /** Of the newest message read. */
  readonly ts: string;
}

/** A line Slack itself shows to one person: a command that failed, a button that did. */
export interface Notice {
  readonly user: string;
  readonly text: string;
}

export interface OpenView {
  readonly id: string;
  readonly user: string;
  readonly rootId: string;
  readonly previousId: string | null;
  readonly hash: string;
  readonly view: ModalView;
  /** By `blockId/actionId`: what each field holds, initial values included. */
  readonly typed: ReadonlyMap<string, FieldValue>;
  /** By `blockId/actionId`: every option that came up in a select that searches. */
  readonly found: ReadonlyMap<string, readonly Option[]>;
  /** By block id, under the field. */
  readonly errors: Readonly<Record<string, string>>;
  /** Slack's own line at the top, when the app did not answer. */
  readonly trouble: string | null;
}

/** What the app shows one person in its Home tab, until it publishes anew. */
export interface PublishedHome {
  readonly id: string;
  readonly user: string;
  readonly hash: string;
  readonly view: HomeView;
}

export interface Trigger {
  readonly user: string;
  readonly madeAt: number;
  readonly used: boolean;
}

/** Names for ids: all that rendering needs. */
export interface Directory {
  readonly users: Map<string, SlackUser>;
  readonly channels: Map<string, Channel>;
  readonly groups: Map<string, Group>;
}

export interface SlackState extends Directory {
  /** By `channel/ts`, in the order of posting. */
  readonly messages: Map<string, StoredMessage>;
  /** By id; nobody sees one that is not shared. */
  readonly files: Map<string, StoredFile>;
  /** By `channel/ts`, in the order in which each came first. */
  readonly reactions: Map<string, readonly Reaction[]>;
  readonly notifications: Notification[];
  readonly notices: Notice[];
  /** By `user/channel`, for a thread `user/channel/thread`. */
  readonly read: Map<string, ReadMark>;
  readonly views: Map<string, OpenView>;
  /** Per user, the open modal last. */
  readonly stacks: Map<string, readonly string[]>;
  /** By user. */
  readonly homes: Map<string, PublishedHome>;
  readonly triggers: Map<string, Trigger>;
  /** What somebody ticked in a message, by `user/channel/ts`: it stays on their screen and goes along with each tap. */
  readonly ticked: Map<string, ReadonlyMap<string, FieldValue>>;
  /** Key of each person's authenticator app, by handle, once they have seen it on their screen. */
  readonly authenticators: Map<string, string>;
  /** Real time, milliseconds: what triggers and paces go by. */
  readonly now: () => number;
  /** What messages are stamped with, milliseconds. */
  readonly wall: () => number;
  lastMicros: number;
  lastId: number;
}

export function createState(now: () => number, wall: () => number): SlackState {
  const users = Object.values<SlackUser>(CAST);
  return {
    now,
    wall,
    users: new Map(users.map((user) => [user.id, user])),
    channels: new Map(
      Object.entries(CHANNELS).map(([name, id]) => [
        id,
        {
          id,
          name,
          kind: 'public',
          archived: false,
          members: new Set(MEMBERSHIPS[name as keyof typeof CHANNELS].map((handle) => CAST[handle].id)),
        },
      ]),
    ),
    groups: new Map([
      [
        OPERATORS.id,
        {
          id: OPERATORS.id,
          handle: OPERATORS.handle,
          members: OPERATOR_HANDLES.map((handle) => CAST[handle].id),
        },
      ],
    ]),
    messages: new Map(),
    files: new Map(),
    reactions: new Map(),
    notifications: [],
    notices: [],
    read: new Map(),
    views: new Map(),
    stacks: new Map(),
    homes: new Map(),
    triggers: new Map(),
    ticked: new Map(),
    authenticators: new Map(),
    lastMicros: 0,
    lastId: 0,
  };
}

/** Unique and increasing, like Slack's: seconds and six more digits. */
export function nextTs(state: SlackState): string {
  state.lastMicros = Math.max(Math.floor(state.wall() * 1000), state.lastMicros + 1);
  const digits = String(state.lastMicros).padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

export function nextId(state: SlackState, prefix: string): string {
  state.lastId += 1;
  return `${prefix}${String(state.lastId).padStart(9, '0')}`;
}

/** The direct-message channel between the bot and one user, opened on first use. */
export function directChannel(state: SlackState, userId: string): Channel {
  const id = `D${userId.slice(1)}`;
  const channel = state.channels.get(id) ?? {
    id,
    name: 'directmessage',
    kind: 'im' as const,
    archived: false,
    members: new Set([userId, BOT.userId]),
  };
  state.channels.set(id, channel);
  return channel;
}

export function userByHandle(state: SlackState, handle: string): SlackUser {
  const user = [...state.users.values()].find((each) => each.handle === handle);
  if (user === undefined) throw new Error(`Nobody called ${handle} works in ${TEAM.name}'s Slack`);
  return user;
}

/** By name (`ops`, `#ops`) or id. */
export function channelCalled(state: SlackState, called: string): Channel {
  const name = called.replace(/^#/, '');
  const channel = [...state.channels.values()].find((each) => each.id === name || each.name === name);
  if (channel === undefined) throw new Error(`There is no channel ${called}`);
  return channel;
}
