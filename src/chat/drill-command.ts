/** `/drill`: the rollback drill record, shown and exported. */
import type { DrillRow } from '../ledger.ts';
import type { Answer, Command } from '../ports.ts';
import { csv, markdownTable } from '../runbooks/drill/record.ts';
import { entitled } from '../runbooks/entitlement.ts';
import { findApp } from '../runbooks/find-app.ts';
import type { World } from '../runbooks/world.ts';
import { section } from '../words/blocks.ts';
import { EXPORTED, lastRows, noRow, unknownVerb } from '../words/drill.ts';
import { drillHelp } from '../words/help.ts';
import { lines, say, verbatimBlock } from '../words/mrkdwn.ts';
import { tell, tellRefusal } from './tell.ts';

const SHOWN = 10;

export function drillCommand(world: World): (command: Command) => Promise<Answer> {
  return async (command) => {
    const [verb = '', typed] = command.text.trim().split(/\s+/u);
    if (verb === '' || verb === 'help') return tell(drillHelp());
    if (verb !== 'record' && verb !== 'export') {
      return tell(lines(unknownVerb(verb), drillHelp()));
    }
    const may = await entitled(world, command.slackId, 'drill.read');
    if (!may.ok) return tellRefusal(may.refusal);
    const app = typed === undefined ? null : findApp(world, typed);
    if (app && !app.ok) return tellRefusal(app.refusal);
    const name = app?.value.name ?? null;
    const rows = await world.ledger.drills(name);
    if (rows.length === 0) return tell(noRow(name));
    return verb === 'record' ? shown(rows) : exported(rows);
  };
}

function shown(rows: readonly DrillRow[]): Answer {
  const last = rows.slice(-SHOWN);
  const note = last.length < rows.length ? lastRows(last.length, rows.length) : null;
  return tell(lines(note, verbatimBlock(markdownTable(last))));
}

/** Both formats, in as many blocks as their length needs. */
function exported(rows: readonly DrillRow[]): Answer {
  const blocks = [
    say`*Markdown*`,
    ...chunks(markdownTable(rows)).map(verbatimBlock),
    say`*CSV*`,
    ...chunks(csv(rows)).map(verbatimBlock),
  ];
  return {
    kind: 'tell',
    message: {
      text: EXPORTED,
      blocks: blocks.slice(0, 50).map((text) => section(text)),
    },
  };
}

const CHUNK = 2_400;

function chunks(text: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (const line of text.trimEnd().split(/\r?\n/)) {
    if (part !== '' && part.length + line.length + 1 > CHUNK) {
      parts.push(part);
      part = '';
    }
    part += part === '' ? line : `\n${line}`;
  }
  return part === '' ? parts : [...parts, part];
}
