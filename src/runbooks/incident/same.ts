/** Somebody reports what is known already: added to the incident that is open, so that nothing they saw is lost. */
import { INCIDENT_KEY } from '../../ids.ts';
import type { Incident, Severity } from '../../incident.ts';
import type { IncidentSet } from '../../incidents.ts';
import type { Consequences } from '../../ledger.ts';
import type { Actor } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import * as words from '../../words/reports.ts';
import type { World } from '../world.ts';
import { stillOpen } from './still-open.ts';

export interface SameReport {
  readonly app: string;
  readonly severity: Severity;
  readonly symptom: string;
  readonly impact: string;
  readonly liveFlow: boolean;
  readonly drill: boolean;
  readonly by: Actor;
  /** When it began, for them. */
  readonly at: Date;
  readonly viewId: string;
}

/** How often others may add an app between our reading and our writing. */
const TRIES = 5;

export async function addToOpen(world: World, id: string, report: SameReport): Promise<Outcome<Incident>> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const open = await stillOpen(world, id);
    if (!open.ok) return open;
    const incident = open.value;
    if (incident.drill !== report.drill) return refused({ reason: 'kinds-apart', incident });
    const now = await world.clock.now();
    const { alsoApps } = incident;
    const reached = incident.app === report.app || alsoApps.includes(report.app);
    const set: IncidentSet = {
      ...(reached ? {} : { alsoApps: [...alsoApps, report.app] }),
      ...(report.liveFlow ? { liveFlow: true } : {}),
    };
    const still = reached ? {} : { alsoApps };
    const changed = await world.incidents.change(id, set, reporting(incident, report, now), still);
    if (changed) return done(changed);
  }
  throw new Error(`the apps of incident ${id} change faster than one can be added`);
}

function reporting(incident: Incident, report: SameReport, now: Date): Consequences {
  const { id, channel, liveFlow } = incident;
  const { by, viewId, at } = report;
  const thread = INCIDENT_KEY(id);
  return {
    audit: [
      {
        action: 'incident.reported-too',
        actor: by.id,
        targetType: 'incident',
        targetId: id,
        payload: { app: report.app, severity: report.severity },
      },
    ],
    posts: [
      { key: `${thread}/report-${viewId}`, channel, thread, text: words.reports(report, incident).source },
    ],
    timeline: {
      kind: 'note',
      key: `report/${viewId}`,
      at,
      actor: by.name,
      text: words.timelineReports(report, incident).source,
    },
    // It became a live flow: what waits for the digest is told now (ruling 14).
    ...(report.liveFlow && !liveFlow ? { agenda: [{ what: 'tell', dueAt: now }] } : {}),
  };
}
