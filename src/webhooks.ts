/** What others are told over HTTP: written with the change it tells of, sent in order until it is taken or given up. */
import type { Json, Post } from './ports.ts';

export const WEBHOOK_KINDS = ['status-page', 'paging'] as const;
export type WebhookKind = (typeof WEBHOOK_KINDS)[number];

/** One thing to tell, in the transaction of the change it tells of. */
export interface NewWebhook {
  readonly to: WebhookKind;
  /** Says the same thing at most once, ever; receivers get it as `Idempotency-Key`. */
  readonly key: string;
  /** No secrets: it is stored in clear. What a destination needs besides is added when it is sent. */
  readonly body: Json;
  /** Only if this destination was told something of the same incident before: there is nothing to take back else. */
  readonly onlyAfterOthers?: boolean;
}

export interface Delivery {
  readonly id: number;
  readonly to: WebhookKind;
  readonly key: string;
  /** JSON, the same bytes each time. */
  readonly body: string;
  readonly writtenAt: Date;
  /** How often it was tried before. */
  readonly tries: number;
  /** Null: it belongs to none. */
  readonly incident: { readonly id: string; readonly channel: string } | null;
}

/** What came of one try. */
export type Settlement =
  | { readonly state: 'delivered' }
  | { readonly state: 'given-up'; readonly problem: string }
  /** Again after so many seconds of durable time. */
  | { readonly state: 'waiting'; readonly problem: string; readonly seconds: number };

/** Who may send to a destination, and what is due. One sender at a time each, whatever process it lives in. */
export interface WebhookQueue {
  /** What is due, in the order of writing; of one incident only the first that nobody has taken yet. */
  due(to: WebhookKind): Promise<readonly Delivery[]>;
  /** True when sending to it is ours for `seconds`. */
  take(to: WebhookKind, seconds: number): Promise<boolean>;
  leave(to: WebhookKind): Promise<void>;
  /** With what is said of it; false when somebody else has settled this try. */
  settle(delivery: Delivery, settlement: Settlement, posts: readonly Post[]): Promise<boolean>;
}
