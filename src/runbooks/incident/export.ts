/** The whole timeline into its thread, as files. */
import { INCIDENT_KEY } from '../../ids.ts';
import type { Incident } from '../../incident.ts';
import { done, type Outcome } from '../../outcome.ts';
import type { Post } from '../../ports.ts';
import { exportedAs, timelineJson, timelineMarkdown } from '../../words/timeline-export.ts';
import { entitled } from '../entitlement.ts';
import type { World } from '../world.ts';

/** Asked for twice in a minute, it comes once. */
export async function exportTimeline(
  world: World,
  incident: Incident,
  slackId: string,
): Promise<Outcome<Incident>> {
  const person = await entitled(world, slackId, 'incident.read');
  if (!person.ok) return person;
  const [entries, at] = await Promise.all([world.incidents.timeline(incident.id), world.clock.now()]);
  const thread = INCIDENT_KEY(incident.id);
  const minute = at.toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
  const post = (suffix: string, format: string, content: string): Post => ({
    key: `${thread}/timeline/${minute}/${suffix}`,
    channel: incident.channel,
    thread,
    text: exportedAs(incident.app, entries.length, format, at).source,
    file: {
      name: `${incident.id}-timeline.${suffix}`,
      title: `Timeline of ${incident.id} as ${format}`,
      content,
    },
  });
  await world.ledger.post([
    post('md', 'Markdown', timelineMarkdown(incident, entries, at)),
    post('json', 'JSON', timelineJson(incident, entries, at)),
  ]);
  return done(incident);
}
