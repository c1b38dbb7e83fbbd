/** The incident's one live message, drawn from state alone. Its first line is the approved text and the lock-screen line. */
import { TAPS } from '../ids.ts';
import type { Incident } from '../incident.ts';
import type { Standing } from '../incidents.ts';
import type { Message } from '../ports.ts';
import type { World } from '../runbooks/world.ts';
import { type ButtonSpec, buttons, context, section } from '../words/blocks.ts';
import { openedLine, standingLines } from '../words/headline.ts';
import { headline } from '../words/incident.ts';

/** Pure. `address`: of our Slack in a browser, null when unknown. */
export function headlineMessage(
  incident: Incident,
  standing: Standing,
  now: Date,
  address: string | null,
): Message {
  const first = headline(incident);
  return {
    text: first.source,
    blocks: [
      section(first),
      section(standingLines(incident, standing, now, address)),
      context(openedLine(incident, now)),
      buttons(...buttonsOf(incident)),
    ],
  };
}

/** Closed, it can still be read and added to. */
function buttonsOf({ id: value, closed }: Incident): readonly ButtonSpec[] {
  const reading: readonly ButtonSpec[] = [
    { id: TAPS.incidentNote, label: 'Note', value },
    { id: TAPS.incidentTimeline, label: 'Timeline', value },
  ];
  if (closed) return reading;
  return [
    { id: TAPS.incidentUpdate, label: 'Update', value },
    ...reading,
    { id: TAPS.closeThisIncident, label: 'Close incident', value },
    { id: TAPS.incidentEscalate, label: 'Escalate', value },
  ];
}

/** As it should look now. Throws when there is no such incident. */
export async function drawHeadline(world: World, incidentId: string): Promise<Message> {
  const incident = await world.incidents.find(incidentId);
  if (!incident) throw new Error(`headline of an unknown incident ${incidentId}`);
  const standing = await world.incidents.standing(incident);
  return headlineMessage(incident, standing, await world.clock.now(), world.slackAddress());
}
