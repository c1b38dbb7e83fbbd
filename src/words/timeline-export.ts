/** A whole timeline in files: Markdown for people, JSON for programs. Milliseconds are kept. */
import type { Entry, Incident } from '../incident.ts';
import { escapedMarkdown, markdownOf, plainOf } from './markdown.ts';
import { type Mrkdwn, plain, say } from './mrkdwn.ts';
import { day, hourMinute } from './time.ts';
import { KINDS } from './timeline.ts';

/** `2026-06-21 02:58:12.345 UTC` */
function exactly(at: Date): string {
  return at.toISOString().replace('T', ' ').replace('Z', ' UTC');
}

export function timelineMarkdown(incident: Incident, entries: readonly Entry[], at: Date): string {
  const { id, app, symptom, severity, drill, openedAt, closed } = incident;
  const name = escapedMarkdown(plain(symptom)) || 'no symptom given';
  const state = closed ? `closed ${exactly(closed.at)}` : 'open';
  return [
    `# ${drill ? 'DRILL: ' : ''}${app}: ${name}`,
    '',
    `${id} · SEV-${severity} · opened ${exactly(openedAt)} · ${state} · ${entries.length} lines, exported ${exactly(at)}`,
    ...entries.flatMap((entry, i) => [...dayHead(entry, entries[i - 1]), line(entry)]),
    '',
  ].join('\n');
}

function dayHead({ happenedAt }: Entry, before: Entry | undefined): readonly string[] {
  const same = before !== undefined && day(before.happenedAt) === day(happenedAt);
  return same ? [] : ['', `## ${day(happenedAt)}`, ''];
}

const LATE_MS = 60_000;

function line(entry: Entry): string {
  const { id, kind, happenedAt, addedAt, actor, corrects, correctedBy } = entry;
  const text = markdownOf(entry.text);
  const late = addedAt.getTime() - happenedAt.getTime() >= LATE_MS ? ` (added ${exactly(addedAt)})` : '';
  const clock = exactly(happenedAt).slice('2026-06-21 '.length);
  const what = `${corrects === null ? '' : `corrects #${corrects}: `}${correctedBy === null ? text : `~~${text}~~ → #${correctedBy}`}`;
  return `- ${clock} · ${KINDS[kind]} · #${id} · ${escapedMarkdown(plain(actor))}: ${what}${late}`;
}

/** Every field; texts as they read. */
export function timelineJson(incident: Incident, entries: readonly Entry[], at: Date): string {
  const { id, app, alsoApps, drill, severity, status, symptom, impact, openedAt, startedAt, closed } =
    incident;
  const head = { id, app, alsoApps, drill, severity, status, symptom, impact, openedAt, startedAt };
  return `${JSON.stringify(
    {
      incident: { ...head, closedAt: closed?.at ?? null },
      exportedAt: at,
      entries: entries.map(({ text, incidentId: _same, ...entry }) => ({ ...entry, text: plainOf(text) })),
    },
    null,
    2,
  )}\n`;
}

export const exportedAs = (app: string, lines: number, format: string, at: Date): Mrkdwn =>
  say`The timeline of ${app} at ${hourMinute(at)}, ${lines} ${lines === 1 ? 'line' : 'lines'}, as ${format}.`;

export const EXPORTING = 'Both files come into the thread: Markdown and JSON.';
