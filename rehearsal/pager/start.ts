/** A simulated pager in PagerDuty's Events v2 format: one alert for each key, open until it is resolved. */
import { randomBytes } from 'node:crypto';
import type { ArmedFault } from '../receivers/faults.ts';
import { type Answer, objectIn, type Receiver, startReceiver } from '../receivers/receiver.ts';
import { readEvent } from './event.ts';

export interface Alert {
  /** `dedup_key`. */
  readonly key: string;
  readonly summary: string;
  readonly source: string;
  readonly severity: string;
  readonly state: 'open' | 'acknowledged' | 'resolved';
  /** By the story's clock, epoch milliseconds. */
  readonly openedAt: number;
  readonly changedAt: number;
  /** How often it was triggered: people are woken by the first. */
  readonly triggers: number;
}

/** Plain data. */
export interface PagerMemory {
  readonly alerts: readonly Alert[];
  readonly faults: readonly ArmedFault[];
}

export interface Pager extends Receiver {
  /** What the bot has to send with each event. */
  readonly routingKey: string;
  /** Oldest first; a key that comes back after it was resolved is a new one. */
  alerts(): readonly Alert[];
  /** Events that were not taken, as they were answered. */
  refused(): readonly string[];
  /** Of this moment, and live: to be copied before the next. */
  memory(): PagerMemory;
}

export interface PagerOptions {
  /** The story's clock. */
  readonly now: () => Date;
  readonly memory?: PagerMemory;
}

export async function startPager({ now, memory }: PagerOptions): Promise<Pager> {
  const routingKey = randomBytes(16).toString('hex');
  const alerts: Alert[] = [...(memory?.alerts ?? [])];
  const refused: string[] = [];

  function take(body: string): Answer {
    const read = readEvent(objectIn(body), routingKey);
    if (!read.ok) {
      refused.push(read.errors.join('; '));
      return {
        status: 400,
        body: { status: 'invalid event', message: 'Event object is invalid', errors: read.errors },
      };
    }
    const { event } = read;
    const at = now().getTime();
    const open = alerts.findLastIndex(({ key, state }) => key === event.key && state !== 'resolved');
    const alert = alerts[open];
    if (event.action === 'trigger' && alert === undefined) {
      const { key, summary, source, severity } = event;
      alerts.push({
        key,
        summary,
        source,
        severity,
        state: 'open',
        openedAt: at,
        changedAt: at,
        triggers: 1,
      });
    } else if (event.action === 'trigger' && alert !== undefined) {
      alerts[open] = { ...alert, summary: event.summary, changedAt: at, triggers: alert.triggers + 1 };
    } else if (event.action !== 'trigger' && alert !== undefined) {
      const state = event.action === 'resolve' ? 'resolved' : 'acknowledged';
      alerts[open] = { ...alert, state, changedAt: at };
    }
    return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: event.key } };
  }

  const receiver = await startReceiver({
    path: '/v2/enqueue',
    ...(memory && { faults: memory.faults }),
    take: ({ body }) => take(body),
  });
  return {
    ...receiver,
    routingKey,
    alerts: () => alerts,
    refused: () => refused,
    memory: () => ({ alerts, faults: receiver.faults.armed() }),
  };
}
