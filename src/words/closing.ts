/** What is asked and said when an incident is closed. */
import type { Incident } from '../incident.ts';
import type { DeployLock } from '../ledger.ts';
import type { Actor, Operation } from '../operation.ts';
import type { Message } from '../ports.ts';
import type { Publication } from '../publications.ts';
import type { ActionItem } from '../reviews.ts';
import { shortId } from './incident.ts';
import { cap, code, joined, lines, type Mrkdwn, mention, say } from './mrkdwn.ts';
import { places, type Where } from './public-texts.ts';
import { STATUS_NAMES } from './refusals.ts';
import { route } from './rollback.ts';
import { hourMinute, lasted } from './time.ts';

/** What ended it as far as our rows know, in a plain line to be edited; empty when they do not. */
export function endedBy(operations: readonly Operation[]): string {
  const last = operations.findLast(({ status }) => status === 'recovered');
  if (!last) return '';
  const proved = last.recoveredAt ? `, recovered at ${hourMinute(last.recoveredAt)}` : '';
  return `${last.app}: ${ENDED[last.kind]} v${last.target.version} (v${last.release?.version ?? '?'})${proved}`;
}

const ENDED = {
  rollback: 'rolled back to',
  'code-only': 'code rolled back to',
  're-pin': 'image pushed again of',
} as const;

/** What is closed, and how long it took. */
export function closes(incident: Incident, now: Date): Mrkdwn {
  const { app, severity, symptom, drill } = incident;
  return lines(
    say`*${drill ? say`DRILL · ` : say``}${app} · SEV-${severity}* · ${shortId(incident.id)}`,
    say`${symptom}`,
    say`${duration(incident, now)}.`,
  );
}

/** `Lasted 14 min: started 02:58 UTC, reported 03:02 UTC` */
function duration({ startedAt, openedAt }: Incident, until: Date): Mrkdwn {
  const long = lasted(until.getTime() - startedAt.getTime());
  return startedAt.getTime() === openedAt.getTime()
    ? say`Lasted ${long}, since ${hourMinute(startedAt)}`
    : say`Lasted ${long}: started ${hourMinute(startedAt)}, reported ${hourMinute(openedAt)}`;
}

export function publishedAlready({ by, at }: Publication): Mrkdwn {
  return say`Customers were told at ${hourMinute(at)} that it has recovered (${by.name}).`;
}

export function publishNow(text: Mrkdwn, where: Where): Mrkdwn {
  const goes = where.drill ? say`into this thread and nowhere else` : places(where);
  return lines(
    say`Customers have not been told that it has recovered. Ticked, this goes ${goes} as it stands:`,
    say`> ${text}`,
  );
}

export const NOT_TOLD = {
  'no-customers': say`No customers use this app: there is nobody to tell.`,
  nowhere: say`Customers have not been told that it has recovered: tell them where they read. I know no such place.`,
  'not-recovered': say`Customers have not been told that it has recovered, and its rollback is not confirmed. Once it is: ${code('/incident public')}`,
} as const;

/** Before closing. */
export function promiseEnds(owed: Date, now: Date): Mrkdwn {
  return owed > now
    ? say`Customers were promised a word by ${hourMinute(owed)}. Closing without one breaks that, and nobody is reminded of it.`
    : say`Customers were promised a word by ${hourMinute(owed)} and have had none. Closing tells them nothing by itself.`;
}

/** After it. */
function promiseBroken(owed: Date): Mrkdwn {
  return say`Customers were promised a word by ${hourMinute(owed)}, and it was closed without one.`;
}

/** As it was seen at the last look: whoever closes may know better. */
export function stillDown(dynos: readonly string[]): Mrkdwn {
  const more = dynos.length > SHOWN ? say` and ${dynos.length - SHOWN} more` : say``;
  return say`⚠ Crashed when I last looked: ${dynos.slice(0, SHOWN).join(', ')}${more}.`;
}

/** Closing is allowed all the same. */
export function goesOn(operations: readonly Operation[]): Mrkdwn {
  return say`Still under way, and it goes on: ${joined(
    operations.map((each) => say`${route(each)}, ${STATUS_NAMES[each.status]}`),
    '; ',
  )}.`;
}

const SHOWN = 10;

export function stillToDo(items: readonly ActionItem[]): Mrkdwn {
  const more = items.length > SHOWN ? say` and ${items.length - SHOWN} more` : say``;
  return say`Still to do: ${joined(
    items.slice(0, SHOWN).map((each) => say`${each.n} ${cap(each.what, 60)} (${ownerName(each)})`),
    '; ',
  )}${more}. They stay.`;
}

function ownerName({ owner }: ActionItem): string {
  return owner?.name ?? 'nobody';
}

/** Beside its box: plain text. */
export function lockLabel({ app, commit }: DeployLock): string {
  return `Unlock ${app}${commit === null ? ', the whole app' : ` at ${commit.slice(0, 12)}`}`;
}

export function lockWhy({ reason, owner, since }: DeployLock): string {
  return `${cap(reason, 45)} · ${owner} · ${hourMinute(since)}`;
}

/** In the list of what it may be the same as: plain text. */
export function otherLabel({ id, app, symptom, closed }: Incident): string {
  return `${shortId(id)} ${app}: ${cap(symptom, 24)}${closed ? ' (closed)' : ''}`;
}

/** After the approved words, in the thread. */
export function closedBecause(
  incident: Incident,
  closing: { readonly at: Date; readonly by: Actor; readonly resolution: string },
  sameAs: Incident | null,
  {
    underWay,
    toDo,
    owed,
  }: {
    readonly underWay: readonly Operation[];
    readonly toDo: readonly ActionItem[];
    /** Since when customers wait for a word that was promised. */
    readonly owed: Date | null;
  },
): Mrkdwn {
  const { at, by, resolution } = closing;
  const same = sameAs ? say` · the same as ${naming(sameAs)}` : say``;
  return lines(
    say`Closed by ${by.name} at ${hourMinute(at)}: ${resolution}${same}`,
    say`${duration(incident, at)}.`,
    owed ? promiseBroken(owed) : null,
    underWay.length > 0 ? goesOn(underWay) : null,
    toDo.length > 0 ? stillToDo(toDo) : null,
  );
}

/** In the thread of the one that goes on. */
export function wasTheSame(incident: Incident, by: Actor): Mrkdwn {
  return say`${by.name} closed ${naming(incident)} as the same as this one.`;
}

function naming({ id, app, symptom }: Incident): Mrkdwn {
  return say`${shortId(id)} (${app}: ${cap(symptom, 100)})`;
}

export function unlockReason(resolution: string): string {
  return `incident closed: ${resolution}`;
}

export function timelineClosed(
  { resolution, review }: { readonly resolution: string; readonly review: string | null },
  sameAs: Incident | null,
): Mrkdwn {
  const same = sameAs ? say`, the same as ${naming(sameAs)}` : say``;
  return say`Incident closed (review: ${review ?? 'TBD'}${same}): ${resolution}`;
}

export const timelineSame = (incident: Incident): Mrkdwn =>
  say`${naming(incident)} was closed as the same as this one.`;

/** Once, when the review is still to be decided. */
export function reviewDue(incident: Incident, whom: string): Message {
  return {
    text: lines(
      say`${mention(whom)} the review of ${naming(incident)} is still to be decided.`,
      say`${code(`/incident rca ${shortId(incident.id)}`)} writes what is known; ${code(`/incident review ${shortId(incident.id)} LINK`)} says where it is.`,
    ).source,
  };
}

export function linked(link: string, by: Actor): Mrkdwn {
  return say`Post-incident review: ${link} (${by.name}).`;
}

export const timelineLinked = (link: string): Mrkdwn => say`Post-incident review: ${link}`;
export const LINKED: Mrkdwn = say`It is in the incident's thread, and in its timeline.`;
export const LINKED_ALREADY: Mrkdwn = say`That is its review's link already. Nothing was changed.`;
