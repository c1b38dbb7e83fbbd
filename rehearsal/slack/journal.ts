/** What happened, complete and in order. Tokens are never in it. */
import type { Wire } from './deliver/deliver.ts';
import type { JsonObject } from './json.ts';

export interface ApiCall {
  readonly n: number;
  readonly method: string;
  readonly args: JsonObject;
  readonly at: Date;
  /** What the caller got: a status, or nothing because the answer was lost, or nothing yet. */
  readonly outcome: 'pending' | 'answered' | 'lost';
  readonly status: number | null;
  /** Slack's error code, null when ok. */
  readonly error: string | null;
  /** Whether the workspace changed (or was read) before the answer; what was lost may have been done. */
  readonly acted: boolean;
}

export type DeliveryKind =
  | 'slash_command'
  | 'block_actions'
  | 'block_suggestion'
  | 'view_submission'
  | 'view_closed'
  | 'shortcut'
  | 'message_action'
  | 'app_home_opened';

export interface Delivery {
  readonly n: number;
  readonly kind: DeliveryKind;
  readonly user: string;
  readonly transport: 'http' | 'socket' | 'none';
  readonly at: Date;
  readonly outcome: 'acknowledged' | 'refused' | 'timeout' | 'unreachable';
  /** HTTP status; null in Socket Mode or without an answer. */
  readonly status: number | null;
  readonly ackMs: number;
  /** What came with the acknowledgement: an object, a text, or null for nothing. */
  readonly body: unknown;
  /** The very bytes, for sending them again. */
  readonly wire: Wire;
}

/** A post sooner than a second after the one before in the same channel (facts/threats.md R9). */
export interface Violation {
  readonly channel: string;
  readonly at: Date;
  readonly sinceLastMs: number;
}

export interface Journal {
  readonly calls: ApiCall[];
  readonly deliveries: Delivery[];
  readonly violations: Violation[];
}

export function createJournal(): Journal {
  return { calls: [], deliveries: [], violations: [] };
}
