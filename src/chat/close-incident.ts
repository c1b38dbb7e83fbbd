/** `/incident close`, [Close incident], and the form they open. */
import { z } from 'zod';
import { TAPS, VIEWS } from '../ids.ts';
import type { Refusal } from '../outcome.ts';
import type { Answer, FrontDesk, Submission, Tap } from '../ports.ts';
import { closeIncident } from '../runbooks/incident/close.ts';
import { closable } from '../runbooks/incident/closing.ts';
import { whichIncident } from '../runbooks/incident/which.ts';
import type { World } from '../runbooks/world.ts';
import { say } from '../words/mrkdwn.ts';
import { UNKNOWN_FORM } from '../words/transport.ts';
import { CLOSE_TITLE, closeModal, PUBLISH, RESOLUTION, REVIEW, SAME_AS, UNLOCK } from './close-modal.ts';
import type { IncidentPart } from './incident-command.ts';
import { readMetadata } from './metadata.ts';
import { notice, refuseField, refuseForm, tellRefusal } from './tell.ts';

export const closePart: IncidentPart = async (world, command, rest) => {
  const meant = await whichIncident(world, command.channel, rest);
  return meant.ok ? ask(world, meant.value.incident.id, command.slackId) : tellRefusal(meant.refusal);
};

export function closeTaps(world: World): FrontDesk['taps'] {
  return {
    [TAPS.closeIncident]: (tap) => askAfter(world, tap),
    [TAPS.closeThisIncident]: (tap) => ask(world, tap.value, tap.slackId),
  };
}

export function closeSubmissions(world: World): FrontDesk['submissions'] {
  return { [VIEWS.closeIncident]: (submission) => close(world, submission) };
}

/** On posts of earlier builds the button names the rollback. */
async function askAfter(world: World, tap: Tap): Promise<Answer> {
  const operation = await world.ledger.find(tap.value);
  if (!operation?.incidentId) return tellRefusal({ reason: 'unknown-operation', typed: tap.value });
  return ask(world, operation.incidentId, tap.slackId);
}

async function ask(world: World, incidentId: string, slackId: string): Promise<Answer> {
  const found = await closable(world, incidentId, slackId);
  return found.ok ? { kind: 'open', view: closeModal(found.value) } : tellRefusal(found.refusal);
}

const metadata = z.object({ incidentId: z.string() });

async function close(world: World, submission: Submission): Promise<Answer> {
  const about = readMetadata(metadata, submission);
  if (!about) return { kind: 'replace', view: notice(CLOSE_TITLE, say`${UNKNOWN_FORM}`) };
  const value = ({ block, action }: { readonly block: string; readonly action: string }) =>
    submission.values[block]?.[action] ?? '';
  const outcome = await closeIncident(world, {
    incidentId: about.incidentId,
    slackId: submission.slackId,
    resolution: value(RESOLUTION),
    review: value(REVIEW),
    sameAs: value(SAME_AS) || null,
    publish: value(PUBLISH) === PUBLISH.ticked,
    unlock: value(UNLOCK).split('\n'),
  });
  if (outcome.ok) return { kind: 'nothing' };
  const field = FIELDS[outcome.refusal.reason];
  return field === undefined ? refuseForm(CLOSE_TITLE, outcome.refusal) : refuseField(field, outcome.refusal);
}

/** What can be put right in the form. */
const FIELDS: { readonly [R in Refusal['reason']]?: string } = {
  'resolution-missing': RESOLUTION.block,
  'bad-link': REVIEW.block,
  'no-status-channel': PUBLISH.block,
  'not-recovered': PUBLISH.block,
  'smoke-fails': PUBLISH.block,
};
