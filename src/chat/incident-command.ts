/** `/incident`: one word says what is wanted; each part answers for itself. */
import { COMMANDS } from '../ids.ts';
import type { Answer, Command } from '../ports.ts';
import type { World } from '../runbooks/world.ts';
import { incidentHelp, unknownPart } from '../words/help.ts';
import { lines } from '../words/mrkdwn.ts';
import { actionPart, actionsPart } from './action-items.ts';
import { closePart } from './close-incident.ts';
import { escalatePart } from './incident-escalate.ts';
import { listPart } from './incident-list.ts';
import { correctPart, notePart } from './incident-note.ts';
import { openPart } from './incident-open.ts';
import { publicPart } from './incident-public.ts';
import { templatesPart } from './incident-templates.ts';
import { updatePart } from './incident-update.ts';
import { rcaPart } from './rca.ts';
import { reviewPart } from './review-link.ts';
import { tell } from './tell.ts';
import { timelinePart } from './timeline-view.ts';

/** `rest`: the words after the part's name. */
export type IncidentPart = (world: World, command: Command, rest: readonly string[]) => Promise<Answer>;

const PARTS: ReadonlyMap<string, IncidentPart> = new Map<string, IncidentPart>([
  ['close', closePart],
  ['action', actionPart],
  ['actions', actionsPart],
  ['review', reviewPart],
  ['rca', rcaPart],
  ['escalate', escalatePart],
  ['note', notePart],
  ['correct', correctPart],
  ['timeline', timelinePart],
  ['open', openPart],
  ['update', updatePart],
  ['list', listPart],
  ['public', publicPart],
  ['templates', templatesPart],
]);

export function incidentCommand(world: World): (command: Command) => Promise<Answer> {
  return async (command) => {
    const [name = '', ...rest] = command.text
      .trim()
      .split(/\s+/u)
      .filter((word) => word !== '');
    if (name === '' || name === 'help') return tell(incidentHelp());
    const part = PARTS.get(name);
    if (part) return part(world, command, rest);
    return tell(lines(unknownPart(COMMANDS.incident, name), incidentHelp()));
  };
}
