/** [Escalate] and `/incident escalate`; and [Roll back] on what asks for a decision: the form, filled in. */
import type { InputBlock } from '@slack/types';
import { z } from 'zod';
import { TAPS, VIEWS } from '../ids.ts';
import type { Incident } from '../incident.ts';
import type { Outcome } from '../outcome.ts';
import { refused } from '../outcome.ts';
import type { Answer, Command, FrontDesk, Submission, Tap } from '../ports.ts';
import { entitled } from '../runbooks/entitlement.ts';
import { escalateIncident, LONGEST_REASON } from '../runbooks/incident/escalate.ts';
import { whichInText } from '../runbooks/incident/which.ts';
import type { World } from '../runbooks/world.ts';
import { plainText, section } from '../words/blocks.ts';
import { aboutToCall } from '../words/calls.ts';
import { plain } from '../words/mrkdwn.ts';
import { UNKNOWN_FORM } from '../words/transport.ts';
import { readMetadata } from './metadata.ts';
import { openAsk } from './open-ask.ts';
import { quietly, refuseField, tellRefusal } from './tell.ts';

/** `/incident escalate [ID|APP] REASON` */
export async function escalatePart(
  world: World,
  { channel, slackId }: Command,
  rest: readonly string[],
): Promise<Answer> {
  const meant = await whichInText(world, channel, rest);
  if (!meant.ok) return tellRefusal(meant.refusal);
  const reason = meant.value.rest.join(' ');
  return quietly(await escalateIncident(world, meant.value.incident, { slackId, reason }));
}

export function escalateTaps(world: World): FrontDesk['taps'] {
  return {
    [TAPS.incidentEscalate]: (tap) => openReason(world, tap),
    [TAPS.nudgeRollBack]: (tap) => rollBack(world, tap),
  };
}

export function escalateSubmissions(world: World): FrontDesk['submissions'] {
  return { [VIEWS.escalateIncident]: (submission) => escalate(world, submission) };
}

const REASON = { block: 'reason', action: 'reason' } as const;
const metadata = z.object({ incidentId: z.string() });

async function openReason(world: World, tap: Tap): Promise<Answer> {
  const may = await entitled(world, tap.slackId, 'incident.escalate');
  if (!may.ok) return tellRefusal(may.refusal);
  const incident = await stillOpen(world, tap.value);
  if (!incident.ok) return tellRefusal(incident.refusal);
  return {
    kind: 'open',
    view: {
      type: 'modal',
      callback_id: VIEWS.escalateIncident,
      private_metadata: JSON.stringify({ incidentId: incident.value.id }),
      title: plainText('Escalate', 24),
      submit: plainText('Call everybody', 24),
      close: plainText('Not now', 24),
      blocks: [section(aboutToCall(incident.value), 'what'), reasonInput(incident.value)],
    },
  };
}

/** Filled in with what is broken, so that two taps are enough at night. */
function reasonInput({ symptom }: Incident): InputBlock {
  const known = plain(symptom, LONGEST_REASON);
  return {
    type: 'input',
    block_id: REASON.block,
    label: plainText('Why is everybody needed?'),
    hint: plainText('They read this first.', 150),
    element: {
      type: 'plain_text_input',
      action_id: REASON.action,
      max_length: LONGEST_REASON,
      ...(known === '' ? {} : { initial_value: known }),
    },
  };
}

async function escalate(world: World, submission: Submission): Promise<Answer> {
  const read = readMetadata(metadata, submission);
  const incident = read && (await world.incidents.find(read.incidentId));
  if (!incident) return { kind: 'errors', errors: { [REASON.block]: UNKNOWN_FORM } };
  const { slackId } = submission;
  const reason = submission.values[REASON.block]?.[REASON.action] ?? '';
  const outcome = await escalateIncident(world, incident, { slackId, reason });
  return outcome.ok ? { kind: 'nothing' } : refuseField(REASON.block, outcome.refusal);
}

async function rollBack(world: World, tap: Tap): Promise<Answer> {
  const incident = await stillOpen(world, tap.value);
  if (!incident.ok) return tellRefusal(incident.refusal);
  const { app: name, channel, symptom } = incident.value;
  const app = world.apps.find(name);
  if (!app) return tellRefusal({ reason: 'no-incident', typed: name });
  const asked = { app: name, version: null, kind: 'rollback', channel } as const;
  return openAsk(world, app, asked, symptom, tap.slackId);
}

async function stillOpen(world: World, id: string): Promise<Outcome<Incident>> {
  const incident = await world.incidents.find(id);
  if (!incident) return refused({ reason: 'no-incident', typed: id });
  const { app, closed } = incident;
  if (closed)
    return refused({ reason: 'incident-not-open', id, closed: { app, by: closed.by.name, at: closed.at } });
  return { ok: true, value: incident };
}
