/** Action items of an incident, as people read them. */
import { TAPS } from '../ids.ts';
import type { Incident } from '../incident.ts';
import type { Actor } from '../operation.ts';
import type { Message } from '../ports.ts';
import type { ActionItem } from '../reviews.ts';
import { type ButtonSpec, buttons, section, sectionWithButton } from './blocks.ts';
import { shortId } from './incident.ts';
import { cap, code, joined, lines, type Mrkdwn, mention, say } from './mrkdwn.ts';
import { hourMinute } from './time.ts';

/** Its value names the incident and the item. */
function doneButton(incidentId: string, { n }: ActionItem): ButtonSpec {
  return { id: TAPS.actionDone, label: 'Done', value: `${incidentId}/${n}` };
}

/** `2. Check the exit code · sre-agent · due 2026-06-28 · #98` */
function itemLine({ n, what, owner, due, issue }: ActionItem): Mrkdwn {
  return joined(
    [
      say`${n}. ${what}`,
      say`${owner?.name ?? 'no owner'}`,
      ...(due === null ? [] : [say`due ${due}`]),
      ...(issue === '' ? [] : [say`${issue}`]),
    ],
    ' · ',
  );
}

export function added(incidentId: string, item: ActionItem): Message {
  return withDone(say`Action item ${itemLine(item)} (added by ${item.by.name})`, incidentId, item);
}

export function finished(item: ActionItem, by: Actor): Message {
  return { text: say`Action item ${item.n} is done, says ${by.name}: ${item.what}`.source };
}

export function due(incident: Incident, item: ActionItem, whom: string): Message {
  return withDone(say`${mention(whom)} ${dueLine(item)}`, incident.id, item);
}

export function dueDirectly(incident: Incident, item: ActionItem): Message {
  const about = say`Of ${shortId(incident.id)}, ${incident.app}: ${cap(incident.symptom, 100)}.`;
  return withDone(lines(dueLine(item), about), incident.id, item);
}

function dueLine(item: ActionItem): Mrkdwn {
  const { owner } = item;
  // A name alone cannot be reached: who added it passes it on.
  const pass = owner && owner.slackId === null ? say` You added it: tell ${owner.name}.` : say``;
  return say`Still to be done: action item ${itemLine(item)}.${pass}`;
}

function withDone(text: Mrkdwn, incidentId: string, item: ActionItem): Message {
  return { text: text.source, blocks: [section(text), buttons(doneButton(incidentId, item))] };
}

const SHOWN = 30;

export function itemList({ id, app }: Incident, items: readonly ActionItem[]): Message {
  const head = say`*Action items of ${shortId(id)}* · ${app}`;
  const more = code(`/incident action ${shortId(id)} WHAT`);
  if (items.length === 0) return { text: lines(head, say`None yet. Add one: ${more}`).source };
  const open = items.filter((each) => each.done === null).slice(0, SHOWN);
  const over = items.filter((each) => each.done !== null).slice(-SHOWN);
  const left = items.length - open.length - over.length;
  const finishedOnes = over.length > 0 ? lines(...over.map(doneLine)) : null;
  const note = left > 0 ? say`${left} more are not shown.` : null;
  return {
    text: lines(head, ...open.map(itemLine), finishedOnes, note).source,
    blocks: [
      section(head),
      ...open.map((each) => sectionWithButton(itemLine(each), doneButton(id, each))),
      ...(finishedOnes ? [section(finishedOnes)] : []),
      section(lines(note, say`Add one: ${more}`)),
    ],
  };
}

function doneLine(item: ActionItem): Mrkdwn {
  const { done } = item;
  return done ? say`✓ ${itemLine(item)} · done by ${done.by.name} at ${hourMinute(done.at)}` : itemLine(item);
}

/** Above the form. */
export function actionFor({ id, app, symptom }: Incident): Mrkdwn {
  return say`For ${shortId(id)} · ${app}: ${symptom}`;
}

export const timelineAdded = (item: ActionItem): Mrkdwn => say`Action item ${itemLine(item)}`;
export const timelineDone = ({ n, what }: ActionItem): Mrkdwn => say`Action item ${n} done: ${what}`;
