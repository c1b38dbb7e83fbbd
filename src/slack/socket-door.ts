import { setTimeout as pause } from 'node:timers/promises';
import type { App, Receiver } from '@slack/bolt';
import { SocketModeClient } from '@slack/socket-mode';
import { z } from 'zod';
import type { Log } from '../log.ts';
import { judge } from './admit.ts';
import { type DoorParts, passOn } from './door.ts';
import { within } from './jobs.ts';
import { classify } from './slack-failure.ts';
import { vendorLog } from './vendor-log.ts';

/** Slack will not let us in again with these, however often we try. */
const FATAL = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'user_removed_from_team',
  'team_disabled',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
]);

const LONGEST_PAUSE_MS = 30_000;
const STOP_WITHIN_MS = 2_000;

const Envelope = z.object({
  envelope_id: z.string().min(1).max(200),
  body: z.unknown(),
  ack: z.custom<(answer?: object) => Promise<void>>((value) => typeof value === 'function'),
});

/**
 * Bolt's receiver for Socket Mode. The vendor's own reconnecting is off: it dies of an unhandled rejection when
 * the token is refused (facts/slack.md section 1), so this keeps the connection itself and calls `onFatal`.
 */
export function socketDoor(
  parts: DoorParts & {
    readonly appToken: string;
    readonly apiUrl?: string;
    readonly onFatal: (code: string) => void;
  },
): Receiver {
  const client = new SocketModeClient({
    appToken: parts.appToken,
    autoReconnectEnabled: false,
    clientPingTimeout: 1_000,
    logger: vendorLog(parts.log),
    clientOptions: {
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: 10_000,
      ...(parts.apiUrl === undefined ? {} : { slackApiUrl: parts.apiUrl }),
    },
  });
  guardMessages(client, parts.log);
  const stopping = new AbortController();
  let app: App | null = null;
  let kept: Promise<void> = Promise.resolve();

  client.on('slack_event', (message: unknown) => {
    parts.jobs.track('socket delivery', () => take(message));
  });

  async function take(message: unknown): Promise<void> {
    const envelope = Envelope.safeParse(message);
    const home = parts.home();
    if (!envelope.success || app === null || home === null) {
      parts.log.warn({ ready: home !== null }, 'refused at the socket door');
      return;
    }
    const { envelope_id, body, ack } = envelope.data;
    const admission = judge(body, home, `envelope:${envelope_id}`);
    if (admission.kind !== 'accepted') {
      const why = admission.kind === 'refused' ? admission.why : admission.kind;
      parts.log.warn({ why }, 'refused at the socket door');
      return;
    }
    const passage = await passOn(app, parts, admission);
    if (passage.kind === 'unanswered') return;
    await ack(passage.kind === 'answer' ? passage.body : undefined);
  }

  /** Resolves when the connection that was made has ended; throws when none could be made. */
  async function connection(onceConnected: () => void): Promise<void> {
    const ended = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
    await client.start();
    onceConnected();
    // Asked to stop while connecting: the vendor has connected all the same.
    if (stopping.signal.aborted) await client.disconnect();
    await ended;
  }

  async function keep(onceTried: () => void): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      try {
        await connection(() => {
          failures = 0;
          onceTried();
        });
      } catch (error) {
        const failure = classify(error);
        if (failure.why === 'slack-error' && FATAL.has(failure.code)) {
          parts.onFatal(failure.code);
          return;
        }
        failures += 1;
        onceTried();
        parts.log.warn({ failure, failures }, 'socket mode: no connection, trying again');
        await pause(Math.min(1_000 * failures, LONGEST_PAUSE_MS), undefined, {
          signal: stopping.signal,
        }).catch(() => {});
      }
    }
  }

  return {
    init(bolt) {
      app = bolt;
    },
    /** Resolves after the first try, connected or not: the rest of the bot does not wait for Slack. */
    start() {
      return new Promise<void>((resolve) => {
        kept = keep(resolve).finally(resolve);
      });
    },
    async stop() {
      stopping.abort();
      // A peer that does not answer the closing handshake would hold us for half a minute.
      await within(Promise.all([client.disconnect(), kept]), STOP_WITHIN_MS);
    },
  };
}

const WireMessage = z.union([
  z.object({ type: z.literal('events_api'), payload: z.object({ event: z.object({ type: z.string() }) }) }),
  z.object({ type: z.string().refine((type) => type !== 'events_api' && type !== 'error') }),
]);

/** The vendor reads fields of a message unchecked, and an odd one would end the process. */
function guardMessages(client: SocketModeClient, log: Log): void {
  const read = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: unknown) => {
    if (!wellFormed(data)) {
      log.warn({}, 'a malformed socket message was dropped');
      return;
    }
    for (const listener of read) listener.call(client, data, isBinary);
  });
}

function wellFormed(data: unknown): boolean {
  if (typeof data !== 'string') return false;
  try {
    return WireMessage.safeParse(JSON.parse(data)).success;
  } catch {
    return false;
  }
}
