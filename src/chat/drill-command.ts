/** `/drill`: the rollback drill record, shown and exported. */
import { COMMANDS } from '../ids.ts';
import type { Answer, Command } from '../ports.ts';
import { csv, markdownTable } from '../runbooks/drill/record.ts';
import { entitled } from '../runbooks/entitlement.ts';
import type { World } from '../runbooks/world.ts';
import { section } from '../words/blocks.ts';
import { drillHelp } from '../words/help.ts';
import { code, lines, say, verbatimBlock } from '../words/mrkdwn.ts';
import { tell, tellRefusal } from './tell.ts';

const SHOWN = 10;

export function drillCommand(world: World): (command: Command) => Promise<Answer> {
  return async (command) => {
    const [verb = 'help', typed] = command.text.trim().split(/\s+/u);
    if (verb !== 'record' && verb !== 'export') {
      const unknown =
        verb === 'help' || verb === ''
          ? null
          : say`I do not know ${code(`${COMMANDS.drill} ${verb}`)}. Nothing was done.`;
      return tell(lines(unknown, drillHelp()));
    }
    const may = await entitled(world, command.slackId, 'drill.read');
    if (!may.ok) return tellRefusal(may.refusal);
    const app = typed === undefined ? null : world.apps.find(typed);
    if (typed !== undefined && !app) {
      return tellRefusal({
        reason: 'unknown-app',
        typed,
        near: world.apps.near(typed),
        known: world.apps.all.map((each) => each.name),
      });
    }
    const all = await world.ledger.drills(app?.name ?? null);
    if (all.length === 0) return tell(say`No row for ${app?.name ?? 'any app'} so far.`);
    const shown = verb === 'record' ? all.slice(-SHOWN) : all;
    const note =
      shown.length < all.length
        ? say`The last ${shown.length} of ${all.length} rows; all of them with ${code('/drill export')}`
        : null;
    return verb === 'record'
      ? tell(lines(note, verbatimBlock(markdownTable(shown))))
      : exported(markdownTable(shown), csv(shown));
  };
}

/** Both formats, in as many blocks as their length needs. */
function exported(markdown: string, comma: string): Answer {
  const blocks = [
    say`*Markdown*`,
    ...chunks(markdown).map(verbatimBlock),
    say`*CSV*`,
    ...chunks(comma).map(verbatimBlock),
  ];
  return {
    kind: 'tell',
    message: {
      text: 'The rollback drill record, as Markdown and CSV',
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
