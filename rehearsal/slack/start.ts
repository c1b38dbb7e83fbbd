/** A small local Slack on 127.0.0.1: the Web API, signed delivery and Socket Mode, and people to drive it. */
import { randomBytes } from 'node:crypto';
import { serve } from './api/server.ts';
import type { Backstage, OnCall } from './backstage.ts';
import { BOT, TEAM } from './cast.ts';
import { send } from './deliver/deliver.ts';
import { createSockets } from './deliver/sockets.ts';
import { createFaults, type Faults } from './faults.ts';
import { ACK_LIMIT_MS, createJournal, type Delivery, type DeliveryKind, type Journal } from './journal.ts';
import { type Grants, readGrants } from './manifest.ts';
import { rememberSlack, type SlackMemory } from './memory.ts';
import { type Office, officeOf } from './office.ts';
import { type Person, personCalled } from './people/person.ts';
import { openSight } from './people/sight.ts';
import { createState, type SlackState } from './state.ts';
import { until } from './until.ts';

export interface SlackOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Goes on with what another workspace remembered; it becomes this one's own. */
  readonly memory?: SlackMemory;
  /** Awaited before and after the workspace acts on each API call; a crash test counts boundaries here. */
  readonly onCall?: OnCall;
  /** Refuse posts that come sooner than a second after the last in their channel; they are journaled either way. */
  readonly enforceRateLimit?: boolean;
  /** How long Slack waits for an acknowledgement; 3,000 ms as the real one. */
  readonly ackLimitMs?: number;
  /** Commands and scopes; default: manifest.yml. */
  readonly grants?: Grants;
  /** Real time in milliseconds; a test may hand in its own to age triggers. */
  readonly now?: () => number;
  /** What messages are stamped with, milliseconds; default as `now`. */
  readonly wall?: () => number;
}

export interface SlackWorld {
  /** For `SLACK_API_URL`, e.g. `http://127.0.0.1:4123/api/`. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly teamId: string;
  readonly botUserId: string;
  readonly state: SlackState;
  /** What manifest.yml gives the app. */
  readonly grants: Grants;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly office: Office;
  /** Deliver by signed HTTP to this address (null: no more). An open socket goes first. */
  connect(app: { readonly requestUrl: string | null }): void;
  /** Where deliveries go by HTTP. */
  requestUrl(): string | null;
  as(handle: string): Person;
  /** Socket Mode connections now open. */
  openSockets(): number;
  /** Ask the app to reconnect; or cut its sockets without a word. */
  refreshSockets(): void;
  dropSockets(): void;
  /** Slack as a whole: calls are reset and sockets cut until it is up again. */
  goDown(): void;
  comeUp(): void;
  isDown(): boolean;
  /** Sends the very same bytes (or envelope) once more. */
  deliverAgain(delivery: Delivery): Promise<Delivery>;
  /** Sends what no person could have: the headers are the caller's, too. */
  deliverForged(
    kind: DeliveryKind,
    user: string,
    body: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<Delivery>;
  until: typeof until;
  /** Of this moment, and live: to be copied before the next. */
  memory(): SlackMemory;
  stop(): Promise<void>;
}

export async function startSlack(options: SlackOptions = {}): Promise<SlackWorld> {
  const now = options.now ?? Date.now;
  const wall = options.wall ?? now;
  const { memory } = options;
  const state: SlackState = { ...createState(now, wall), ...memory?.state };
  const backstage: Backstage = {
    state,
    sight: openSight(state),
    journal: createJournal(now, wall),
    faults: createFaults(memory?.faults),
    sockets: createSockets(),
    // Random, so that no run's secrets can be mistaken for real ones in the repository.
    secrets: {
      botToken: `xoxb-${randomBytes(12).toString('hex')}`,
      appToken: `xapp-${randomBytes(12).toString('hex')}`,
      signingSecret: randomBytes(16).toString('hex'),
    },
    grants: options.grants ?? readGrants(),
    onCall: options.onCall ?? (() => undefined),
    ackLimitMs: options.ackLimitMs ?? ACK_LIMIT_MS,
    enforceRateLimit: options.enforceRateLimit ?? false,
    lastPosts: new Map(),
    host: '',
    requestUrl: null,
    down: memory?.down ?? false,
  };
  const server = await serve(backstage, options.port ?? 0);
  backstage.host = `127.0.0.1:${server.port}`;

  return {
    ...backstage.secrets,
    apiUrl: `http://${backstage.host}/api/`,
    teamId: TEAM.id,
    botUserId: BOT.userId,
    state,
    grants: backstage.grants,
    journal: backstage.journal,
    faults: backstage.faults,
    office: officeOf(state),
    connect: ({ requestUrl }) => {
      backstage.requestUrl = requestUrl;
    },
    requestUrl: () => backstage.requestUrl,
    as: (handle) => personCalled(backstage, handle),
    openSockets: backstage.sockets.count,
    refreshSockets: backstage.sockets.refresh,
    dropSockets: backstage.sockets.drop,
    goDown: () => {
      backstage.down = true;
      backstage.sockets.drop();
    },
    comeUp: () => {
      backstage.down = false;
    },
    isDown: () => backstage.down,
    deliverAgain: ({ kind, user, wire }) => send(backstage, kind, user, wire),
    deliverForged: (kind, user, body, headers) =>
      send(backstage, kind, user, { transport: 'http', body, headers }),
    until,
    memory: () => rememberSlack(backstage),
    stop: async () => {
      backstage.faults.clear();
      backstage.sockets.stop();
      await server.stop();
    },
  };
}
