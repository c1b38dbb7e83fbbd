import type { App } from '@slack/bolt';
import type { Log } from '../log.ts';
import { DATABASE_AWAY } from '../words/transport.ts';
import type { Jobs } from './jobs.ts';
import type { Home, Incoming } from './payload.ts';
import type { ReplayGuard } from './replay.ts';
import { type AnswerBody, answerSaying, askerOf, sayAside } from './say.ts';
import type { SlackWeb } from './web.ts';

/** What both doors need. */
export interface DoorParts {
  /** Null until Slack has told us which workspace is ours: nothing is admitted before. */
  readonly home: () => Home | null;
  readonly guard: ReplayGuard;
  readonly web: SlackWeb;
  readonly jobs: Jobs;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** What is done to every answer before it leaves. */
  readonly dress?: (body: AnswerBody) => AnswerBody;
}

export type Passage =
  | { readonly kind: 'answer'; readonly body?: AnswerBody }
  | { readonly kind: 'replay' }
  /** Bolt ended without an answer. */
  | { readonly kind: 'unanswered' };

/** Once per delivery through the replay guard into Bolt; resolves with what Slack is to be answered. */
export async function passOn(
  app: App,
  parts: DoorParts,
  admitted: { readonly incoming: Incoming; readonly keys: readonly string[] },
): Promise<Passage> {
  const passage = await throughBolt(app, parts, admitted);
  if (passage.kind !== 'answer' || passage.body === undefined || parts.dress === undefined) return passage;
  return { kind: 'answer', body: parts.dress(passage.body) };
}

async function throughBolt(
  app: App,
  parts: DoorParts,
  admitted: { readonly incoming: Incoming; readonly keys: readonly string[] },
): Promise<Passage> {
  const receivedAt = performance.now();
  const seen = await parts.guard.first(admitted.keys);
  if (seen === 'replay') return { kind: 'replay' };
  if (seen === 'unknown') return databaseAway(parts, admitted.incoming);

  return await new Promise<Passage>((resolve) => {
    // The first answer counts: resolving again does nothing.
    const ack = async (body?: AnswerBody) => resolve(body ? { kind: 'answer', body } : { kind: 'answer' });
    const event = { body: admitted.incoming.body, ack, customProperties: { receivedAt } };
    parts.jobs.track('bolt', async () => {
      try {
        await app.processEvent(event);
      } finally {
        resolve({ kind: 'unanswered' });
      }
    });
  });
}

function databaseAway(parts: DoorParts, incoming: Incoming): Passage {
  // Unanswered, so that Slack sends the event again.
  if (incoming.kind === 'event') return { kind: 'unanswered' };
  // A search has no place for words; what it belongs to will have one.
  if (incoming.kind === 'search') return { kind: 'answer' };
  const body = answerSaying(incoming, DATABASE_AWAY);
  if (body !== undefined) return { kind: 'answer', body };
  const asker = askerOf(incoming.body);
  parts.jobs.track('database away', () => sayAside(parts.web, parts.log, asker, { text: DATABASE_AWAY }));
  return { kind: 'answer' };
}
