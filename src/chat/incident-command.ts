/** `/incident`: one word says what is wanted; each part answers for itself. */
import { COMMANDS } from '../ids.ts';
import type { Action } from '../people.ts';
import type { Answer, Command } from '../ports.ts';
import { entitled } from '../runbooks/entitlement.ts';
import type { World } from '../runbooks/world.ts';
import { incidentHelp, unknownPart } from '../words/help.ts';
import { whichOf } from '../words/incident-refusals.ts';
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
import { rightChannel } from './open-ask.ts';
import { rcaPart } from './rca.ts';
import { reviewPart } from './review-link.ts';
import { tell, tellRefusal } from './tell.ts';
import { timelinePart } from './timeline-view.ts';

/** `rest`: the words after the part's name. */
export type IncidentPart = (world: World, command: Command, rest: readonly string[]) => Promise<Answer>;

/** What each needs, asked before an incident is looked for: its name and what is broken are told to nobody else. */
const PARTS: ReadonlyMap<string, readonly [needs: Action, part: IncidentPart]> = new Map<
  string,
  readonly [Action, IncidentPart]
>([
  ['close', ['incident.close', closePart]],
  ['action', ['incident.review', actionPart]],
  ['actions', ['incident.read', actionsPart]],
  ['review', ['incident.review', reviewPart]],
  ['rca', ['incident.review', rcaPart]],
  ['escalate', ['incident.escalate', escalatePart]],
  ['note', ['incident.note', notePart]],
  ['correct', ['incident.note', correctPart]],
  ['timeline', ['incident.read', timelinePart]],
  ['update', ['incident.update', updatePart]],
  ['list', ['incident.read', listPart]],
  ['public', ['incident.update', publicPart]],
  ['templates', ['incident.read', templatesPart]],
]);

export function incidentCommand(world: World): (command: Command) => Promise<Answer> {
  return async (command) => {
    const [name = '', ...rest] = command.text
      .trim()
      .split(/\s+/u)
      .filter((word) => word !== '');
    if (name === '' || name === 'help') return tell(incidentHelp());
    // Its form is there at once, and says who may while it is filled in.
    if (name === 'open') return openPart(world, command, rest);
    const found = PARTS.get(name);
    if (!found) return tell(lines(unknownPart(COMMANDS.incident, name), incidentHelp()));
    const [needs, part] = found;
    if (needs !== 'incident.read') {
      const place = rightChannel(world, command, COMMANDS.incident);
      if (!place.ok) return tellRefusal(place.refusal);
    }
    const may = await entitled(world, command.slackId, needs);
    if (!may.ok) return tellRefusal(may.refusal);
    const answer = await part(world, command, rest);
    if (answer.kind !== 'tell' || answer.refusal?.reason !== 'which-incident') return answer;
    // What was typed is not typed again.
    const text = whichOf(answer.refusal.open, name, rest.join(' ')).source;
    return { ...answer, message: { text } };
  };
}
