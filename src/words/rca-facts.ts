/** What an RCA knows by itself, said in the house's way (the RCA of 2026-06-21). Markdown. */
import type { Entry, EntryKind, Incident } from '../incident.ts';
import type { Operation } from '../operation.ts';
import type { Publication } from '../publications.ts';
import type { ActionItem } from '../reviews.ts';
import { markdownOf } from './markdown.ts';
import { cell, codeSpan, inline, tableRow } from './rca-markdown.ts';
import { STATUS_NAMES } from './refusals.ts';
import { route } from './rollback.ts';
import { day, hourMinute, minutesSeconds } from './time.ts';
import { stamp } from './timeline.ts';

const MINUTE_MS = 60_000;

/** `~6 minutes`, `~3 h 20 min` */
export function about(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / MINUTE_MS));
  if (minutes === 0) return 'under a minute';
  if (minutes < 120) return `~${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  return `~${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `~6 minutes (19:29 UTC started → 19:35 UTC recovered; reported 19:30 UTC, closed 19:50 UTC)` */
export function duration(incident: Incident, operations: readonly Operation[], now: Date): string {
  const { startedAt, openedAt, closed } = incident;
  const recoveredAt = operations.findLast(({ status }) => status === 'recovered')?.recoveredAt ?? null;
  const end = recoveredAt ?? closed?.at ?? now;
  const how = recoveredAt ? 'recovered' : closed ? 'closed' : 'and not over';
  const also = [
    ...(openedAt.getTime() === startedAt.getTime() ? [] : [`reported ${stamp(openedAt, startedAt)}`]),
    ...(closed && recoveredAt ? [`closed ${stamp(closed.at, startedAt)}`] : []),
  ];
  const whole = `${hourMinute(startedAt)} started → ${stamp(end, startedAt)} ${how}`;
  return `${about(end.getTime() - startedAt.getTime())} (${[whole, ...(also.length > 0 ? [also.join(', ')] : [])].join('; ')})`;
}

/** `- 19:29 — Ana: …`; what was corrected gives its place to its correction. */
export function timelineLines(incident: Incident, entries: readonly Entry[]): readonly string[] {
  return entries
    .filter(({ correctedBy }) => correctedBy === null)
    .map((entry) => {
      const { happenedAt, addedAt, actor, corrects } = entry;
      const clock = minuteOf(happenedAt, incident.startedAt);
      const late = addedAt.getTime() - happenedAt.getTime() >= MINUTE_MS;
      const added = late ? ` (added ${minuteOf(addedAt, happenedAt)})` : '';
      const what = `${corrects === null ? '' : 'corrected: '}${markdownOf(entry.text)}`;
      return `- ${clock} — ${inline(actor)}: ${what}${added}`;
    });
}

/** `19:29`; of another day `2026-06-22 00:10`. */
function minuteOf(at: Date, beside: Date): string {
  const clock = hourMinute(at).slice(0, 'HH:MM'.length);
  return day(at) === day(beside) ? clock : `${day(at)} ${clock}`;
}

/** A table for each rollback: what happened when, and how long after it was asked for. */
export function phases(operation: Operation, landedAt: Date | null): readonly string[] {
  const {
    id,
    requester,
    approver,
    requestedAt,
    approvedAt,
    sentAt,
    release,
    recoveredAt,
    confirmedAt,
    endedAt,
  } = operation;
  const ended = operation.status === 'recovered' ? null : endedAt;
  const rows: readonly (readonly [string, Date | null])[] = [
    [`asked by ${cell(requester.name)}`, requestedAt],
    [approver ? `approved by ${cell(approver.name)}` : 'approved', approvedAt],
    ['sent', sentAt],
    [`landed as v${release?.version ?? '?'}`, landedAt],
    ['recovered', recoveredAt],
    ['confirmed', confirmedAt],
    [STATUS_NAMES[operation.status], ended],
  ];
  return [
    `### Rollback ${id}: ${markdownOf(route(operation).source)}`,
    '',
    tableRow(['Phase', 'Time (UTC)', 'Since asked']),
    '|---|---|---|',
    ...rows.flatMap(([what, at]) =>
      at === null
        ? []
        : [tableRow([what, stamp(at, requestedAt), minutesSeconds(at.getTime() - requestedAt.getTime())])],
    ),
  ];
}

/** `- Told to customers 19:31 UTC by Bo: We are …` */
export function told(incident: Incident, published: readonly Publication[]): readonly string[] {
  if (published.length === 0) return ['- Told to customers: nothing'];
  return published.map(
    ({ at, by, text }) =>
      `- Told to customers ${stamp(at, incident.startedAt)} by ${inline(by.name)}: ${markdownOf(text)}`,
  );
}

export function reported({ openedAt, opener }: Incident): string {
  return `- Reported: ${hourMinute(openedAt)} by ${inline(opener.name)}`;
}

/** What may have brought it about is before it began. */
const CAUSES: readonly EntryKind[] = ['release', 'flip', 'lock'];

/** From the beginning to the first word of it; not computed from a start that the timeline itself contradicts. */
export function detectionDelay({ startedAt, openedAt, closed }: Incident, entries: readonly Entry[]): string {
  const seen = entries.filter(({ kind, correctedBy }) => correctedBy === null && !CAUSES.includes(kind));
  const first = Math.min(...seen.map(({ happenedAt }) => happenedAt.getTime()));
  if (first <= startedAt.getTime() - MINUTE_MS) {
    const todo = closed ? 'write here which is right' : 'set the start with [Update]';
    const begins = stamp(new Date(first), startedAt);
    return `not known: the timeline begins at ${begins}, the start given is ${hourMinute(startedAt)}; ${todo} (reported ${stamp(openedAt, startedAt)})`;
  }
  const ms = openedAt.getTime() - startedAt.getTime();
  const how = ms <= 0 ? 'reported as it began' : about(ms);
  return `${how} (started ${hourMinute(startedAt)}, reported ${stamp(openedAt, startedAt)})`;
}

export function resolution(incident: Incident, operations: readonly Operation[]): readonly string[] {
  const { closed } = incident;
  const rollbacks = operations.map((each) => {
    const at = each.confirmedAt ?? each.endedAt;
    return `- Rollback ${markdownOf(route(each).source)} (${each.id}): ${STATUS_NAMES[each.status]}${at ? `, ${stamp(at, incident.startedAt)}` : ''}`;
  });
  if (!closed) return ['- Not over: the incident is open', ...rollbacks];
  const said = closed.resolution === '' ? '_To be written: What ended it?_' : inline(closed.resolution);
  const by = `- Closed by ${inline(closed.by.name)} at ${stamp(closed.at, incident.startedAt)}`;
  return [`- ${said}`, ...(rollbacks.length > 0 ? rollbacks : ['- No rollback was made']), by];
}

/** The house's columns. */
export function actionTable(actions: readonly ActionItem[]): readonly string[] {
  return [
    '| # | Action | Owner | Due | Issue |',
    '|---|---|---|---|---|',
    ...actions.map(({ n, what, owner, due, issue, done }) =>
      tableRow([
        String(n),
        `${cell(what)}${done ? ` (done ${day(done.at)})` : ''}`,
        owner ? cell(owner.name) : '_nobody_',
        due ?? '_no day_',
        issue === '' ? '_none_' : cell(issue),
      ]),
    ),
  ];
}

/** What to look at again, as commands. */
export function commands(app: string, operations: readonly Operation[]): readonly string[] {
  const versions = new Set(
    operations.flatMap(({ base, release }) =>
      [base?.bad, release?.version].filter((each) => each !== undefined),
    ),
  );
  return [
    ...[...versions]
      .toSorted((one, other) => one - other)
      .map(
        (version) => `- Heroku release log: ${codeSpan(`heroku releases:output v${version} --app ${app}`)}`,
      ),
    `- Releases: ${codeSpan(`heroku releases --app ${app}`)}`,
  ];
}
