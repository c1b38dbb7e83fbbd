/** `npm run audit:verify`: find and name what was changed or cut, from a dump and the anchors alone. */
import { open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { parseArgs } from 'node:util';
import { type ReadAnchors, readAnchors } from './access/audit-anchors.ts';
import { faultsOf } from './access/audit-chain.ts';
import type { AuditRow } from './audit.ts';
import { environment, readTextFile } from './config/environment.ts';
import { readDump } from './postgres/audit-dump.ts';
import { auditRows } from './postgres/audit-rows.ts';
import * as words from './words/audit.ts';

const OK = 0;
const TAMPERED = 1;
const UNCHECKED = 2;

/** Could not be checked, for a reason in plain words. */
class Unchecked extends Error {}

const tell = (line: string) => {
  process.stdout.write(`${line}\n`);
};

async function main(): Promise<number> {
  const asked = readArguments();
  if (asked === null) throw new Unchecked(words.VERIFY_USAGE);
  if (asked.help) {
    tell(words.VERIFY_USAGE);
    return OK;
  }
  const read = asked.anchors === undefined ? null : anchorsOf(asked.anchors, asked.bot ?? null);
  const anchors = read?.anchors ?? [];
  const rows = asked.dump === undefined ? await readDatabase() : await readDumpFile(asked.dump);
  const faults = faultsOf(rows, anchors);
  for (const other of read?.others ?? []) tell(words.notByTheBot(other));
  for (const fault of faults) tell(words.faultText(fault));
  const unsure = read && faults.length > 0 ? words.anyoneCouldHavePosted(read.by) : null;
  if (unsure !== null) tell(unsure);
  if (anchors.length === 0) tell(words.NO_ANCHORS_GIVEN);
  if (faults.length > 0) {
    tell(words.tampered(faults.length));
    return TAMPERED;
  }
  const newest = rows.toSorted((a, b) => a.seq - b.seq).at(-1);
  const lastAnchored = Math.max(0, ...anchors.map(({ seq }) => seq));
  tell(words.untouched(rows.length, newest?.hash ?? null, anchors.length, lastAnchored));
  return OK;
}

/** Null for a line that cannot be read. */
function readArguments() {
  try {
    return parseArgs({
      options: {
        dump: { type: 'string' },
        anchors: { type: 'string' },
        bot: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch {
    return null;
  }
}

function anchorsOf(path: string, bot: string | null): ReadAnchors {
  const text = readTextFile(path);
  if (text === null) throw new Unchecked(words.unreadable(path));
  const read = readAnchors(text, bot);
  if (read.undecided.length > 1) throw new Unchecked(words.severalBots(path, read.undecided));
  if (read.anchors.length > 0) return read;
  for (const other of read.others) tell(words.notByTheBot(other));
  const why = read.others.length === 0 ? words.NO_ANCHORS_FOUND : words.NO_ANCHORS_OF_OURS;
  throw new Unchecked(`${path} ${why}`);
}

async function readDatabase(): Promise<readonly AuditRow[]> {
  const { DATABASE_URL: url } = environment();
  if (!url) throw new Unchecked(words.VERIFY_USAGE);
  return auditRows(url);
}

async function readDumpFile(path: string): Promise<readonly AuditRow[]> {
  const file = await open(path).catch(() => null);
  if (file === null) throw new Unchecked(words.unreadable(path));
  const dump = await readDump(linesOf(file.createReadStream()));
  if (!dump.ok) throw new Unchecked(`${path}, line ${dump.line}: this is ${words.DUMP_PROBLEMS[dump.why]}`);
  return dump.rows;
}

/** By line feed alone: COPY escapes those in the data, and readline would also break at U+2028. */
async function* linesOf(file: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of file) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield withoutReturn(line);
  }
  if (rest !== '') yield withoutReturn(rest);
}

/** A file that went through Windows. */
function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

process.exitCode = await main().catch((error: unknown) => {
  // A message of ours or Postgres's own; a connection string is in neither.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return UNCHECKED;
});
