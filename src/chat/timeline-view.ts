/** `/incident timeline` and [Timeline]: a page of it at a time, the newest first seen; and all of it as files. */
import type { ModalView } from '@slack/types';
import { TAPS, VIEWS } from '../ids.ts';
import type { Entry, Incident } from '../incident.ts';
import type { Page } from '../incidents.ts';
import type { Answer, Command, FrontDesk, Tap } from '../ports.ts';
import { entitled } from '../runbooks/entitlement.ts';
import { exportTimeline } from '../runbooks/incident/export.ts';
import { whichIncident } from '../runbooks/incident/which.ts';
import type { World } from '../runbooks/world.ts';
import { type ButtonSpec, buttons, context, divider, plainText, sectionWithButton } from '../words/blocks.ts';
import { say } from '../words/mrkdwn.ts';
import { day } from '../words/time.ts';
import { heading, shown } from '../words/timeline.ts';
import { EXPORTING } from '../words/timeline-export.ts';
import { tell, tellRefusal } from './tell.ts';

/** Slack takes 100 blocks in a modal; each line is one, and each day that begins another. */
const LINES = 20;
const NEWEST: Page = { at: 'end', limit: LINES };

/** `/incident timeline [ID|APP] [export]` */
export async function timelinePart(
  world: World,
  { channel, slackId }: Command,
  rest: readonly string[],
): Promise<Answer> {
  const wantsFiles = rest.at(-1) === 'export';
  const meant = await whichIncident(world, channel, wantsFiles ? rest.slice(0, -1) : rest);
  if (!meant.ok) return tellRefusal(meant.refusal);
  const { incident, rest: odd } = meant.value;
  if (odd.length > 0) return tellRefusal({ reason: 'no-incident', typed: odd.join(' ') });
  return wantsFiles ? exported(world, incident, slackId) : opened(world, incident, slackId);
}

export function timelineTaps(world: World): FrontDesk['taps'] {
  return {
    [TAPS.incidentTimeline]: (tap) => ofIncident(world, tap, opened),
    [TAPS.timelineExport]: (tap) => ofIncident(world, tap, exported),
    [TAPS.timelineNewest]: (tap) =>
      ofIncident(world, tap, (_world, incident, slackId) => turned(world, incident, slackId, NEWEST)),
    [TAPS.timelineOlder]: (tap) => turn(world, tap, 'before'),
    [TAPS.timelineNewer]: (tap) => turn(world, tap, 'after'),
  };
}

type Shown = (world: World, incident: Incident, slackId: string) => Promise<Answer>;

async function ofIncident(world: World, { value, slackId }: Tap, show: Shown): Promise<Answer> {
  const incident = await world.incidents.find(value);
  return incident
    ? show(world, incident, slackId)
    : tellRefusal({ reason: 'incident-not-open', id: value, closed: null });
}

/** The button carries the line that the page begins or ends with; its row says which timeline that is. */
async function turn(world: World, { value, slackId }: Tap, at: 'before' | 'after'): Promise<Answer> {
  const entry = /^\d{1,15}$/.test(value) ? await world.incidents.entry(Number(value)) : null;
  const incident = entry && (await world.incidents.find(entry.incidentId));
  return entry && incident
    ? turned(world, incident, slackId, { at, line: entry.id, limit: LINES })
    : tellRefusal({ reason: 'no-such-entry', typed: value });
}

async function opened(world: World, incident: Incident, slackId: string): Promise<Answer> {
  const may = await entitled(world, slackId, 'incident.read');
  return may.ok ? { kind: 'open', view: await view(world, incident, NEWEST) } : tellRefusal(may.refusal);
}

async function turned(world: World, incident: Incident, slackId: string, page: Page): Promise<Answer> {
  const may = await entitled(world, slackId, 'incident.read');
  return may.ok ? { kind: 'replace', view: await view(world, incident, page) } : tellRefusal(may.refusal);
}

async function exported(world: World, incident: Incident, slackId: string): Promise<Answer> {
  const outcome = await exportTimeline(world, incident, slackId);
  return outcome.ok ? tell(say`${EXPORTING}`) : tellRefusal(outcome.refusal);
}

async function view(world: World, incident: Incident, page: Page): Promise<ModalView> {
  const { entries, before, after, count } = await world.incidents.page(incident.id, page);
  const [first, last] = [entries[0], entries.at(-1)];
  const turns: ButtonSpec[] = [
    ...(before && first ? [{ id: TAPS.timelineOlder, label: 'Older', value: String(first.id) }] : []),
    ...(after && last ? [{ id: TAPS.timelineNewer, label: 'Newer', value: String(last.id) }] : []),
    ...(after ? [{ id: TAPS.timelineNewest, label: 'Newest', value: incident.id }] : []),
    { id: TAPS.timelineExport, label: 'Export', value: incident.id },
  ];
  return {
    type: 'modal',
    callback_id: VIEWS.timeline,
    title: plainText('Timeline', 24),
    close: plainText('Close', 24),
    blocks: [
      context(heading(incident, count)),
      ...entries.flatMap((entry, i) => [...dayHead(entry, entries[i - 1]), line(entry)]),
      divider(),
      buttons(...turns),
    ],
  };
}

function dayHead(entry: Entry, before: Entry | undefined) {
  const same = before && day(before.happenedAt) === day(entry.happenedAt);
  return same ? [] : [context(say`*${day(entry.happenedAt)}*`)];
}

function line(entry: Entry) {
  return sectionWithButton(shown(entry), {
    id: TAPS.correctLine,
    label: 'Correct',
    value: String(entry.id),
  });
}
