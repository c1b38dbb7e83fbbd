/** The audit's head, said in the record channel: read by people once, by `npm run audit:verify` for ever. */
import type { AuditFault, Poster } from '../audit.ts';
import type { AuditHead } from '../ledger.ts';
import type { Message } from '../ports.ts';
import { code, say } from './mrkdwn.ts';

export function anchored({ seq, hash, at }: AuditHead): Message {
  return {
    text: say`The audit has ${seq} ${seq === 1 ? 'row' : 'rows'}. ${code(`audit head ${seq} ${hash} ${at.toISOString()}`)}`
      .source,
  };
}

/** One line for one thing that is wrong, naming the rows. */
export function faultText(fault: AuditFault): string {
  switch (fault.kind) {
    case 'edited':
      return `Row ${fault.seq} was edited: its content is not what its hash was made from.`;
    case 'rewritten':
      return `Row ${fault.seq} was rewritten, hash and all: the next row still holds the hash it had.`;
    case 'unlinked':
      return `Row ${fault.second} does not follow from row ${fault.first}: one of the two was rewritten, hash and all.`;
    case 'twice':
      return `Row ${fault.seq} is there twice.`;
    case 'missing':
      return `${range(fault.from, fault.to)} missing.`;
    case 'false-start':
      return 'Row 1 was rewritten: it claims to follow another row, and it is the first.';
    case 'cut':
      return `The end was cut off: ${range(fault.from, fault.to)} gone; row ${fault.to} (written ${fault.at}) was anchored.${unvouched(fault.unproven, fault.from - 1)}`;
    case 'replaced':
      return fault.from === fault.to
        ? `Row ${fault.from} was replaced: it is not the one that was anchored (written ${fault.at}).`
        : `Among rows ${fault.from} to ${fault.to} something was changed, added or removed and every later hash made anew: row ${fault.to} is not the one that was anchored (written ${fault.at}).`;
    case 'forked':
      return `Two anchors name different rows ${fault.seq} (written ${fault.ats.join(' and ')}): the audit was cut back and has grown again, or an anchor is forged.`;
  }
}

function unvouched(from: number, to: number): string {
  if (from > to) return '';
  return ` No anchor vouches for ${from === to ? `row ${from}` : `rows ${from} to ${to}`} either.`;
}

function range(from: number, to: number): string {
  return from === to ? `row ${from} is` : `rows ${from} to ${to} are`;
}

const COPY_ROWS = 'pg_dump --table=public.audit --file=audit.sql "$DATABASE_URL"';

/** Why a file is not read, and what to do instead. */
export const DUMP_PROBLEMS = {
  'custom-format': `a dump in pg_dump's own format. Make it plain: pg_restore --file=audit.sql --table=audit FILE`,
  compressed: 'compressed. Unpack it first: gunzip FILE',
  inserts: `a dump of INSERT statements. Make one without --inserts: ${COPY_ROWS}`,
  'no-audit': `without the audit table. Make one: ${COPY_ROWS}`,
  several: `with the audit table in it twice. Make one: ${COPY_ROWS}`,
  'cut-off': `cut off in the middle of a table. Make one: ${COPY_ROWS}`,
  odd: `with something that is no row of the audit in its place. Make one: ${COPY_ROWS}`,
} as const;

export const VERIFY_USAGE = `npm run audit:verify -- --dump FILE --anchors FILE

  --dump     a plain pg_dump of the audit table, or of the whole database;
             without it the table is read at DATABASE_URL
  --anchors  any text with the "audit head …" lines of the record channel in it:
             copied from Slack, or an export. Without it a cut tail, or a chain
             rewritten to its end, cannot be seen.
  --bot      the bot's user id (U…), where an export has anchors of several bots

Exit code: 0 untouched, 1 tampered with, 2 could not be checked.`;

export const NO_ANCHORS_GIVEN =
  'Without --anchors a cut tail, or a chain rewritten to its end, cannot be seen.';
export const NO_ANCHORS_FOUND =
  'holds no line "audit head NUMBER HASH TIME". Copy them from the record channel.';

export const NO_ANCHORS_OF_OURS =
  'holds no audit head that the bot posted. Export the record channel, or copy the lines from it.';

export function severalBots(path: string, ids: readonly string[]): string {
  return `In ${path} audit heads were posted by ${ids.join(' and ')}. Say which is ours: --bot ID`;
}

/** Whoever can post in the record channel can write such a line; it says nothing about the audit. */
export function notByTheBot({ poster, seq }: { readonly poster: Poster; readonly seq: number }): string {
  const who = `${poster.id}${poster.bot ? ', another bot' : ''}`;
  return `Not counted: an audit head ${seq} posted by ${who}, which is not our bot's word.`;
}

/** Null where they were checked: the export said who posted them. */
export function anyoneCouldHavePosted(by: string | null): string | null {
  return by === null
    ? "This text does not say who posted the anchors: where one does not hold, look in Slack whether the bot posted it, or give Slack's export."
    : null;
}

export const unreadable = (path: string): string => `${path} cannot be read.`;

export function untouched(rows: number, head: string | null, anchors: number, lastAnchored: number): string {
  if (rows === 0) return 'The audit is empty.';
  if (anchors === 0) return `Untouched as far as the chain shows: ${rows} rows, head ${head}.`;
  const hold = anchors === 1 ? 'The anchor holds' : `All ${anchors} anchors hold`;
  const beyond =
    lastAnchored < rows
      ? ` Rows ${lastAnchored + 1} to ${rows} are newer than the last anchor: only the chain vouches for them.`
      : '';
  return `Untouched: ${rows} rows, head ${head}. ${hold}.${beyond}`;
}

export function tampered(faults: number): string {
  return `TAMPERED WITH: ${faults} ${faults === 1 ? 'fault' : 'faults'}.`;
}
