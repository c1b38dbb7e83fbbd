/** `/incident public [ID|APP] [investigating|rolled-back|recovered|TEMPLATE|text…]`: a draft for customers at any time. */
import { z } from 'zod';
import { VIEWS } from '../ids.ts';
import type { Answer, Command, FrontDesk, Submission } from '../ports.ts';
import { PUBLIC_TEXTS } from '../publications.ts';
import { whereTo } from '../runbooks/incident/public-draft.ts';
import { whichIncident, whichInText } from '../runbooks/incident/which.ts';
import { draftApproved, draftable, writeDraft } from '../runbooks/incident/write-draft.ts';
import type { World } from '../runbooks/world.ts';
import { say } from '../words/mrkdwn.ts';
import { aboutToEdit, DRAFTED } from '../words/public-texts.ts';
import { UNKNOWN_FORM } from '../words/transport.ts';
import { templateCalled, useTemplate } from './incident-templates.ts';
import { readMetadata } from './metadata.ts';
import { publicForm, refuseText, writtenIn } from './public-form.ts';
import { notice, tell, tellRefusal } from './tell.ts';

export async function publicPart(
  world: World,
  { channel, slackId }: Command,
  rest: readonly string[],
): Promise<Answer> {
  const sentence = rest.length > 2 || (rest.length === 2 && !isNamed(world, rest[1]));
  const meant = await (sentence ? whichInText : whichIncident)(world, channel, rest);
  if (!meant.ok) return tellRefusal(meant.refusal);
  const { incident, rest: said } = meant.value;
  const [first, ...more] = said;
  if (first === undefined) {
    const may = await draftable(world, incident, 'by-hand', slackId);
    if (!may.ok) return tellRefusal(may.refusal);
    const about = aboutToEdit(whereTo(world, incident));
    const blank = { text: '', ticked: false };
    return { kind: 'open', view: publicForm(VIEWS.writePublic, { incidentId: incident.id }, about, blank) };
  }
  const template = more.length === 0 ? templateCalled(world, first) : null;
  if (template) return useTemplate(world, incident, template, slackId);
  const approved = more.length === 0 ? PUBLIC_TEXTS.find((each) => each === first) : undefined;
  const outcome = approved
    ? await draftApproved(world, incident, approved, slackId)
    : await writeDraft(world, incident, 'by-hand', {
        text: said.join(' '),
        ticked: false,
        slackId,
        key: world.newId('pt'),
      });
  return outcome.ok ? tell(DRAFTED) : tellRefusal(outcome.refusal);
}

/** A text that is there by name, and not the words of one. */
function isNamed(world: World, word = ''): boolean {
  return templateCalled(world, word) !== null || PUBLIC_TEXTS.some((each) => each === word);
}

export function writeSubmissions(world: World): FrontDesk['submissions'] {
  return { [VIEWS.writePublic]: (submission) => write(world, submission) };
}

const writing = z.object({ incidentId: z.string() });

async function write(world: World, submission: Submission): Promise<Answer> {
  const sent = readMetadata(writing, submission);
  const incident = sent && (await world.incidents.find(sent.incidentId));
  if (!incident) return { kind: 'replace', view: notice('Text for customers', say`${UNKNOWN_FORM}`) };
  const outcome = await writeDraft(world, incident, 'by-hand', writtenIn(submission));
  return outcome.ok ? { kind: 'nothing' } : refuseText(outcome.refusal);
}
