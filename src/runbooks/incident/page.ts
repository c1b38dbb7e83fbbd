/**
 * People are woken: an event for the pager, written with what it tells of (PagerDuty's Events API v2). One alert for
 * each incident, whatever is said of it, resolved when that closes. Practice wakes nobody.
 */
import type { Incident } from '../../incident.ts';
import type { NewWebhook } from '../../webhooks.ts';
import { messageAddress } from '../../words/mrkdwn.ts';
import { pageSummary } from '../../words/pages.ts';
import type { World } from '../world.ts';

export interface Page {
  /** One event of this name in one incident: `nobody-answered/rb-7f3ak2mn`. */
  readonly name: string;
  /** A clause without a full stop. Untrusted text. */
  readonly why: string;
  readonly at: Date;
}

const LEVELS = { 1: 'critical', 2: 'error', 3: 'warning', 4: 'info' } as const;

/** Nothing without a pager, or without an incident (staging). */
export async function paged(
  world: World,
  incidentId: string | null,
  page: Page,
): Promise<readonly NewWebhook[]> {
  const incident = world.settings.paging && incidentId ? await world.incidents.find(incidentId) : null;
  return incident ? pages(world, incident, page) : [];
}

export async function pages(world: World, incident: Incident, page: Page): Promise<readonly NewWebhook[]> {
  if (!world.settings.paging || incident.drill) return [];
  const { id, app, severity } = incident;
  const place = await world.incidents.headline(id);
  const workspace = world.slackAddress();
  const address = place && workspace && messageAddress(workspace, place);
  return [
    {
      to: 'paging',
      key: `page/${id}/${page.name}`,
      body: {
        event_action: 'trigger',
        dedup_key: id,
        client: 'Switchback',
        payload: {
          summary: pageSummary(incident, page.why),
          source: app,
          severity: LEVELS[severity],
          timestamp: page.at.toISOString(),
          class: 'incident',
          custom_details: { incident: id, severity: `SEV-${severity}`, reason: page.why },
        },
        ...(address ? { links: [{ href: address, text: 'The thread in Slack' }] } : {}),
      },
    },
  ];
}

/** With its closing: the alert ends, if there was one. */
export function resolved({ settings }: Pick<World, 'settings'>, id: string): readonly NewWebhook[] {
  if (!settings.paging) return [];
  const body = { event_action: 'resolve', dedup_key: id };
  return [{ to: 'paging', key: PAGE_RESOLVED(id), body, onlyAfterOthers: true }];
}

export const PAGE_RESOLVED = (id: string): string => `page/${id}/resolved`;
