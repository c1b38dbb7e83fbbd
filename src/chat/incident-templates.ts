/** `/incident templates [ID|APP]`: the texts there are, as they would read now, each with a button to use it. */
import type { InputBlock, KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { CommsTemplate } from '../comms-templates.ts';
import { TAPS, VIEWS } from '../ids.ts';
import type { Incident } from '../incident.ts';
import type { Outcome } from '../outcome.ts';
import type { Answer, Command, FrontDesk, Submission, Tap } from '../ports.ts';
import { entitled } from '../runbooks/entitlement.ts';
import { factsOf, rollbackOf, sampleFacts } from '../runbooks/incident/template-facts.ts';
import { applyTemplate, lackedBy, preview } from '../runbooks/incident/use-template.ts';
import { whichIncident } from '../runbooks/incident/which.ts';
import type { World } from '../runbooks/world.ts';
import { plainText, section, sectionWithButton } from '../words/blocks.ts';
import * as words from '../words/comms-templates.ts';
import { asWritten, lines, say } from '../words/mrkdwn.ts';
import { DRAFTED } from '../words/public-texts.ts';
import { UNKNOWN_FORM } from '../words/transport.ts';
import { readMetadata } from './metadata.ts';
import { notice, refuseField, refuseForm, tell, tellRefusal } from './tell.ts';

const TITLE = 'Text of your own';

export async function templatesPart(
  world: World,
  { channel, slackId }: Command,
  rest: readonly string[],
): Promise<Answer> {
  const may = await entitled(world, slackId, 'incident.read');
  if (!may.ok) return tellRefusal(may.refusal);
  const meant = await whichIncident(world, channel, rest);
  // Named and not there: said. Named by nothing: made-up facts will do.
  if (!meant.ok && rest.length > 0) return tellRefusal(meant.refusal);
  const incident = meant.ok ? meant.value.incident : null;
  const at = await world.clock.now();
  const facts = incident ? await factsOf(world, incident, may.value.name, at) : sampleFacts(world, at);
  const approved = words.approvedTexts({
    app: facts.app ?? '',
    symptom: facts.symptom ?? '',
    surface: facts.surface ?? '',
    at: incident?.startedAt ?? at,
    rollback: incident && (await rollbackOf(world, incident)),
  });
  const own = world.settings.templates.map((template): KnownBlock => {
    const text = words.ownTemplate(template, preview(template, facts));
    if (!incident || incident.closed) return section(text);
    const button = { id: TAPS.useTemplate, label: 'Use', value: `${incident.id}/${template.name}` };
    return sectionWithButton(text, button);
  });
  const blocks = [
    section(words.heading(incident)),
    section(approved),
    ...(own.length > 0 ? own : [section(words.NONE_OF_THEIR_OWN)]),
  ];
  return { kind: 'tell', message: { text: words.heading(incident).source, blocks } };
}

export function templateTaps(world: World): FrontDesk['taps'] {
  return { [TAPS.useTemplate]: (tap) => use(world, tap) };
}

export function templateSubmissions(world: World): FrontDesk['submissions'] {
  return { [VIEWS.fillTemplate]: (submission) => fill(world, submission) };
}

async function use(world: World, { value, slackId }: Tap): Promise<Answer> {
  const [id = '', name = ''] = value.split('/');
  const template = templateCalled(world, name);
  const incident = await world.incidents.find(id);
  if (!template || !incident) return tellRefusal({ reason: 'unknown-template', typed: name });
  return useTemplate(world, incident, template, slackId);
}

/** At once when there is nothing to ask for; else the form. */
export async function useTemplate(
  world: World,
  incident: Incident,
  template: CommsTemplate,
  slackId: string,
): Promise<Answer> {
  if (template.variables.length > 0) return openForm(world, incident, template, slackId);
  const outcome = await applyTemplate(world, {
    incident,
    template,
    typed: {},
    slackId,
    key: world.newId('pt'),
  });
  return told(template, outcome);
}

export function templateCalled(world: World, name: string): CommsTemplate | null {
  return world.settings.templates.find((each) => each.name === name) ?? null;
}

function told({ audience }: CommsTemplate, outcome: Outcome<unknown>): Answer {
  if (!outcome.ok) return tellRefusal(outcome.refusal);
  return tell(audience === 'public' ? DRAFTED : words.POSTED);
}

async function openForm(
  world: World,
  incident: Incident,
  template: CommsTemplate,
  slackId: string,
): Promise<Answer> {
  const may = await entitled(world, slackId, 'incident.update');
  if (!may.ok) return tellRefusal(may.refusal);
  const facts = await factsOf(world, incident, may.value.name, await world.clock.now());
  const lacks = lackedBy(template, facts);
  if (lacks !== null)
    return tellRefusal({ reason: 'template-unfilled', template: template.name, name: lacks });
  return {
    kind: 'open',
    view: {
      type: 'modal',
      callback_id: VIEWS.fillTemplate,
      private_metadata: JSON.stringify({ incidentId: incident.id, name: template.name }),
      title: plainText(TITLE, 24),
      submit: plainText(template.audience === 'public' ? 'Save draft' : 'Post', 24),
      close: plainText('Not now', 24),
      blocks: [
        section(lines(say`*${template.name}*`, asWritten(preview(template, facts))), 'what'),
        ...template.variables.map(
          ({ name, label }): InputBlock => ({
            type: 'input',
            block_id: name,
            label: plainText(label),
            element: { type: 'plain_text_input', action_id: ACTION, max_length: LONGEST },
          }),
        ),
      ],
    },
  };
}

const ACTION = 'value';
const LONGEST = 300;
const metadata = z.object({ incidentId: z.string(), name: z.string() });

async function fill(world: World, submission: Submission): Promise<Answer> {
  const sent = readMetadata(metadata, submission);
  const template = sent && templateCalled(world, sent.name);
  const incident = sent && (await world.incidents.find(sent.incidentId));
  if (!template || !incident) return { kind: 'replace', view: notice(TITLE, say`${UNKNOWN_FORM}`) };
  const { values, slackId, viewId: key } = submission;
  const typed = Object.fromEntries(
    template.variables.map(({ name }) => [name, values[name]?.[ACTION] ?? '']),
  );
  const outcome = await applyTemplate(world, { incident, template, typed, slackId, key });
  if (outcome.ok) return { kind: 'nothing' };
  const { refusal } = outcome;
  if (refusal.reason === 'template-unfilled' && template.variables.some(({ name }) => name === refusal.name))
    return refuseField(refusal.name, refusal);
  const [first] = template.variables;
  return refusal.reason === 'public-text' && first
    ? refuseField(first.name, refusal)
    : refuseForm(TITLE, refusal);
}
