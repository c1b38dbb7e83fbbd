/** Texts for customers (rollback.md, comms): drafted by the bot, published by one tap of a person, each once. */

import type { Operation, OperationStatus } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import type { Post } from '../../ports.ts';
import type { PublicText } from '../../publications.ts';
import * as words from '../../words/public-texts.ts';
import { actor, entitled } from '../entitlement.ts';
import { superseded } from '../rollback/superseded.ts';
import type { World } from '../world.ts';

interface Subject {
  readonly id: string;
  readonly app: string;
  readonly channel: string;
  readonly incidentId: string | null;
}

/** The draft, in the incident's thread; nothing without an incident (staging). */
export function drafted(
  world: World,
  which: PublicText,
  { id, app, channel, incidentId }: Subject,
): readonly Post[] {
  if (incidentId === null) return [];
  const thread = `incident/${incidentId}`;
  const message = words.draft(which, surfaceOf(world, app), id, world.settings.statusChannel);
  return [{ key: `${thread}/draft-${which}`, channel, thread, ...message }];
}

export interface Publishing {
  readonly operationId: string;
  readonly which: PublicText;
  readonly slackId: string;
  /** Whether this person ticked that no account data has been affected (ruling 11). */
  readonly claimsNoDataAffected: boolean;
}

export async function publish(world: World, asked: Publishing): Promise<Outcome<Operation>> {
  const { operationId, which, slackId, claimsNoDataAffected } = asked;
  const person = await entitled(world, slackId, 'public.publish');
  if (!person.ok) return person;
  const operation = await world.ledger.find(operationId);
  if (!operation?.incidentId) return refused({ reason: 'unknown-operation', typed: operationId });
  const { statusChannel } = world.settings;
  if (statusChannel === null) return refused({ reason: 'no-status-channel' });
  const wrong = await notTrue(world, which, operation);
  if (wrong !== null) return refused({ reason: wrong, app: operation.app });
  const at = await world.clock.now();
  const by = actor(person.value);
  const { incidentId } = operation;
  const thread = `incident/${incidentId}`;
  const text = words.publicText(which, surfaceOf(world, operation.app), claimsNoDataAffected);
  const out = await world.ledger.publish(
    { incidentId, which, text: text.source, by, at },
    {
      audit: [
        {
          action: 'incident.published',
          actor: by.id,
          targetType: 'incident',
          targetId: incidentId,
          payload: { text: which, claimsNoDataAffected },
        },
      ],
      posts: [
        { key: `${thread}/public-${which}`, channel: statusChannel, text: text.source },
        {
          key: `${thread}/published-${which}`,
          channel: operation.channel,
          thread,
          ...words.published(which, statusChannel, by, at),
        },
      ],
      timeline: { at, actor: by.name, text: words.timelinePublished(text).source },
    },
  );
  return out
    ? refused({ reason: 'already-published', which: out.which, by: out.by, at: out.at })
    : done(operation);
}

/** What a text claims must be so when it goes out, whenever it was drafted; null when it is. */
export async function notTrue(
  world: World,
  which: PublicText,
  operation: Operation,
): Promise<'not-live' | 'not-recovered' | null> {
  if (which === 'investigating') return null;
  const holds = which === 'recovered' ? operation.status === 'recovered' : isLive(operation);
  if (holds && !isDown(operation) && !(await superseded(world, operation))) return null;
  return which === 'recovered' ? 'not-recovered' : 'not-live';
}

const LIVE: readonly OperationStatus[] = ['verifying', 'needs_human', 'recovered', 'closed'];

/** Dynos were up on it at the last look. What its release command did, and what Heroku calls it, proves nothing (ruling 6). */
export function isLive({ status, progress }: Pick<Operation, 'status' | 'progress'>): boolean {
  return LIVE.includes(status) && (progress.dynosUp ?? 0) > 0;
}

/** Found or said to be down: until somebody says that it is not. */
function isDown({ marks }: Operation): boolean {
  const bad = [marks['told-crashed-after'], marks['told-smoke-failed-after'], marks['still-broken']];
  const gone = marks['symptom-gone']?.at ?? '';
  return bad.some((mark) => mark !== undefined && mark.at > gone);
}

function surfaceOf(world: World, app: string): string {
  return world.apps.find(app)?.surface ?? app;
}
