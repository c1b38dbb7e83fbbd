/** `/incident rca`, [Write] under a document, and the form they open. */
import { z } from 'zod';
import { TAPS, VIEWS } from '../ids.ts';
import type { Answer, FrontDesk, Submission } from '../ports.ts';
import { RCA_PARTS } from '../reviews.ts';
import { rcaForm, writeRca } from '../runbooks/incident/rca.ts';
import { whichEver } from '../runbooks/incident/which.ts';
import type { World } from '../runbooks/world.ts';
import { say } from '../words/mrkdwn.ts';
import { unchanged } from '../words/rca-said.ts';
import { UNKNOWN_FORM } from '../words/transport.ts';
import type { IncidentPart } from './incident-command.ts';
import { readMetadata } from './metadata.ts';
import { fieldOf, RCA_TITLE, rcaModal, rcaModalAgain } from './rca-modal.ts';
import { notice, refuseField, refuseForm, tellRefusal } from './tell.ts';

export const rcaPart: IncidentPart = async (world, command, rest) => {
  const meant = await whichEver(world, command.channel, rest);
  return meant.ok ? ask(world, meant.value.incident.id, command.slackId) : tellRefusal(meant.refusal);
};

export function rcaTaps(world: World): FrontDesk['taps'] {
  return { [TAPS.writeRca]: (tap) => ask(world, tap.value, tap.slackId) };
}

export function rcaSubmissions(world: World): FrontDesk['submissions'] {
  return { [VIEWS.writeRca]: (submission) => write(world, submission) };
}

async function ask(world: World, incidentId: string, slackId: string): Promise<Answer> {
  const form = await rcaForm(world, incidentId, slackId);
  return form.ok ? { kind: 'open', view: rcaModal(form.value) } : tellRefusal(form.refusal);
}

const metadata = z.object({ incidentId: z.string(), seen: z.array(z.number()) });

async function write(world: World, submission: Submission): Promise<Answer> {
  const about = readMetadata(metadata, submission);
  if (!about) return { kind: 'replace', view: notice(RCA_TITLE, say`${UNKNOWN_FORM}`) };
  const typed = Object.fromEntries(
    RCA_PARTS.map((part) => [part, submission.values[fieldOf(part)]?.[fieldOf(part)] ?? '']),
  );
  const outcome = await writeRca(world, { ...about, slackId: submission.slackId, typed });
  if (!outcome.ok) {
    return outcome.refusal.reason === 'bad-slug'
      ? refuseField(fieldOf('slug'), outcome.refusal)
      : refuseForm(RCA_TITLE, outcome.refusal);
  }
  switch (outcome.value.is) {
    case 'delivered':
      return { kind: 'nothing' };
    case 'unchanged':
      return { kind: 'replace', view: notice(RCA_TITLE, unchanged(outcome.value.before)) };
    case 'meanwhile':
      return { kind: 'replace', view: rcaModalAgain(outcome.value.form, typed, outcome.value.theirs) };
  }
}
