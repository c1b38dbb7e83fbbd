/** The texts there are for an incident: approved ones and the team's own, as they would read now. */

import type { CommsTemplate } from '../comms-templates.ts';
import { COMMANDS } from '../ids.ts';
import type { Incident } from '../incident.ts';
import type { Actor, Operation } from '../operation.ts';
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
    ? say`*Texts for an incident*, filled from ${shortId(incident.id)} (${incident.app}). What stays in {braces} or [brackets] is asked for, or not known yet.`
    : say`*Texts for an incident*, with an incident made up: no single one is open. Name yours to fill them: ${code(`${COMMANDS.incident} templates ID`)}`;
}

/** What approved texts need of an incident to be shown. */
interface Sample {
  readonly app: string;
  readonly symptom: string;
  readonly surface: string;
  readonly at: Date;
  /** The one that was sent last; null: none was. */
  readonly rollback: Operation | null;
}

/** Approved (rollback.md, comms); the first four post themselves. What did not happen keeps the runbook's brackets. */
export function approvedTexts({ app, symptom, surface, at, rollback }: Sample): Mrkdwn {
  const bad = rollback?.base?.bad ?? '[N]';
  const target = rollback?.target.version ?? '[target]';
  const { release = null, recoveredAt = null } = rollback ?? {};
  const elapsed = rollback && recoveredAt && recoveredAt.getTime() - rollback.requestedAt.getTime();
  const own: readonly Mrkdwn[] = [
    templates.incidentOpen(app, symptom, at),
    templates.rollingBack(app, bad, target, rollback?.sentAt ?? NO_TIME),
    templates.rollbackConfirmed(
      release?.version ?? '[N+1]',
      target,
      recoveredAt ?? NO_TIME,
      elapsed ?? '[X]',
    ),
    templates.incidentClosed('[link or TBD]'),
  ];
  const draft = (which: string) => code(`${COMMANDS.incident} public ${which}`);
  return lines(
    say`*Approved, for operators.* They post themselves:`,
    ...own.map(quotation),
    say`*Approved, for customers.* Drafted by themselves, or with ${draft('investigating')}, ${draft('rolled-back')}, ${draft('recovered')}:`,
    quotation(
      say`${templates.publicInvestigating(surface, false)} [only if ticked: ${templates.NO_ACCOUNT_DATA}]`,
    ),
    quotation(templates.PUBLIC_ROLLED_BACK),
    quotation(templates.PUBLIC_RECOVERED),
  );
}

const NO_TIME = '[HH:MM UTC]';

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
