/** [Update] and `/incident update`: what is known now, filled in; sent, only what was changed changes. */
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { TAPS, VIEWS } from '../ids.ts';
import { INCIDENT_STATUSES, type Incident } from '../incident.ts';
import type { Refusal } from '../outcome.ts';
import type { Answer, Command, FrontDesk, Submission } from '../ports.ts';
import { entitled } from '../runbooks/entitlement.ts';
import { asShown, type Fields, fieldsOf, rebased, theirs } from '../runbooks/incident/fields.ts';
import { LONGEST_IMPACT, LONGEST_SYMPTOM } from '../runbooks/incident/open.ts';
import { stillOpen } from '../runbooks/incident/still-open.ts';
import { LONGEST_MESSAGE, updateIncident } from '../runbooks/incident/update.ts';
import { whichIncident } from '../runbooks/incident/which.ts';
import type { World } from '../runbooks/world.ts';
import { plainText, section } from '../words/blocks.ts';
import { changes } from '../words/incident-changes.ts';
import { changedMeanwhile, updates } from '../words/incident-form.ts';
import type { Mrkdwn } from '../words/mrkdwn.ts';
import { UNKNOWN_FORM } from '../words/transport.ts';
import * as fields from './incident-fields.ts';
import { readMetadata } from './metadata.ts';
import { refuseField, refuseForm, tellRefusal } from './tell.ts';

const TITLE = 'Update incident';

/** What the form showed travels with it: what somebody else changes meanwhile is noticed. */
const metadataShape = z.object({
  id: z.string(),
  round: z.number(),
  shown: z.object({
    severity: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
    status: z.enum(INCIDENT_STATUSES),
    symptom: z.string(),
    impact: z.string(),
    liveFlow: z.boolean(),
    commander: z.string(),
    alsoApps: z.array(z.string()),
    began: z.string(),
  }),
});

interface Form {
  readonly shown: Fields;
  readonly wanted: Fields;
  readonly message: string;
  /** How often it came back. */
  readonly round: number;
  readonly why: Mrkdwn | null;
}

/** `/incident update [ID|APP] [MESSAGE]` */
export async function updatePart(world: World, command: Command, rest: readonly string[]): Promise<Answer> {
  const meant = await whichIncident(world, command.channel, rest);
  if (!meant.ok) return tellRefusal(meant.refusal);
  return openForm(world, meant.value.incident.id, command.slackId, meant.value.rest.join(' '));
}

export function updateTaps(world: World): FrontDesk['taps'] {
  return { [TAPS.incidentUpdate]: (tap) => openForm(world, tap.value, tap.slackId, '') };
}

export function updateSubmissions(world: World): FrontDesk['submissions'] {
  return { [VIEWS.updateIncident]: (submission) => send(world, submission) };
}

async function openForm(world: World, id: string, slackId: string, message: string): Promise<Answer> {
  const may = await entitled(world, slackId, 'incident.update');
  if (!may.ok) return tellRefusal(may.refusal);
  const incident = await stillOpen(world, id);
  if (!incident.ok) return tellRefusal(incident.refusal);
  const shown = fieldsOf(incident.value);
  const form = { shown, wanted: shown, message, round: 0, why: null };
  return { kind: 'open', view: updateView(namesOf(world), incident.value, form) };
}

async function send(world: World, { metadata, values, slackId, viewId }: Submission): Promise<Answer> {
  const carried = readMetadata(metadataShape, { metadata });
  const wanted = carried && readFields(values, carried);
  if (!carried || !wanted) return refuseUnread(values);
  const { id, shown, round } = carried;
  const message = fields.held(values, 'message', round);
  const form = `${viewId}-${round}`;
  const outcome = await updateIncident(world, { id, shown, wanted, message, slackId, form });
  if (outcome.ok) return { kind: 'nothing' };
  const { refusal } = outcome;
  if (refusal.reason === 'changed-meanwhile') {
    const view = updateView(
      namesOf(world),
      refusal.incident,
      comesBack(refusal.incident, { shown, wanted, message, round }),
    );
    return { kind: 'replace', view, refusal };
  }
  if (refusal.reason === 'incident-not-open') return refuseForm(TITLE, refusal);
  return refuseField(fields.blockOf(FIELD_FOR[refusal.reason] ?? 'message', round), refusal);
}

const FIELD_FOR: { readonly [R in Refusal['reason']]?: fields.FieldName } = {
  'symptom-missing': 'symptom',
  'began-unclear': 'time',
  'began-later': 'time',
  'cannot-lead': 'commander',
};

/** Slack takes errors only for fields that are there. */
function refuseUnread(values: Submission['values']): Answer {
  const [block = 'message'] = Object.keys(values);
  return { kind: 'errors', errors: { [block]: UNKNOWN_FORM } };
}

/** What this person changed stays theirs, the rest is as it is now, and what others changed is said. */
function comesBack(incident: Incident, { shown, wanted, message, round }: Omit<Form, 'why'>): Form {
  const now = fieldsOf(incident);
  const changed = changes(asShown(incident, shown), theirs(incident, shown), false);
  return {
    shown: now,
    wanted: rebased(shown, wanted, now),
    message,
    round: round + 1,
    why: changedMeanwhile(changed.map(({ text }) => text)),
  };
}

function readFields(
  values: Submission['values'],
  { round, shown }: Pick<Form, 'round' | 'shown'>,
): Fields | null {
  const of = (name: fields.FieldName) => fields.held(values, name, round);
  const severity = fields.severityOf(of('severity'));
  const status = fields.statusOf(of('status'));
  if (severity === null || status === null) return null;
  return {
    severity,
    status,
    symptom: of('symptom'),
    impact: of('impact'),
    liveFlow: of('flow') !== '',
    commander: of('commander'),
    alsoApps: of('also')
      .split('\n')
      .filter((app) => app !== ''),
    // Emptied, it says nothing new.
    began: `${of('date')} ${of('time')}`.trim() === '' ? shown.began : `${of('date')} ${of('time')}`,
  };
}

function namesOf({ apps }: World): readonly string[] {
  return apps.all.map(({ name }) => name);
}

/** Pure. `names`: of all apps. */
export function updateView(
  names: readonly string[],
  incident: Incident,
  { shown, wanted, message, round, why }: Form,
): ModalView {
  const apps = names.filter((name) => name !== incident.app);
  const [date = '', time = ''] = wanted.began.split(' ');
  return {
    type: 'modal',
    callback_id: VIEWS.updateIncident,
    private_metadata: JSON.stringify({ id: incident.id, round, shown }),
    title: plainText(TITLE, 24),
    submit: plainText('Update', 24),
    close: plainText('Not now', 24),
    blocks: [
      ...(why ? [section(why, 'why')] : []),
      section(updates(incident), 'what'),
      fields.textInput(
        {
          name: 'message',
          label: 'What is new?',
          hint: 'For the thread and the timeline, not for customers.',
          optional: true,
          multiline: true,
          most: LONGEST_MESSAGE,
          round,
        },
        message,
      ),
      fields.statusInput(wanted.status, round),
      fields.severityInput(wanted.severity, round),
      fields.textInput(
        { name: 'symptom', label: 'What is broken?', most: LONGEST_SYMPTOM, round },
        wanted.symptom,
      ),
      fields.textInput(
        { name: 'impact', label: 'What do customers notice?', optional: true, most: LONGEST_IMPACT, round },
        wanted.impact,
      ),
      fields.flowInput(wanted.liveFlow, round),
      fields.commanderInput(wanted.commander, round),
      ...(apps.length > 0 || wanted.alsoApps.length > 0
        ? [fields.alsoInput(apps, wanted.alsoApps, round)]
        : []),
      ...fields.beganInputs({ date, time }, 'Never later than now.', round),
    ],
  };
}
