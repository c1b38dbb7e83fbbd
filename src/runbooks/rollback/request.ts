/** Ask for a rollback: accepted means committed (rollback.md, "before"; design.md section 4). */
import type { App } from '../../apps.ts';
import { INCIDENT_KEY } from '../../ids.ts';
import type { NewIncident } from '../../incidents.ts';
import type { Consequences, NewOperation } from '../../ledger.ts';
import type { Actor, Kind, Operation } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import { plain } from '../../words/mrkdwn.ts';
import * as words from '../../words/rollback.ts';
import { actor, entitled } from '../entitlement.ts';
import { findApp } from '../find-app.ts';
import { incidentId, opening } from '../incident/opening.ts';
import { approversBut, type World } from '../world.ts';
import { glance, type Wanted } from './choose-target.ts';
import { givingWay } from './give-way.ts';
import { mayUndo } from './undo.ts';

/** What people may ask for; pushing an image again is what a container rollback may turn into. */
export type AskedKind = Exclude<Kind, 're-pin'>;

export interface Asked {
  readonly app: string;
  /** Null: the default target of ruling 8. */
  readonly version: number | null;
  /** Whole, or code only with config kept (ruling 7). */
  readonly kind: AskedKind;
  /** The rollback this takes back: its target is decided by that one. */
  readonly undoes?: string | undefined;
  /** The request, not yet sent, whose place this one takes. */
  readonly replaces?: string | undefined;
  readonly symptom: string;
  /** Data is being damaged, says whoever asks. */
  readonly damage: boolean;
  readonly slackId: string;
  readonly channel: string;
}

const LONGEST_SYMPTOM = 200;

export async function request(world: World, asked: Asked): Promise<Outcome<Operation>> {
  const found = findApp(world, asked.app);
  if (!found.ok) return found;
  const app = found.value;
  const symptom = plain(asked.symptom, LONGEST_SYMPTOM);
  if (app.environment === 'production' && symptom === '') return refused({ reason: 'symptom-missing' });

  const wanted = await whatToAsk(world, app, asked);
  if (!wanted.ok) return wanted;
  const [person, look] = await Promise.all([
    // Taking somebody's place is for people.
    entitled(world, asked.slackId, asked.replaces === undefined ? 'rollback.request' : 'rollback.replace'),
    glance(world, app, wanted.value),
  ]);
  if (!person.ok) return person;
  if (!look.ok) return look;

  const now = await world.clock.now();
  const requester = actor(person.value);
  const { base, target, kind } = look.value;
  const id = world.newId('rb');
  const incident = await incidentFor(world, app, { ...asked, id, symptom, now, requester });
  const operation = {
    id,
    kind,
    app: app.name,
    channel: asked.channel,
    requester,
    symptom,
    base,
    target: { id: target.id, version: target.version },
    preflight: asked.damage ? { damage: true } : null,
    requestedAt: now,
    expiresAt: new Date(now.getTime() + world.settings.approvalExpiresMs),
    incident,
    approvedBy: null,
    approvedAt: null,
    approvedHow: null,
    renews: null,
    undoes: asked.undoes ?? null,
  };
  const approvers = app.approval === 'none' ? null : approversBut(world.settings, requester.slackId);
  const former = await givingWay(world, asked, operation, now);
  const consequences: Consequences = {
    audit: [
      {
        action: 'rollback.requested',
        actor: requester.id,
        targetType: 'operation',
        targetId: id,
        payload: {
          app: app.name,
          kind,
          base: base.version,
          target: target.version,
          agent: requester.agent,
        },
      },
    ],
    posts: [
      {
        key: words.cardKey(id),
        channel: asked.channel,
        ...(incident ? { thread: INCIDENT_KEY(incident.id), broadcast: true } : {}),
        ...words.asks(operation, approvers),
        card: id,
      },
    ],
    timeline: { at: now, actor: requester.name, text: words.timelineAsked(operation).source },
  };
  return world.ledger.request(operation, consequences, former);
}

/** Production: the one that is open, or one to open (ruling 15). Elsewhere: the one that is open, if any. */
async function incidentFor(
  world: World,
  app: App,
  asked: Pick<Asked, 'channel' | 'symptom'> & {
    readonly id: string;
    readonly now: Date;
    readonly requester: Actor;
  },
): Promise<NewOperation['incident']> {
  const open = await world.incidents.openOn(app.name);
  if (open) return { id: open.id, opens: null };
  if (app.environment !== 'production') return null;
  const { channel, symptom, now, requester } = asked;
  const id = incidentId(app.name, now, asked.id);
  const wanted: NewIncident = {
    id,
    app: app.name,
    alsoApps: [],
    channel,
    drill: false,
    severity: 2,
    symptom,
    impact: '',
    liveFlow: false,
    opener: requester,
    commander: null,
    openedAt: now,
    startedAt: now,
  };
  return { id, opens: { wanted, consequences: opening(world, wanted) } };
}

/** An undo goes where the rollback it takes back came from, whatever the form says. */
async function whatToAsk(world: World, app: App, asked: Asked): Promise<Outcome<Wanted>> {
  if (asked.undoes === undefined) return done(asked);
  const undo = await mayUndo(world, asked.undoes, asked.slackId);
  if (!undo.ok) return undo;
  return undo.value.operation.app === app.name
    ? done({ version: undo.value.version, kind: asked.kind })
    : refused({ reason: 'unknown-operation', typed: asked.undoes });
}
