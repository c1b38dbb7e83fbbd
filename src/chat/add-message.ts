/** "Add to incident timeline" in a message's menu, and the pushpin under it. */
import type { ActionsBlock, InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import { TAPS, VIEWS } from '../ids.ts';
import type { Incident } from '../incident.ts';
import type { Answer, FrontDesk, Reaction, Said, Shortcut, Submission, Tap } from '../ports.ts';
import { entitled } from '../runbooks/entitlement.ts';
import { addMessage, authorOf, mayBelongTo, saidAt } from '../runbooks/incident/add-message.ts';
import { pinIn, pinned } from '../runbooks/incident/pinned.ts';
import type { World } from '../runbooks/world.ts';
import { plainText, section } from '../words/blocks.ts';
import { shortId } from '../words/incident.ts';
import { cap, plain, say } from '../words/mrkdwn.ts';
import { inMenu, LONGEST_NOTE, saidBy, WHICH_PIN, whatItIs } from '../words/timeline.ts';
import { UNKNOWN_BUTTON, UNKNOWN_FORM } from '../words/transport.ts';
import { readMetadata } from './metadata.ts';
import { quietly, refuseField, tell, tellRefusal } from './tell.ts';

const TEXT = { block: 'text', action: 'text' } as const;
const INCIDENT = { block: 'incident', action: 'incident' } as const;
const MOST = 100;

const metadata = z.object({
  channel: z.string(),
  ts: z.string().regex(/^\d{1,12}\.\d{1,6}$/),
  threadTs: z.string().nullable(),
  author: z.string(),
  /** Null: chosen in the form. */
  incidentId: z.string().nullable(),
});

export async function openAddMessage(world: World, { slackId, about }: Shortcut): Promise<Answer> {
  const may = await entitled(world, slackId, 'incident.note');
  if (!may.ok) return tellRefusal(may.refusal);
  if (!about) return tellRefusal({ reason: 'message-gone' });
  const [{ all, sure }, author, now] = await Promise.all([
    mayBelongTo(world, about),
    authorOf(world, about),
    world.clock.now(),
  ]);
  const [only, another] = all;
  if (!only) return tellRefusal({ reason: 'no-incident', typed: '' });
  const choice = another ? [which(all.slice(0, MOST), sure)] : [section(whatItIs(only), 'what')];
  return { kind: 'open', view: form(about, author, another ? null : only, choice, now) };
}

function form(
  { channel, ts, threadTs, text }: Said,
  author: string,
  only: Incident | null,
  choice: readonly KnownBlock[],
  now: Date,
): ModalView {
  const kept: z.infer<typeof metadata> = {
    channel,
    ts,
    threadTs,
    author: plain(author, 80),
    incidentId: only?.id ?? null,
  };
  return {
    type: 'modal',
    callback_id: VIEWS.addMessage,
    private_metadata: JSON.stringify(kept),
    title: plainText('Add to timeline', 24),
    submit: plainText('Add', 24),
    close: plainText('Not now', 24),
    blocks: [section(saidBy(author, saidAt(ts), now), 'who'), textInput(text), ...choice],
  };
}

/** Slack refuses an initial text that is empty or too long. */
function textInput(text: string): InputBlock {
  const initial = plain(text, LONGEST_NOTE);
  return {
    type: 'input',
    block_id: TEXT.block,
    label: plainText('What the timeline keeps of it'),
    element: {
      type: 'plain_text_input',
      action_id: TEXT.action,
      multiline: true,
      max_length: LONGEST_NOTE,
      ...(initial === '' ? {} : { initial_value: initial }),
    },
  };
}

function which(all: readonly Incident[], sure: Incident | null): InputBlock {
  return {
    type: 'input',
    block_id: INCIDENT.block,
    label: plainText('Which incident?'),
    element: {
      type: 'static_select',
      action_id: INCIDENT.action,
      options: all.map((each) => option(each, each.id)),
      ...(sure ? { initial_option: option(sure, sure.id) } : {}),
    },
  };
}

function option(incident: Incident, value: string): PlainTextOption {
  return { text: plainText(cap(inMenu(incident), 75)), value };
}

export function addMessageSubmissions(world: World): FrontDesk['submissions'] {
  return { [VIEWS.addMessage]: (submission) => add(world, submission) };
}

async function add(world: World, submission: Submission): Promise<Answer> {
  const sent = readMetadata(metadata, submission);
  const { values, slackId } = submission;
  const chosen = sent?.incidentId ?? values[INCIDENT.block]?.[INCIDENT.action] ?? '';
  const incident = sent && (await world.incidents.find(chosen));
  if (!incident) return { kind: 'errors', errors: { [TEXT.block]: UNKNOWN_FORM } };
  const { channel, ts, threadTs, author } = sent;
  const text = values[TEXT.block]?.[TEXT.action] ?? '';
  const outcome = await addMessage(world, {
    incident,
    said: { channel, ts, threadTs, text },
    author,
    slackId,
  });
  return outcome.ok ? { kind: 'nothing' } : refuseField(TEXT.block, outcome.refusal);
}

/** Only a question and a refusal need words: what was added stands in the thread. */
export async function reacted(world: World, reaction: Reaction): Promise<Answer> {
  const outcome = await pinned(world, reaction);
  if (!outcome.ok) return tellRefusal(outcome.refusal);
  return outcome.value.kind === 'which' ? asksWhich(reaction, outcome.value.of) : { kind: 'nothing' };
}

/** Slack takes 150 characters in an option's value, so the incident goes by its short id. */
function asksWhich({ channel, ts }: Reaction, of: readonly Incident[]): Answer {
  const options = of.slice(0, MOST).map((each) => option(each, `${shortId(each.id)} ${channel} ${ts}`));
  const menu: ActionsBlock = {
    type: 'actions',
    elements: [{ type: 'static_select', action_id: TAPS.pinIn, placeholder: plainText('Choose'), options }],
  };
  const blocks = [section(WHICH_PIN), menu];
  return { kind: 'tell', message: { text: WHICH_PIN.source, blocks } };
}

export function pinTaps(world: World): FrontDesk['taps'] {
  return { [TAPS.pinIn]: (tap) => pinChosen(world, tap) };
}

async function pinChosen(world: World, { value, slackId }: Tap): Promise<Answer> {
  const [incidentId = '', channel = '', ts = ''] = value.split(' ');
  if (!/^[CDG]\w+$/.test(channel) || !/^\d{1,12}\.\d{1,6}$/.test(ts)) return tell(say`${UNKNOWN_BUTTON}`);
  return quietly(await pinIn(world, incidentId, { channel, ts }, slackId));
}
