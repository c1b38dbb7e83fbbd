/** `/incident action`, `/incident actions`, the form that adds an item, and [Done]. */
import type { InputBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { TAPS, VIEWS } from '../ids.ts';
import type { Incident } from '../incident.ts';
import type { Refusal } from '../outcome.ts';
import type { Answer, FrontDesk, Submission, Tap } from '../ports.ts';
import {
  addAction,
  finishAction,
  LONGEST_ACTION,
  LONGEST_ISSUE,
  LONGEST_OWNER,
  mayReview,
} from '../runbooks/incident/action-items.ts';
import { whichEver } from '../runbooks/incident/which.ts';
import type { World } from '../runbooks/world.ts';
import { actionFor, itemList } from '../words/action-items.ts';
import { plainText, section } from '../words/blocks.ts';
import { plain, say } from '../words/mrkdwn.ts';
import { UNKNOWN_FORM } from '../words/transport.ts';
import type { IncidentPart } from './incident-command.ts';
import { readMetadata } from './metadata.ts';
import { notice, quietly, refuseField, refuseForm, tellRefusal } from './tell.ts';

const TITLE = 'Action item';
const WHAT = { block: 'what', action: 'what' } as const;
const OWNER = { block: 'owner', action: 'owner' } as const;
const OWNER_NAME = { block: 'owner-name', action: 'owner-name' } as const;
const DUE = { block: 'due', action: 'due' } as const;
const ISSUE = { block: 'issue', action: 'issue' } as const;

export const actionPart: IncidentPart = async (world, command, rest) => {
  const meant = await whichEver(world, command.channel, rest);
  if (!meant.ok) return tellRefusal(meant.refusal);
  return ask(world, meant.value.incident.id, command.slackId, meant.value.rest.join(' '));
};

export const actionsPart: IncidentPart = async (world, command, rest) => {
  const meant = await whichEver(world, command.channel, rest);
  if (!meant.ok) return tellRefusal(meant.refusal);
  const { incident } = meant.value;
  return { kind: 'tell', message: itemList(incident, await world.reviews.actions(incident.id)) };
};

export function actionTaps(world: World): FrontDesk['taps'] {
  return {
    [TAPS.addAction]: (tap) => ask(world, tap.value, tap.slackId, ''),
    [TAPS.actionDone]: (tap) => finish(world, tap),
  };
}

export function actionSubmissions(world: World): FrontDesk['submissions'] {
  return { [VIEWS.addAction]: (submission) => add(world, submission) };
}

async function ask(world: World, incidentId: string, slackId: string, what: string): Promise<Answer> {
  const incident = await mayReview(world, incidentId, slackId);
  return incident.ok
    ? { kind: 'open', view: form(incident.value, plain(what, LONGEST_ACTION)) }
    : tellRefusal(incident.refusal);
}

function form(incident: Incident, what: string): ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.addAction,
    private_metadata: JSON.stringify({ incidentId: incident.id }),
    title: plainText(TITLE, 24),
    submit: plainText('Add', 24),
    close: plainText('Cancel', 24),
    blocks: [
      section(actionFor(incident), 'incident'),
      {
        type: 'input',
        block_id: WHAT.block,
        label: plainText('What is to be done?'),
        element: {
          type: 'plain_text_input',
          action_id: WHAT.action,
          multiline: true,
          max_length: LONGEST_ACTION,
          ...(what === '' ? {} : { initial_value: what }),
        },
      },
      optional(OWNER.block, 'Who does it?', { type: 'users_select', action_id: OWNER.action }),
      optional(
        OWNER_NAME.block,
        'Or, if they are not in this Slack',
        { type: 'plain_text_input', action_id: OWNER_NAME.action, max_length: LONGEST_OWNER },
        'A name such as feature-developer.',
      ),
      optional(
        DUE.block,
        'Due',
        { type: 'datepicker', action_id: DUE.action },
        'Whoever does it is reminded at 09:00 UTC of that day, then weekly.',
      ),
      optional(
        ISSUE.block,
        'Issue',
        { type: 'plain_text_input', action_id: ISSUE.action, max_length: LONGEST_ISSUE },
        'A link or a number.',
      ),
    ],
  };
}

function optional(
  block: string,
  label: string,
  element: InputBlock['element'],
  hint: string | null = null,
): InputBlock {
  return {
    type: 'input',
    block_id: block,
    optional: true,
    label: plainText(label),
    ...(hint === null ? {} : { hint: plainText(hint, 150) }),
    element,
  };
}

const metadata = z.object({ incidentId: z.string() });

async function add(world: World, submission: Submission): Promise<Answer> {
  const about = readMetadata(metadata, submission);
  if (!about) return { kind: 'replace', view: notice(TITLE, say`${UNKNOWN_FORM}`) };
  const value = ({ block, action }: { readonly block: string; readonly action: string }) =>
    submission.values[block]?.[action] ?? '';
  const outcome = await addAction(world, {
    incidentId: about.incidentId,
    slackId: submission.slackId,
    what: value(WHAT),
    ownerId: value(OWNER),
    ownerName: value(OWNER_NAME),
    due: value(DUE),
    issue: value(ISSUE),
    viewId: submission.viewId,
  });
  if (outcome.ok) return { kind: 'nothing' };
  const field = FIELDS[outcome.refusal.reason];
  return field === undefined ? refuseForm(TITLE, outcome.refusal) : refuseField(field, outcome.refusal);
}

const FIELDS: { readonly [R in Refusal['reason']]?: string } = {
  'action-missing': WHAT.block,
  'bad-day': DUE.block,
};

async function finish(world: World, tap: Tap): Promise<Answer> {
  const [, incidentId = '', n = '0'] = /^(.*)\/(\d{1,6})$/.exec(tap.value) ?? [];
  return quietly(await finishAction(world, { incidentId, n: Number(n) }, tap.slackId));
}
