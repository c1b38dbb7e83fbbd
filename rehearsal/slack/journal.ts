/** What happened, in order, as far back as `recent.ts` says. Tokens are never in it. */
import { makeRecent } from '../recent.ts';
import type { Wire } from './deliver/deliver.ts';
import type { JsonObject } from './json.ts';

export interface ApiCall {
  readonly n: number;
  readonly method: string;
  readonly args: JsonObject;
  /** Its place among calls and deliveries alike. */
  readonly order: number;
  readonly at: Date;
  /** By the clock that stamps messages. */
  readonly storyAt: Date;
  /** What the caller got: a status, or nothing because the answer was lost, or nothing yet. */
  outcome: 'pending' | 'answered' | 'lost';
  status: number | null;
  /** Slack's error code, null when ok. */
  error: string | null;
  /** Whether the workspace changed (or was read) before the answer; what was lost may have been done. */
  acted: boolean;
}

export type DeliveryKind =
  | 'slash_command'
  | 'block_actions'
  | 'block_suggestion'
  | 'view_submission'
  | 'view_closed'
  | 'shortcut'
  | 'message_action'
  | 'app_home_opened'
  | 'reaction_added'
  | 'reaction_removed';

export interface Delivery {
  readonly n: number;
  readonly kind: DeliveryKind;
  readonly user: string;
  readonly transport: 'http' | 'socket' | 'none';
  /** Its place among calls and deliveries alike: of its sending. */
  readonly order: number;
  readonly at: Date;
  /** By the clock that stamps messages. */
  readonly storyAt: Date;
  readonly outcome: 'acknowledged' | 'refused' | 'timeout' | 'unreachable';
  /** HTTP status; null in Socket Mode or without an answer. */
  readonly status: number | null;
  readonly ackMs: number;
  /** What came with the acknowledgement: an object, a text, or null for nothing. */
  readonly body: unknown;
  /** A command as typed, or the id of what was tapped, searched or submitted. */
  readonly about: string;
  /** The very bytes, for sending them again. */
  readonly wire: Wire;
}

/** A post sooner than a second after the one before in the same channel (facts/threats.md R9). */
export interface Violation {
  readonly channel: string;
  readonly at: Date;
  readonly sinceLastMs: number;
}

/** Payloads are some ten kilobytes each. */
const MOST = 5_000;

/** How long Slack waits for an acknowledgement. */
export const ACK_LIMIT_MS = 3_000;

type Stamped = 'n' | 'order' | 'at' | 'storyAt';

export interface Journal {
  readonly calls: readonly ApiCall[];
  readonly deliveries: readonly Delivery[];
  readonly violations: readonly Violation[];
  /** Pending; its caller notes in it what became of it. */
  call(begun: Pick<ApiCall, 'method' | 'args'>): ApiCall;
  /** Returns the way to note what became of it. */
  sending(): (delivery: Omit<Delivery, Stamped>) => Delivery;
  violation(channel: string, sinceLastMs: number): void;
}

/** `now`: real time; `wall`: what messages are stamped with. Both in milliseconds. */
export function createJournal(now: () => number, wall: () => number): Journal {
  const calls = makeRecent<ApiCall>(MOST);
  const deliveries = makeRecent<Delivery>(MOST);
  const violations = makeRecent<Violation>();
  const last = { call: 0, delivery: 0, order: 0 };
  const stamped = () => {
    last.order += 1;
    return { order: last.order, at: new Date(now()), storyAt: new Date(wall()) };
  };
  return {
    calls: calls.items,
    deliveries: deliveries.items,
    violations: violations.items,
    call(begun) {
      last.call += 1;
      const pending = { outcome: 'pending', status: null, error: null, acted: false } as const;
      const call: ApiCall = { n: last.call, ...stamped(), ...begun, ...pending };
      calls.add(call);
      return call;
    },
    sending() {
      const begun = stamped();
      return (rest) => {
        last.delivery += 1;
        const delivery = { n: last.delivery, ...begun, ...rest };
        deliveries.add(delivery);
        return delivery;
      };
    },
    violation(channel, sinceLastMs) {
      violations.add({ channel, at: new Date(now()), sinceLastMs });
    },
  };
}
