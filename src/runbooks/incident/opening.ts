/** What opening an incident brings with it, whoever opens it: a person, or a rollback that found none. */
import { INCIDENT_KEY } from '../../ids.ts';
import type { Planned } from '../../incident.ts';
import type { NewIncident } from '../../incidents.ts';
import type { Consequences } from '../../ledger.ts';
import * as words from '../../words/incident.ts';
import { day } from '../../words/time.ts';
import type { World } from '../world.ts';
import { nextDay } from './digest-rule.ts';
import { lookPlanned } from './look.ts';
import { nudgePlanned } from './nudge.ts';
import { approvedText, firstDrafted, hasCustomers } from './public-draft.ts';
import { nextRedraw } from './redraw.ts';
import { wakePlanned } from './wake.ts';

/** `2026-06-21-raxx-api-prod-in-7f3ak2mn` */
export function incidentId(app: string, at: Date, id: string): string {
  return `${day(at)}-${app}-${id}`;
}

/** In the transaction that opens it. */
export function opening(world: World, wanted: NewIncident): Consequences {
  const { id, app, opener, channel, openedAt } = wanted;
  const headline = words.headline(wanted).source;
  const draft = hasCustomers(world, wanted) ? firstDraft(world, wanted) : { drafts: [], posts: [] };
  return {
    audit: [
      {
        action: 'incident.opened',
        actor: opener.id,
        targetType: 'incident',
        targetId: id,
        payload: { app, severity: wanted.severity, drill: wanted.drill },
      },
    ],
    posts: [{ key: INCIDENT_KEY(id), channel, text: headline, headline: id }, ...draft.posts],
    drafts: draft.drafts,
    operators: [{ key: 'opened', at: openedAt, text: headline }],
    agenda: [
      nextRedraw(openedAt, openedAt),
      ...lookPlanned(openedAt),
      ...(wanted.drill ? [] : realAgenda(wanted)),
    ],
    timeline: {
      kind: 'opened',
      key: 'opened',
      at: openedAt,
      actor: opener.name,
      text: words.timelineOpened(wanted).source,
    },
  };
}

/** What is real only: practice reaches nobody outside of it. */
function realAgenda({ openedAt, severity }: NewIncident): readonly Planned[] {
  return [
    { what: 'next-day', dueAt: nextDay(openedAt) },
    ...nudgePlanned(severity, openedAt),
    ...wakePlanned(openedAt),
  ];
}

/** Customers hear first that somebody is looking. */
function firstDraft(world: World, wanted: NewIncident) {
  return firstDrafted(world, wanted, {
    id: `${wanted.id}/investigating`,
    which: 'investigating',
    text: approvedText(world, 'investigating', wanted.app),
    why: 'opened',
    operationId: null,
    claimedBy: null,
    by: null,
    at: wanted.openedAt,
  });
}
