/** The fields that opening and updating an incident share, and how they are read again. */
import type { InputBlock, Option, PlainTextOption } from '@slack/types';
import type { App } from '../apps.ts';
import { INCIDENT_STATUSES, type IncidentStatus, SEVERITIES, type Severity } from '../incident.ts';
import type { Submission } from '../ports.ts';
import { plainText } from '../words/blocks.ts';
import { SEVERITY_HELP, STATUS_HELP } from '../words/incident-form.ts';
import { plain } from '../words/mrkdwn.ts';

export type FieldName =
  | 'app'
  | 'same'
  | 'severity'
  | 'status'
  | 'symptom'
  | 'impact'
  | 'flow'
  | 'commander'
  | 'also'
  | 'date'
  | 'time'
  | 'kind'
  | 'message';

/** A form that comes back with other values than Slack holds in its fields names them anew. */
export function blockOf(name: FieldName, round = 0): string {
  return round === 0 ? name : `${name}-${round}`;
}

/** What the field holds; empty when it holds nothing. */
export function held(values: Submission['values'], name: FieldName, round = 0): string {
  return values[blockOf(name, round)]?.[name] ?? '';
}

export function severityOf(held: string): Severity | null {
  return SEVERITIES.find((severity) => String(severity) === held) ?? null;
}

export function statusOf(held: string): IncidentStatus | null {
  return INCIDENT_STATUSES.find((status) => status === held) ?? null;
}

interface Input {
  readonly name: FieldName;
  readonly round?: number;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
}

function input(
  { name, round, label, hint, optional = false }: Input,
  element: InputBlock['element'],
): InputBlock {
  return {
    type: 'input',
    block_id: blockOf(name, round),
    optional,
    label: plainText(label),
    ...(hint === undefined ? {} : { hint: plainText(hint, 150) }),
    element: { ...element, action_id: name },
  };
}

export function option(value: string, text: string, description?: string): PlainTextOption {
  return {
    text: plainText(text),
    value,
    ...(description === undefined ? {} : { description: plainText(description) }),
  };
}

export function appInput(apps: readonly App[], chosen: string): InputBlock {
  const options = apps.slice(0, 100).map(({ name }) => option(name, name));
  const initial = options.find(({ value }) => value === chosen);
  return input(
    { name: 'app', label: 'Which app?' },
    { type: 'static_select', options, ...(initial ? { initial_option: initial } : {}) },
  );
}

export function severityInput(chosen: Severity, round?: number): InputBlock {
  const options = SEVERITIES.map((each) => option(String(each), ...SEVERITY_HELP[each]));
  return input(
    { name: 'severity', label: 'How bad is it?', ...at(round) },
    { type: 'static_select', options, ...initially(options, String(chosen)) },
  );
}

export function statusInput(chosen: IncidentStatus, round?: number): InputBlock {
  const options = INCIDENT_STATUSES.map((each) => option(each, ...STATUS_HELP[each]));
  return input(
    { name: 'status', label: 'Where are we?', ...at(round) },
    { type: 'static_select', options, ...initially(options, chosen) },
  );
}

export function textInput(
  spec: Input & { readonly most: number; readonly multiline?: boolean },
  typed: string,
): InputBlock {
  const { most, multiline = false, ...rest } = spec;
  const initial = plain(typed, most);
  return input(rest, {
    type: 'plain_text_input',
    max_length: most,
    multiline,
    ...(initial === '' ? {} : { initial_value: initial }),
  });
}

const FLOW = 'It touches a live customer flow';

export function flowInput(ticked: boolean, round?: number): InputBlock {
  const options = [option('live', FLOW, 'Operators are told at once, not in the daily digest.')];
  return input(
    { name: 'flow', label: 'Live customers?', optional: true, ...at(round) },
    { type: 'checkboxes', options, ...(ticked ? { initial_options: options } : {}) },
  );
}

export function commanderInput(slackId: string, round?: number): InputBlock {
  return input(
    { name: 'commander', label: 'Who leads?', optional: true, ...at(round) },
    { type: 'users_select', ...(slackId === '' ? {} : { initial_user: slackId }) },
  );
}

/** In UTC, whatever the reader's own clock says. */
export function beganInputs(
  { date, time }: { readonly date: string; readonly time: string },
  hint: string,
  round?: number,
): readonly InputBlock[] {
  return [
    input(
      { name: 'date', label: 'Began on (UTC)', optional: true, ...at(round) },
      { type: 'datepicker', ...(date === '' ? {} : { initial_date: date }) },
    ),
    input(
      { name: 'time', label: 'Began at (UTC)', optional: true, hint, ...at(round) },
      { type: 'timepicker', timezone: 'Etc/UTC', ...(time === '' ? {} : { initial_time: time }) },
    ),
  ];
}

export function radioInput(spec: Input, options: readonly Option[], chosen: string): InputBlock {
  return input(spec, { type: 'radio_buttons', options: [...options], ...initially(options, chosen) });
}

/** `chosen` that are on offer no more stay on offer, so that nothing is lost by looking. */
export function alsoInput(names: readonly string[], chosen: readonly string[], round?: number): InputBlock {
  const options = [...new Set([...chosen, ...names])].slice(0, 100).map((name) => option(name, name));
  const initial = options.filter(({ value }) => value !== undefined && chosen.includes(value));
  return input(
    { name: 'also', label: 'Other apps it has reached', optional: true, ...at(round) },
    {
      type: 'multi_static_select',
      options,
      max_selected_items: Math.max(MOST_APPS, chosen.length),
      ...(initial.length === 0 ? {} : { initial_options: initial }),
    },
  );
}

/** What the form carries of them must fit into a modal's metadata. */
const MOST_APPS = 20;

function at(round: number | undefined): { readonly round?: number } {
  return round === undefined ? {} : { round };
}

function initially<O extends Option>(options: readonly O[], chosen: string): { readonly initial_option?: O } {
  const initial = options.find(({ value }) => value === chosen);
  return initial ? { initial_option: initial } : {};
}
