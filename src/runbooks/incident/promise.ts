/**
 * A public text that says "within 15 minutes" is a promise: a draft three minutes before it runs out, everybody called
 * when it has. Only a word to customers keeps it (rollback.md, comms; design.md section 5).
 */
import { INCIDENT_KEY } from '../../ids.ts';
import type { Incident } from '../../incident.ts';
import type { Consequences } from '../../ledger.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import { promisesWord } from '../../public-text.ts';
import { type RunningPromise, SNOOZE_MS, SNOOZES } from '../../publications.ts';
import { plain } from '../../words/mrkdwn.ts';
import * as words from '../../words/promise.ts';
import { mentions } from '../../words/rollback.ts';
import { actor, entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import type { Deed } from './agenda.ts';
import { CALL_KEY, called } from './call.ts';
import { nextText } from './next-text.ts';
import { drafted } from './public-draft.ts';
import { stillOpen } from './still-open.ts';
import { whomToCall } from './whom-to-call.ts';

const DRAFT_AFTER_MS = 12 * 60_000;
const PROMISED_MS = 15 * 60_000;
export const LONGEST_SNOOZE_REASON = 200;

/** What publishing a text plans: its own promise instead of an earlier one, or none any more. */
export function promised(text: string, at: Date): Pick<Consequences, 'agenda' | 'callOff'> {
  const after = (ms: number) => new Date(at.getTime() + ms);
  if (promisesWord(text))
    return {
      agenda: [
        { what: 'promise-draft', dueAt: after(DRAFT_AFTER_MS) },
        { what: 'promise-broken', dueAt: after(PROMISED_MS) },
      ],
    };
  return { callOff: [{ what: 'promise-draft' }, { what: 'promise-broken' }] };
}

/** Ready to be published, with whoever leads the incident mentioned; everybody who may where that person may not. */
export const draftsInTime: Deed = async (world, incident, { dueAt }) => {
  const promise = await world.publications.promise(incident.id);
  if (incident.closed || !promise) return null;
  const at = await world.clock.now();
  const { id, drill } = incident;
  const next = await nextText(world, incident);
  const whom = drill ? null : mentions(await whomToCall(world, incident, 'public.publish'));
  const draft = {
    id: `${id}/promise-${promise.until.getTime()}`,
    ...next,
    why: 'promise',
    claimedBy: null,
    by: null,
    at,
  } as const;
  return {
    audit: [],
    ...(await drafted(world, incident, draft, { called: whom })),
    timeline: {
      kind: 'promise',
      key: `promise/draft/${dueAt.getTime()}`,
      at,
      actor: 'Switchback',
      text: words.timelineRunsOut(promise.until).source,
    },
  };
};

/** Nothing has gone out in time: everybody is called, once. */
export const callsWhenBroken: Deed = async (world, incident) => {
  const promise = await world.publications.promise(incident.id);
  if (incident.closed || !promise) return null;
  const at = await world.clock.now();
  const { id } = incident;
  const call = {
    name: `promise/${promise.until.getTime()}`,
    why: words.brokenBecause(promise),
    todo: words.publishOne(incident),
    by: null,
    at,
  };
  return {
    audit: [
      {
        action: 'incident.promise-broken',
        actor: 'switchback',
        targetType: 'incident',
        targetId: id,
        payload: { promisedBy: promise.until.toISOString(), snoozed: promise.snoozed },
      },
    ],
    ...(await called(world, incident, call)),
    timeline: {
      kind: 'promise',
      key: CALL_KEY(call),
      at,
      actor: 'Switchback',
      text: words.timelineBroken(promise.until).source,
    },
  };
};

/** What [Snooze 5 min] opens: the promise it is about. */
export async function snoozable(
  world: World,
  draftId: string,
  slackId: string,
): Promise<Outcome<{ readonly incident: Incident; readonly promise: RunningPromise }>> {
  const person = await entitled(world, slackId, 'public.publish');
  if (!person.ok) return person;
  const draft = await world.publications.draft(draftId);
  const incident = draft && (await world.incidents.find(draft.incidentId));
  if (!incident) return refused({ reason: 'unknown-draft' });
  const open = await stillOpen(world, incident.id);
  if (!open.ok) return open;
  const promise = await world.publications.promise(incident.id);
  if (!promise) {
    const until = await world.publications.owed(incident.id);
    return refused(until ? { reason: 'promise-broken', app: incident.app, until } : { reason: 'no-promise' });
  }
  if (promise.snoozed >= SNOOZES) return refused({ reason: 'snoozed-enough', callsAt: promise.callsAt });
  return done({ incident, promise });
}

/** `callsAt`: the call that was shown, so that two people putting it off at once put it off once. */
export async function snooze(
  world: World,
  asked: {
    readonly draftId: string;
    readonly slackId: string;
    readonly reason: string;
    readonly callsAt: Date;
  },
): Promise<Outcome<Incident>> {
  const found = await snoozable(world, asked.draftId, asked.slackId);
  if (!found.ok) return found;
  const person = await entitled(world, asked.slackId, 'public.publish');
  if (!person.ok) return person;
  const { incident, promise } = found.value;
  const reason = plain(asked.reason, LONGEST_SNOOZE_REASON);
  if (reason === '') return refused({ reason: 'snooze-unexplained' });
  const seen = { ...promise, callsAt: asked.callsAt };
  const by = actor(person.value);
  const at = await world.clock.now();
  const { id, channel } = incident;
  const until = new Date(seen.callsAt.getTime() + SNOOZE_MS);
  const moved = await world.publications.snooze(id, seen, {
    audit: [
      {
        action: 'incident.promise-snoozed',
        actor: by.id,
        targetType: 'incident',
        targetId: id,
        payload: { callsAt: until.toISOString(), reason },
      },
    ],
    posts: [
      {
        key: `incident/${id}/snoozed/${until.getTime()}`,
        channel,
        thread: INCIDENT_KEY(id),
        text: words.snoozed(promise, until, by, reason).source,
      },
    ],
    timeline: {
      kind: 'promise',
      key: `promise/snoozed/${until.getTime()}`,
      at,
      actor: by.name,
      text: words.timelineSnoozed(until, reason).source,
    },
  });
  return moved ? done(incident) : refused({ reason: 'snoozed-meanwhile' });
}
