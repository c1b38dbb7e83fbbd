/** What the parts of one workspace share behind the scenes. People and tests never see it. */
import type { Sockets } from './deliver/sockets.ts';
import type { Faults } from './faults.ts';
import type { Journal } from './journal.ts';
import type { JsonObject } from './json.ts';
import type { Grants } from './manifest.ts';
import type { Sight } from './people/sight.ts';
import type { SlackState } from './state.ts';

export interface CallMoment {
  readonly n: number;
  readonly method: string;
  readonly args: JsonObject;
  /** `before` the workspace acts; `after`, with the answer still unsent. */
  readonly phase: 'before' | 'after';
}

export type OnCall = (moment: CallMoment) => Promise<void> | void;

export interface Secrets {
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
}

export interface Backstage {
  readonly state: SlackState;
  readonly sight: Sight;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly sockets: Sockets;
  readonly secrets: Secrets;
  readonly grants: Grants;
  readonly onCall: OnCall;
  readonly ackLimitMs: number;
  readonly enforceRateLimit: boolean;
  /** Last accepted post per channel, real milliseconds. */
  readonly lastPosts: Map<string, number>;
  /** `127.0.0.1:PORT`. */
  host: string;
  requestUrl: string | null;
  down: boolean;
}
