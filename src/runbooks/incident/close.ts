/** Close an incident in the approved words (rollback.md, comms), with what was asked for beside it. */
import { INCIDENT_KEY } from '../../ids.ts';
import type { AgendaWhat, Incident } from '../../incident.ts';
import type { Closing } from '../../incidents.ts';
import type { Consequences, DeployLock } from '../../ledger.ts';
import type { Actor } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import type { Post } from '../../ports.ts';
import * as words from '../../words/closing.ts';
import { stillLocked } from '../../words/locks.ts';
import { plain } from '../../words/mrkdwn.ts';
import * as templates from '../../words/templates.ts';
import { unlockAfter } from '../rollback/deploy-lock.ts';
import { reply } from '../rollback/reply.ts';
import type { World } from '../world.ts';
import { type Closable, closable, locksOf, mayBe } from './closing.ts';
import { reviewLink } from './link.ts';
import { resolved } from './page.ts';
import { publishRecovered } from './public-texts.ts';
import { stillOpen } from './still-open.ts';

export const LONGEST_RESOLUTION = 500;

export interface CloseAsked {
  readonly incidentId: string;
  readonly slackId: string;
  /** Untrusted text. */
  readonly resolution: string;
  /** Untrusted text; empty: to be decided. */
  readonly review: string;
  readonly sameAs: string | null;
  /** Whether the customers' third text goes out first. */
  readonly publish: boolean;
  /** The rollbacks whose deploy locks are lifted first. */
  readonly unlock: readonly string[];
}

/** What it had coming while it was open. */
const OVER: readonly AgendaWhat[] = [
  'look',
  'redraw',
  'nudge',
  'promise-draft',
  'promise-broken',
  'next-day',
  'escalate',
];

/**
 * What was ticked happens before the closing, each in its own transaction: should it stop halfway, the incident is still
 * open, and the form shows what is left.
 */
export async function closeIncident(world: World, asked: CloseAsked): Promise<Outcome<Incident>> {
  const found = await closable(world, asked.incidentId, asked.slackId);
  if (!found.ok) return found;
  const { incident } = found.value;
  const review = reviewLink(asked.review);
  if (!review.ok) return review;
  const named = asked.sameAs === null ? null : await world.incidents.find(asked.sameAs);
  const sameAs = named && mayBe(incident, named) ? named : null;
  const resolution = plain(asked.resolution, LONGEST_RESOLUTION);
  if (resolution === '') return refused({ reason: 'resolution-missing' });
  if (asked.publish) {
    const published = await publishRecovered(world, incident, asked.slackId);
    if (!published.ok) return published;
  }
  const unlocked = await unlock(world, found.value, asked, resolution);
  if (!unlocked.ok) return unlocked;
  const { by, now: at } = found.value;
  const closing = { at, by, resolution, review: review.value, sameAs: sameAs?.id ?? null };
  const owed = asked.publish ? null : found.value.owed;
  const follows = await consequences(world, { ...found.value, owed }, closing, sameAs);
  const closed = await world.incidents.close(incident.id, closing, follows);
  return closed ? done(closed) : stillOpen(world, incident.id);
}

async function consequences(
  world: World,
  found: Closable,
  closing: Closing,
  sameAs: Incident | null,
): Promise<Consequences> {
  const { incident } = found;
  const { at, by } = closing;
  const { id, channel } = incident;
  const thread = INCIDENT_KEY(id);
  const text = templates.incidentClosed(closing.review ?? 'TBD').source;
  const said = words.closedBecause(incident, closing, sameAs, found);
  const waits = closing.review === null && sameAs === null && !incident.drill;
  return {
    audit: [
      {
        action: 'incident.closed',
        actor: by.id,
        targetType: 'incident',
        targetId: id,
        payload: { review: closing.review, sameAs: closing.sameAs },
      },
    ],
    webhooks: resolved(world, incident.id),
    operators: [{ key: 'closed', at, text }],
    posts: [
      { key: `${thread}/closed`, channel, thread, broadcast: true, text },
      { key: `${thread}/closed-because`, channel, thread, text: said.source },
      ...(await leftLocked(world, incident)),
      ...(sameAs ? [told(incident, sameAs, by)] : []),
    ],
    timeline: {
      kind: 'closed',
      key: 'closed',
      at,
      actor: by.name,
      text: words.timelineClosed(closing, sameAs).source,
    },
    ...(sameAs ? { alsoIn: [{ incidentId: sameAs.id, entry: sameEntry(incident, at, by) }] } : {}),
    callOff: OVER.map((what) => ({ what })),
    agenda: waits
      ? [{ what: 'review-reminder', dueAt: new Date(at.getTime() + world.settings.reviewAfterMs) }]
      : [],
  };
}

/** In the other one's thread: what was said there goes on here. */
function told(incident: Incident, sameAs: Incident, by: Actor): Post {
  const thread = INCIDENT_KEY(sameAs.id);
  return {
    key: `${thread}/same/${incident.id}`,
    channel: sameAs.channel,
    thread,
    text: words.wasTheSame(incident, by).source,
  };
}

function sameEntry(incident: Incident, at: Date, by: Actor) {
  return {
    kind: 'closed',
    key: `same/${incident.id}`,
    at,
    actor: by.name,
    text: words.timelineSame(incident).source,
  } as const;
}

/** What was ticked; a lock that somebody else lifted meanwhile is as good. */
async function unlock(
  world: World,
  { locks }: Closable,
  { unlock: ticked, slackId }: CloseAsked,
  resolution: string,
): Promise<Outcome<null>> {
  const belong = ticked.filter((each) => locks.some(({ operationId }) => operationId === each));
  for (const operationId of belong) {
    const reason = words.unlockReason(resolution);
    const outcome = await unlockAfter(world, { operationId, reason, slackId });
    if (!outcome.ok && outcome.refusal.reason !== 'not-locked') return outcome;
  }
  return done(null);
}

/** The incident is over and its rollbacks' locks are not: somebody should know. */
async function leftLocked(world: World, { id }: Incident): Promise<readonly Post[]> {
  const operations = await world.ledger.ofIncident(id);
  const locks = await locksOf(world, operations);
  return operations.flatMap((operation) => {
    const own: readonly DeployLock[] = locks.filter(({ operationId }) => operationId === operation.id);
    return own.length > 0 ? [reply(operation, 'still-locked', stillLocked(operation, own))] : [];
  });
}
