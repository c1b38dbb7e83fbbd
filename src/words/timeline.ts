/** A timeline as people read it: each line stamped in UTC, with when it was added where that is later. */
import { COMMANDS } from '../ids.ts';
import type { Entry, EntryKind, Incident, NewEntry } from '../incident.ts';
import type { Refusal } from '../outcome.ts';
import { shortId } from './incident.ts';
import { cap, code, lines, Mrkdwn, quoted, say } from './mrkdwn.ts';
import { day, hourMinute } from './time.ts';

/** `03:04 UTC`; of another day than `beside`, `2026-06-20 21:50 UTC`. */
export function stamp(at: Date, beside: Date): string {
  return day(at) === day(beside) ? hourMinute(at) : `${day(at)} ${hourMinute(at)}`;
}

type Spoken = Pick<NewEntry, 'at' | 'actor' | 'text'>;

const LATE_MS = 60_000;

/** ` (added 03:20 UTC)` where that is not the same minute. */
function late(happened: Date, added: Date): Mrkdwn {
  const sameMinute = added.getTime() - happened.getTime() < LATE_MS;
  return sameMinute ? say`` : say` (added ${stamp(added, happened)})`;
}

/** In the thread: `03:04 UTC Ana: users cannot sign up`. */
export function spoken({ at, actor, text }: Spoken, added: Date): Mrkdwn {
  return say`${stamp(at, added)} ${quoted(actor, 80)}: ${new Mrkdwn(text)}${late(at, added)}`;
}

/** In the thread, beside nothing that can be struck through there. */
export function spokenCorrection(old: Entry, correction: Spoken, added: Date): Mrkdwn {
  const what = say`#${old.id} (${stamp(old.happenedAt, added)} ${quoted(old.actor, 80)})`;
  return say`${hourMinute(added)} ${quoted(correction.actor, 80)} corrects ${what}: ${new Mrkdwn(correction.text)}`;
}

export const KINDS: Readonly<Record<EntryKind, string>> = {
  opened: 'opened',
  note: 'note',
  message: 'message',
  operation: 'rollback',
  release: 'release',
  flip: 'flag',
  dyno: 'dynos',
  lock: 'lock',
  status: 'status',
  public: 'customers',
  promise: 'promise',
  escalation: 'call',
  action: 'to do',
  correction: 'correction',
  closed: 'closed',
};

/** In the view of it: a corrected line is struck through and names its correction. */
export function shown(entry: Entry): Mrkdwn {
  const head = say`*${hourMinute(entry.happenedAt)}* · ${KINDS[entry.kind]} · #${entry.id} · ${quoted(entry.actor, 80)}`;
  const corrects = entry.corrects === null ? say`` : say`corrects #${entry.corrects}: `;
  const text = entry.correctedBy === null ? new Mrkdwn(entry.text) : struck(entry.text);
  const by = entry.correctedBy === null ? say`` : say` → #${entry.correctedBy}`;
  return say`${head}: ${corrects}${text}${by}${late(entry.happenedAt, entry.addedAt)}`;
}

/** A tilde inside would end it early. */
function struck(source: string): Mrkdwn {
  return new Mrkdwn(`~${source.replaceAll('~', '∼').trim() || ' '}~`);
}

/** Above a page of it. */
export function heading({ id, app, symptom, drill, closed }: Incident, count: number): Mrkdwn {
  const state = closed ? say`closed` : say`open`;
  return say`${drill ? say`DRILL · ` : say``}*${app}* · ${cap(symptom, 120)} · ${shortId(id)} · ${state} · ${count} ${count === 1 ? 'line' : 'lines'}`;
}

/** Above a form that adds to it. */
export function whatItIs({ app, symptom, drill, closed }: Incident): Mrkdwn {
  return say`${drill ? say`DRILL · ` : say``}*${app}* · ${cap(symptom, 120)}${closed ? ' · closed' : ''}`;
}

/** Which one it went to is said too: nobody may have been asked. */
export const noted = (entry: Spoken, added: Date, { app, symptom, drill, closed }: Incident): Mrkdwn =>
  lines(
    say`In the timeline of ${drill ? 'the drill ' : ''}${app}: ${cap(symptom, 80)}${closed ? ' (closed)' : ''}`,
    spoken(entry, added),
  );

/** What somebody said, with where it stands and who put it into the timeline. */
export function messageText(said: Mrkdwn, by: string, message: Mrkdwn | null): Mrkdwn {
  return say`${said} · ${message ? say`${message} ` : say``}kept by ${quoted(by, 80)}`;
}

export const MESSAGE_LINK = 'message';
/** A message whose author Slack does not name. */
export const SOMEBODY = 'somebody';

/** Above the form that adds a message. */
export const saidBy = (author: string, at: Date, now: Date): Mrkdwn =>
  say`${quoted(author, 80)} said at ${stamp(at, now)}:`;

/** One of several incidents, in a menu. */
export function inMenu({ id, app, symptom, drill, closed }: Incident): string {
  return `${drill ? 'DRILL · ' : ''}${app}${closed ? ` (closed ${day(closed.at)})` : ''} · ${shortId(id)} · ${symptom}`;
}

export const WHICH_PIN: Mrkdwn = say`Which incident does the pinned message belong to? Nothing was added yet.`;

/** Characters of one line. */
export const LONGEST_NOTE = 2_000;

type TimelineRefusal =
  | 'note-too-long'
  | 'no-such-entry'
  | 'entry-there'
  | 'message-gone'
  | 'message-unreadable';

export const TIMELINE_SENTENCES: {
  readonly [R in TimelineRefusal]: (refusal: Extract<Refusal, { reason: R }>) => Mrkdwn;
} = {
  'note-too-long': ({ length }) =>
    lines(
      say`That has ${length} characters; a line of the timeline holds ${LONGEST_NOTE}. Nothing was added.`,
      say`Say it in several notes, or link to the whole of it.`,
    ),
  'no-such-entry': ({ typed }) =>
    lines(
      typed === ''
        ? say`Which line is wrong? Nothing was added.`
        : say`No line of a timeline has the number ${code(cap(typed, 30))}. Nothing was added.`,
      say`Numbers are in ${code(`${COMMANDS.incident} timeline`)}; then ${code(`${COMMANDS.incident} correct 12 what is right`)}`,
    ),
  'entry-there': ({ number }) =>
    lines(
      say`It is in that timeline already${number === null ? '' : `, as #${number}`}. Nothing was added.`,
      say`To put it right: ${code(`${COMMANDS.incident} correct ${number ?? 12} what is right`)}`,
    ),
  'message-gone': () =>
    lines(
      say`The message you pinned is gone. Nothing was added.`,
      say`Say what it said: ${code(`${COMMANDS.incident} note 03:04 what it said`)}`,
    ),
  'message-unreadable': ({ why }) =>
    lines(
      why === 'not-there'
        ? say`I am not in that channel any more and cannot read the message you pinned. Nothing was added.`
        : say`Slack did not let me read the message you pinned. Nothing was added.`,
      say`“Add to incident timeline” in the message's own menu does the same.`,
    ),
};
