/** Open an incident, or add what somebody sees to one that is open already. */
import { INCIDENT_KEY } from '../../ids.ts';
import type { Incident, Severity } from '../../incident.ts';
import type { NewIncident } from '../../incidents.ts';
import type { Consequences } from '../../ledger.ts';
import type { Actor } from '../../operation.ts';
import { type Outcome, refused } from '../../outcome.ts';
import { plain } from '../../words/mrkdwn.ts';
import * as words from '../../words/reports.ts';
import { actor, entitled } from '../entitlement.ts';
import { findApp } from '../find-app.ts';
import type { World } from '../world.ts';
import { began } from './began.ts';
import { commanderOf } from './lead.ts';
import { incidentId, opening } from './opening.ts';
import { addToOpen } from './same.ts';

export const LONGEST_SYMPTOM = 200;
export const LONGEST_IMPACT = 300;

/** What somebody sees, as their form says it. */
export interface Reported {
  readonly app: string;
  readonly severity: Severity;
  readonly symptom: string;
  readonly impact: string;
  readonly liveFlow: boolean;
  /** In UTC; empty when not chosen. */
  readonly date: string;
  readonly time: string;
  /** Slack id; empty for nobody. */
  readonly commander: string;
  readonly drill: boolean;
  /** The incident it is the same as; null: another one, or nobody was asked. */
  readonly sameAs: string | null;
  /** The open ones that it is not the same as, says whoever opens it. */
  readonly apartFrom: readonly string[];
  readonly slackId: string;
  readonly channel: string;
  /** The form it came by: each adds to an incident once. */
  readonly viewId: string;
}

export async function openIncident(world: World, asked: Reported): Promise<Outcome<Incident>> {
  const { opsChannels } = world.settings;
  if (!opsChannels.includes(asked.channel))
    return refused({ reason: 'wrong-channel', command: '/incident open', channels: opsChannels });
  const app = findApp(world, asked.app);
  if (!app.ok) return app;
  const symptom = plain(asked.symptom, LONGEST_SYMPTOM);
  if (symptom === '') return refused({ reason: 'symptom-missing' });
  const person = await entitled(world, asked.slackId, 'incident.open');
  if (!person.ok) return person;
  const now = await world.clock.now();
  const startedAt = began(asked.date, asked.time, now);
  if (!startedAt.ok) return startedAt;
  const opener = actor(person.value);
  const report = { app: app.value.name, symptom, impact: plain(asked.impact, LONGEST_IMPACT) };
  if (asked.sameAs !== null) {
    const { severity, liveFlow, drill, viewId } = asked;
    const at = startedAt.value;
    return addToOpen(world, asked.sameAs, { ...report, severity, liveFlow, drill, by: opener, at, viewId });
  }
  // The form offers an agent itself; agents lead nothing.
  const leads = opener.agent && asked.commander === opener.slackId ? '' : asked.commander;
  const commander = await commanderOf(world, leads);
  if (!commander.ok) return commander;
  const wanted: NewIncident = {
    ...report,
    id: incidentId(report.app, now, world.newId('in')),
    alsoApps: [],
    channel: asked.channel,
    drill: asked.drill,
    severity: asked.severity,
    liveFlow: asked.liveFlow,
    opener,
    commander: commander.value,
    openedAt: now,
    startedAt: startedAt.value,
  };
  return world.incidents.open(wanted, asked.apartFrom, withCommander(opening(world, wanted), wanted, opener));
}

/** Whoever is to lead it and did not open it hears so. */
function withCommander(
  consequences: Consequences,
  { id, channel, commander }: NewIncident,
  opener: Actor,
): Consequences {
  if (!commander || commander.slackId === opener.slackId) return consequences;
  const key = INCIDENT_KEY(id);
  const post = { key: `${key}/leads`, channel, thread: key, text: words.leads(commander, opener).source };
  return { ...consequences, posts: [...(consequences.posts ?? []), post] };
}
