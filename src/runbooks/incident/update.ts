/** Change what is known of an open incident: only what the form really changed, and only if nobody else did meanwhile. */
import { INCIDENT_KEY } from '../../ids.ts';
import type { Incident, Planned } from '../../incident.ts';
import type { IncidentSet } from '../../incidents.ts';
import type { Consequences } from '../../ledger.ts';
import type { Actor } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import * as words from '../../words/incident-changes.ts';
import { plain } from '../../words/mrkdwn.ts';
import { actor, entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { began } from './began.ts';
import { COLUMN, differ, differences, type Fields, fieldsOf } from './fields.ts';
import { commanderOf } from './lead.ts';
import { lookPlanned } from './look.ts';
import { nudgePlanned } from './nudge.ts';
import { LONGEST_IMPACT, LONGEST_SYMPTOM } from './open.ts';
import { stillOpen } from './still-open.ts';

export const LONGEST_MESSAGE = 500;

export interface Update {
  readonly id: string;
  /** What the form showed, and what it says now. */
  readonly shown: Fields;
  readonly wanted: Fields;
  readonly message: string;
  readonly slackId: string;
  /** The form it came by: each is said once. */
  readonly form: string;
}

export async function updateIncident(world: World, asked: Update): Promise<Outcome<Incident>> {
  const person = await entitled(world, asked.slackId, 'incident.update');
  if (!person.ok) return person;
  const incident = await stillOpen(world, asked.id);
  if (!incident.ok) return incident;
  const now = await world.clock.now();
  const typed: Fields = {
    ...asked.wanted,
    symptom: plain(asked.wanted.symptom, LONGEST_SYMPTOM),
    impact: plain(asked.wanted.impact, LONGEST_IMPACT),
  };
  if (typed.symptom === '') return refused({ reason: 'symptom-missing' });
  const current = fieldsOf(incident.value);
  // What somebody else has set to the same is not changed again.
  const changed = differences(asked.shown, typed).filter((name) => differ(name, current, typed));
  if (changed.some((name) => differ(name, current, asked.shown)))
    return refused({ reason: 'changed-meanwhile', incident: incident.value });
  const set = await setOf(world, changed, typed, now);
  if (!set.ok) return set;
  const message = plain(asked.message, LONGEST_MESSAGE);
  if (changed.length === 0 && message === '') return refused({ reason: 'nothing-changed' });
  const said = saying(incident.value, set.value, { by: actor(person.value), now, message, form: asked.form });
  const still = Object.fromEntries(changed.map((name) => [COLUMN[name], incident.value[COLUMN[name]]]));
  const updated = await world.incidents.change(asked.id, set.value, said, still);
  if (updated) return done(updated);
  const there = await stillOpen(world, asked.id);
  return there.ok ? refused({ reason: 'changed-meanwhile', incident: there.value }) : there;
}

async function setOf(
  world: World,
  changed: readonly (keyof Fields)[],
  typed: Fields,
  now: Date,
): Promise<Outcome<IncidentSet>> {
  const { began: chosen, commander: slackId, ...rest } = typed;
  const [date = '', time = ''] = chosen.split(' ');
  const startedAt = changed.includes('began') ? began(date, time, now) : done(now);
  if (!startedAt.ok) return startedAt;
  const commander = changed.includes('commander') ? await commanderOf(world, slackId) : done(null);
  if (!commander.ok) return commander;
  const all: IncidentSet = { ...rest, startedAt: startedAt.value, commander: commander.value };
  return done(Object.fromEntries(changed.map((name) => [COLUMN[name], all[COLUMN[name]]])));
}

function saying(
  before: Incident,
  set: IncidentSet,
  { by, now, message, form }: { by: Actor; now: Date; message: string; form: string },
): Consequences {
  const thread = INCIDENT_KEY(before.id);
  const line = { at: now, actor: by.name } as const;
  return {
    audit: [
      {
        action: 'incident.updated',
        actor: by.id,
        targetType: 'incident',
        targetId: before.id,
        payload: { fields: Object.keys(set), severity: set.severity ?? null, status: set.status ?? null },
      },
    ],
    posts: [
      {
        key: `${thread}/update-${form}`,
        channel: before.channel,
        thread,
        text: words.updated(by, words.changes(before, set, true), message).source,
      },
    ],
    timeline: [
      ...words.changes(before, set, false).map(({ field, text }) => ({
        ...line,
        kind: 'status' as const,
        key: `update/${form}/${field}`,
        text: text.source,
      })),
      ...(message === ''
        ? []
        : [{ ...line, kind: 'note' as const, key: `update/${form}`, text: words.message(message).source }]),
    ],
    agenda: planned(before, set, now),
  };
}

/** It turned out worse than it was taken for, or to have begun before. */
function planned(
  before: Incident,
  { severity, liveFlow, startedAt }: IncidentSet,
  now: Date,
): readonly Planned[] {
  // What was released in between belongs to it.
  const earlier = startedAt !== undefined && startedAt < before.startedAt;
  const look = earlier ? lookPlanned(now) : [];
  if (before.drill) return look;
  const worse = severity !== undefined && severity <= 2 && before.severity > 2;
  return [
    ...look,
    ...(worse ? nudgePlanned(severity, now) : []),
    // What waits for the digest is told now (ruling 14).
    ...(liveFlow && !before.liveFlow ? [{ what: 'tell', dueAt: now } as const] : []),
  ];
}
