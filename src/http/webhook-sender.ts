/**
 * Sends what is to be told over HTTP: one sender at a time for each destination, in order of each incident, at least
 * once. A process that dies between the answer and its being noted makes it twice, so every try carries the same key.
 */
import type { Log } from '../log.ts';
import type { Post } from '../ports.ts';
import type { Delivery, Settlement, WebhookQueue } from '../webhooks.ts';
import { type ReachOptions, reach } from './reach.ts';
import type { Destination } from './webhook-destination.ts';
import { verdictOn } from './webhook-verdict.ts';

export interface WebhookSenderParts {
  readonly queue: WebhookQueue;
  readonly destinations: readonly Destination[];
  /** What people are told of a try, in its own transaction. */
  readonly report: (delivery: Delivery, settlement: Settlement, host: string) => readonly Post[];
  /** Durable time: how long a receiver is waited for. */
  readonly now: () => Promise<Date>;
  readonly reach: ReachOptions;
  readonly log: Log;
}

const DEADLINE_MS = 10_000;
const LEASE_SECONDS = 30;
/** One that begins later might end after the lease, beside the next sender's. */
const STARTS_WITHIN_MS = 15_000;
const USER_AGENT = 'switchback-webhook';

/** One look at every destination; what is due is tried once. */
export async function sendWebhooks(parts: WebhookSenderParts): Promise<void> {
  await Promise.all(parts.destinations.map((destination) => work(parts, destination)));
}

async function work(parts: WebhookSenderParts, destination: Destination): Promise<void> {
  const { queue } = parts;
  if ((await queue.due(destination.kind)).length === 0) return;
  const latestStart = performance.now() + STARTS_WITHIN_MS;
  if (!(await queue.take(destination.kind, LEASE_SECONDS))) return;
  try {
    // Looked up again: the sender before us may have sent them.
    for (const delivery of await queue.due(destination.kind)) {
      if (performance.now() > latestStart) return;
      await send(parts, destination, delivery);
    }
  } finally {
    await queue.leave(destination.kind);
  }
}

async function send(parts: WebhookSenderParts, destination: Destination, delivery: Delivery): Promise<void> {
  const { headers, body } = destination.dress(delivery.body, new Date());
  const answer = await reach(
    {
      method: 'POST',
      url: destination.url,
      headers: {
        ...headers,
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(Buffer.byteLength(body)),
        'idempotency-key': delivery.key,
        'user-agent': USER_AGENT,
      },
      body,
      deadlineMs: DEADLINE_MS,
    },
    parts.reach,
  );
  const ageMs = (await parts.now()).getTime() - delivery.writtenAt.getTime();
  const settlement = verdictOn(answer, { tries: delivery.tries, ageMs });
  const posts = parts.report(delivery, settlement, new URL(destination.url).host);
  const settled = await parts.queue.settle(delivery, settlement, posts);
  const { state } = settlement;
  const told = { to: destination.kind, key: delivery.key, tries: delivery.tries + 1, settled, ...settlement };
  if (state === 'delivered') parts.log.info(told, 'a webhook was taken');
  else parts.log.warn(told, 'a webhook was not taken');
}
