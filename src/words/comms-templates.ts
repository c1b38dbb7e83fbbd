/** The texts there are for an incident: approved ones and the team's own, as they would read now. */

import type { CommsTemplate } from '../comms-templates.ts';
import { COMMANDS } from '../ids.ts';
import type { Incident } from '../incident.ts';
import type { Actor } from '../operation.ts';
import { shortId } from './incident.ts';
import { asWritten, code, lines, type Mrkdwn, quotation, say } from './mrkdwn.ts';
import * as templates from './templates.ts';

/** In the thread, shown in the channel too. */
export function posted(text: Mrkdwn, by: Actor, { drill }: Pick<Incident, 'drill'>): Mrkdwn {
  return say`${drill ? say`DRILL · ` : say``}${text} · ${by.name}`;
}

/** `incident` null: there is none to fill them from. */
export function heading(incident: Pick<Incident, 'id' | 'app'> | null): Mrkdwn {
  return incident
    ? say`*Texts for an incident*, filled from ${shortId(incident.id)} (${incident.app}). What stays in {braces} is asked for, or not known yet.`
    : say`*Texts for an incident*, with facts made up: no single one is open. Name it to fill them: ${code(`${COMMANDS.incident} templates ID`)}`;
}

/** What approved texts need of an incident to be shown. */
interface Sample {
  readonly app: string;
  readonly symptom: string;
  readonly surface: string;
  readonly at: Date;
}

/** Approved (rollback.md, comms); the first four post themselves. */
export function approvedTexts({ app, symptom, surface, at }: Sample): Mrkdwn {
  const own: readonly Mrkdwn[] = [
    templates.incidentOpen(app, symptom, at),
    templates.rollingBack(app, 85, 84, at),
    templates.rollbackConfirmed(86, 84, at, 60_000),
    templates.incidentClosed('TBD'),
  ];
  const draft = (which: string) => code(`${COMMANDS.incident} public ${which}`);
  return lines(
    say`*Approved, for operators.* They post themselves:`,
    ...own.map(quotation),
    say`*Approved, for customers.* Drafted by themselves, or with ${draft('investigating')}, ${draft('rolled-back')}, ${draft('recovered')}:`,
    quotation(templates.publicInvestigating(surface, true)),
    quotation(templates.PUBLIC_ROLLED_BACK),
    quotation(templates.PUBLIC_RECOVERED),
  );
}

/** One of the team's own. `text`: as it would read now. */
export function ownTemplate({ name, audience, variables }: CommsTemplate, text: string): Mrkdwn {
  const asks =
    variables.length === 0 ? say`` : say` Asks for: ${variables.map(({ label }) => label).join('; ')}.`;
  return lines(
    say`*${name}*, for ${audience === 'public' ? 'customers: drafted' : 'operators: posted in the thread'}.${asks}`,
    quotation(asWritten(text)),
  );
}

export const NONE_OF_THEIR_OWN: Mrkdwn = say`No templates of your own are configured: ${code('comms_templates')} in the configuration names their file.`;

/** To whoever used one. */
export const POSTED: Mrkdwn = say`Posted in the incident's thread and shown in the channel.`;
