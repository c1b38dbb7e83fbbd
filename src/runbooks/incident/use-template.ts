/** Texts of the team's own: filled from the incident and from what people type, then drafted or posted. */
import { type CommsTemplate, filled, OPERATOR_FACTS, variablesIn } from '../../comms-templates.ts';
import { INCIDENT_KEY } from '../../ids.ts';
import type { Incident } from '../../incident.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import * as words from '../../words/comms-templates.ts';
import { asWritten, tidied } from '../../words/mrkdwn.ts';
import { actor, entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { type Facts, factsOf } from './template-facts.ts';
import { writeDraft } from './write-draft.ts';

export interface Using {
  readonly incident: Incident;
  readonly template: CommsTemplate;
  /** What was typed, by variable. */
  readonly typed: Readonly<Record<string, string>>;
  readonly slackId: string;
  /** Of this one use: of the form that was filled in, the tap or the command. */
  readonly key: string;
}

/** A public one becomes a draft, one for operators is posted; refused while anything in it has no value. */
export async function applyTemplate(world: World, using: Using): Promise<Outcome<Incident>> {
  const { incident, template, typed, slackId } = using;
  const person = await entitled(world, slackId, 'incident.update');
  if (!person.ok) return person;
  const at = await world.clock.now();
  const facts = await factsOf(world, incident, person.value.name, at);
  const text = fill(template, facts, typed);
  if (!text.ok) return text;
  if (template.audience === 'public')
    return writeDraft(world, incident, `template:${template.name}`, {
      text: text.value,
      ticked: false,
      slackId,
      key: using.key,
    });
  const { id, app, channel, closed } = incident;
  if (closed)
    return refused({ reason: 'incident-not-open', id, closed: { app, by: closed.by.name, at: closed.at } });
  const by = actor(person.value);
  const key = `template/${using.key}`;
  const shown = asWritten(text.value);
  // False: it is there already.
  await world.incidents.record(
    id,
    { kind: 'note', key, at, actor: by.name, text: shown.source },
    {
      audit: [
        {
          action: 'incident.template-posted',
          actor: by.id,
          targetType: 'incident',
          targetId: id,
          payload: { template: template.name },
        },
      ],
      posts: [
        {
          key: `${INCIDENT_KEY(id)}/${key}`,
          channel,
          thread: INCIDENT_KEY(id),
          broadcast: true,
          text: words.posted(shown, by, incident).source,
        },
      ],
    },
  );
  return done(incident);
}

/** Refused: a fact that the incident does not have, or a variable that nobody typed. */
function fill(
  template: CommsTemplate,
  facts: Facts,
  typed: Readonly<Record<string, string>>,
): Outcome<string> {
  const values = { ...known(facts), ...typedFor(template, typed) };
  const missing = variablesIn(template.text).find((name) => (values[name] ?? '') === '');
  return missing === undefined
    ? done(filled(template.text, values))
    : refused({ reason: 'template-unfilled', template: template.name, name: missing });
}

/** The fact that it needs and the incident does not have; null: it has them all. */
export function lackedBy({ text, variables }: CommsTemplate, facts: Facts): string | null {
  const values = known(facts);
  const asked = variables.map(({ name }) => name);
  return variablesIn(text).find((name) => !asked.includes(name) && values[name] === undefined) ?? null;
}

/** What it would say now; what is asked for stays in braces. */
export function preview(template: CommsTemplate, facts: Facts): string {
  return filled(template.text, known(facts));
}

function known(facts: Facts): Readonly<Record<string, string>> {
  return Object.fromEntries(
    OPERATOR_FACTS.flatMap((name) => (facts[name] ? [[name, facts[name]] as const] : [])),
  );
}

function typedFor(
  { variables }: CommsTemplate,
  typed: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(variables.map(({ name }) => [name, tidied(typed[name] ?? '')]));
}
