/** What is still to be done after an incident: added during it or later, done once, its owner reminded. */
import { INCIDENT_KEY } from '../../ids.ts';
import type { Incident } from '../../incident.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import type { ActionItem, Owner } from '../../reviews.ts';
import * as words from '../../words/action-items.ts';
import { plain } from '../../words/mrkdwn.ts';
import { actor, entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { dayOf, firstReminder, nextReminder, reminderOf, remindersOf, subjectOf } from './action-days.ts';
import type { Deed } from './agenda.ts';

export const LONGEST_ACTION = 300;
export const LONGEST_OWNER = 60;
export const LONGEST_ISSUE = 200;

export interface ActionAsked {
  readonly incidentId: string;
  readonly slackId: string;
  /** Untrusted text, as the rest. */
  readonly what: string;
  /** Somebody of this Slack; empty: nobody was chosen. */
  readonly ownerId: string;
  readonly ownerName: string;
  readonly due: string;
  readonly issue: string;
  /** Of the form it was written in. */
  readonly viewId: string;
}

/** Before anybody writes: decided again when it comes. */
export async function mayReview(
  world: World,
  incidentId: string,
  slackId: string,
): Promise<Outcome<Incident>> {
  const person = await entitled(world, slackId, 'incident.review');
  if (!person.ok) return person;
  const incident = await world.incidents.find(incidentId);
  return incident ? done(incident) : refused({ reason: 'no-incident', typed: '' });
}

export async function addAction(world: World, asked: ActionAsked): Promise<Outcome<Incident>> {
  const person = await entitled(world, asked.slackId, 'incident.review');
  if (!person.ok) return person;
  const incident = await world.incidents.find(asked.incidentId);
  if (!incident) return refused({ reason: 'no-incident', typed: '' });
  const what = plain(asked.what, LONGEST_ACTION);
  if (what === '') return refused({ reason: 'action-missing' });
  const due = asked.due === '' ? null : dayOf(asked.due);
  if (due === null && asked.due !== '') return refused({ reason: 'bad-day', typed: asked.due });
  const at = await world.clock.now();
  const wanted = {
    what,
    owner: await ownerOf(world, asked),
    due,
    issue: plain(asked.issue, LONGEST_ISSUE),
    by: actor(person.value),
    at,
    form: asked.viewId,
  };
  // Null: this very form has added it already.
  await world.reviews.addAction(incident.id, wanted, (added) => ({
    audit: [],
    posts: [post(incident, added, 'added', words.added(incident.id, added))],
    timeline: {
      kind: 'action',
      key: `action/${added.n}/added`,
      at,
      actor: added.by.name,
      text: words.timelineAdded(added).source,
    },
    agenda:
      due === null
        ? []
        : [
            {
              what: 'action-due',
              subject: subjectOf({ n: added.n, k: 1 }),
              dueAt: firstReminder(due, at),
            },
          ],
  }));
  return done(incident);
}

/** By those who write reviews, and by its owner whoever they are. */
export async function finishAction(
  world: World,
  which: { readonly incidentId: string; readonly n: number },
  slackId: string,
): Promise<Outcome<ActionItem>> {
  const { incidentId, n } = which;
  const [incident, items] = await Promise.all([
    world.incidents.find(incidentId),
    world.reviews.actions(incidentId),
  ]);
  const item = items.find((each) => each.n === n);
  const who = item?.owner?.slackId === slackId ? await world.people.who(slackId) : null;
  const person = who?.ok ? done(who.person) : await entitled(world, slackId, 'incident.review');
  if (!person.ok) return person;
  if (!incident || !item) return refused({ reason: 'no-such-action', n });
  const by = actor(person.value);
  const at = await world.clock.now();
  const first = await world.reviews.finishAction(
    incidentId,
    n,
    { by, at },
    {
      audit: [],
      posts: [post(incident, item, 'done', words.finished(item, by))],
      timeline: {
        kind: 'action',
        key: `action/${n}/done`,
        at,
        actor: by.name,
        text: words.timelineDone(item).source,
      },
      callOff: remindersOf(n).map((subject) => ({ what: 'action-due' as const, subject })),
    },
  );
  if (first) return done(item);
  const before = (await world.reviews.actions(incidentId)).find((each) => each.n === n)?.done;
  return refused({ reason: 'action-done', n, by: before?.by.name ?? '?', at: before?.at ?? at });
}

/** In the thread and directly; whom a name alone belongs to, whoever added it knows. */
export const actionDue: Deed = async (world, incident, { subject, dueAt }) => {
  const reminder = reminderOf(subject);
  const items = await world.reviews.actions(incident.id);
  const item = items.find(({ n }) => n === reminder?.n);
  if (!reminder || !item || item.done) return null;
  const now = await world.clock.now();
  const next = nextReminder(reminder, dueAt, now);
  const whom = item.owner?.slackId ?? item.by.slackId;
  const said = words.due(incident, item, whom);
  const direct = words.dueDirectly(incident, item);
  const name = `due-${reminder.k}`;
  return {
    audit: [],
    posts: [
      post(incident, item, name, said),
      { key: `${key(incident, item)}/${name}/direct`, channel: whom, ...direct },
    ],
    agenda: next ? [{ what: 'action-due', ...next }] : [],
  };
};

function key(incident: Incident, { n }: ActionItem): string {
  return `${INCIDENT_KEY(incident.id)}/action-${n}`;
}

function post(incident: Incident, item: ActionItem, name: string, message: ReturnType<typeof words.added>) {
  return {
    key: `${key(incident, item)}/${name}`,
    channel: incident.channel,
    thread: INCIDENT_KEY(incident.id),
    ...message,
  };
}

async function ownerOf(world: World, { ownerId, ownerName }: ActionAsked): Promise<Owner | null> {
  if (ownerId !== '') {
    const who = await world.people.who(ownerId);
    return { slackId: ownerId, name: who.ok ? who.person.name : ownerId };
  }
  const name = plain(ownerName, LONGEST_OWNER);
  return name === '' ? null : { slackId: null, name };
}
