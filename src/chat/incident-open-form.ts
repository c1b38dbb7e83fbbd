/** The form that opens an incident: what it shows, and what was typed into it. Pure. */
import type { ModalView, Option } from '@slack/types';
import { z } from 'zod';
import type { App } from '../apps.ts';
import { VIEWS } from '../ids.ts';
import type { Incident, Severity } from '../incident.ts';
import type { Submission } from '../ports.ts';
import { LONGEST_IMPACT, LONGEST_SYMPTOM } from '../runbooks/incident/open.ts';
import { context, plainText, section } from '../words/blocks.ts';
import { ANOTHER, openSince, opensHere, sameAs } from '../words/incident-form.ts';
import { channelLink, type Mrkdwn } from '../words/mrkdwn.ts';
import * as fields from './incident-fields.ts';

export const TITLE = 'Open incident';
/** Radio buttons take ten. */
export const MOST_SHOWN = 9;

export const metadataShape = z.object({
  channel: z.string(),
  shown: z.array(z.string()).max(MOST_SHOWN),
  leadRound: z.number().default(0),
});

export interface Typed {
  readonly app: string;
  readonly severity: Severity;
  readonly symptom: string;
  readonly impact: string;
  readonly liveFlow: boolean;
  readonly date: string;
  readonly time: string;
  readonly commander: string;
  /** 1: not filled in with whoever opens it. */
  readonly leadRound: number;
  readonly drill: boolean;
  readonly same: string;
}

/** What is open of the same kind; of a form that comes back, why it does. */
export interface Asking {
  readonly shown: readonly Incident[];
  readonly why: Mrkdwn | null;
  readonly now: Date;
}

/** Of the choices whether it is the same as one that is open. */
export const OTHER = 'another';

/** Null: not from a form of ours. */
export function readTyped(values: Submission['values'], leadRound = 0): Typed | null {
  const of = (name: fields.FieldName) => fields.held(values, name);
  const severity = fields.severityOf(of('severity'));
  if (severity === null) return null;
  return {
    app: of('app'),
    severity,
    symptom: of('symptom'),
    impact: of('impact'),
    liveFlow: of('flow') !== '',
    date: of('date'),
    time: of('time'),
    commander: fields.held(values, 'commander', leadRound),
    leadRound,
    drill: of('kind') === 'drill',
    same: of('same'),
  };
}

/** Pure. `asking`: null while nobody has looked what is open. */
export function openView(
  apps: readonly App[],
  channel: string,
  typed: Typed,
  asking: Asking | null,
): ModalView {
  const shown = asking?.shown ?? [];
  const began = 'Empty: now. A time alone is the last one that passed.';
  return {
    type: 'modal',
    callback_id: VIEWS.openIncident,
    private_metadata: JSON.stringify({
      channel,
      shown: shown.map(({ id }) => id),
      leadRound: typed.leadRound,
    }),
    title: plainText(TITLE, 24),
    submit: plainText('Open', 24),
    close: plainText('Cancel', 24),
    blocks: [
      ...(asking?.why ? [section(asking.why, 'why')] : []),
      fields.appInput(apps, typed.app),
      ...(asking && shown.length > 0 ? [sameInput(asking, typed)] : []),
      fields.textInput(
        {
          name: 'symptom',
          label: 'What is broken?',
          hint: 'A few words: everybody reads them first.',
          most: LONGEST_SYMPTOM,
        },
        typed.symptom,
      ),
      fields.severityInput(typed.severity),
      fields.textInput(
        { name: 'impact', label: 'What do customers notice?', optional: true, most: LONGEST_IMPACT },
        typed.impact,
      ),
      fields.flowInput(typed.liveFlow),
      fields.commanderInput(typed.commander, typed.leadRound),
      ...fields.beganInputs(typed, began),
      fields.radioInput({ name: 'kind', label: 'Real or practice?' }, KINDS, typed.drill ? 'drill' : 'real'),
      context(opensHere(channelLink(channel))),
    ],
  };
}

const KINDS: readonly Option[] = [
  fields.option('real', 'Real'),
  fields.option('drill', 'Drill', 'Kept apart from what is real; customers hear nothing of it.'),
];

/** Has to be answered where one is open on this app. */
function sameInput({ shown, now }: Asking, { app, same }: Typed) {
  const must = shown.some((each) => each.app === app || each.alsoApps.includes(app));
  const options = [
    ...shown.map((each) => fields.option(each.id, sameAs(each), openSince(each, now))),
    fields.option(OTHER, ...ANOTHER),
  ];
  const label = must ? 'Is it the same?' : 'Is it one of these?';
  return fields.radioInput({ name: 'same', label, optional: !must }, options, same);
}
