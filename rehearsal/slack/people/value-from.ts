/** From what a person types or picks to what the field holds then. */
import type { Option } from '@slack/types';
import {
  type FieldElement,
  type FieldValue,
  optionsOfField,
  type UsersElement,
  zoneOf,
} from '../field-values.ts';
import type { SlackState } from '../state.ts';
import { NotOnScreen } from './not-on-screen.ts';

export interface Around {
  readonly users: SlackState['users'];
  /** What a search came up with. */
  readonly found?: readonly Option[];
}

/** `written` as `writtenOf` writes it. Throws `NotOnScreen` for what the field does not offer. */
export function valueFrom(element: FieldElement, written: readonly string[], around: Around): FieldValue {
  const { type } = element;
  const [first = ''] = written;
  switch (type) {
    case 'number_input':
    case 'plain_text_input':
    case 'url_text_input':
      return { type, value: first || null };
    case 'checkboxes':
      return { type, selected_options: pick(optionsOfField(element), written) };
    case 'multi_static_select':
      return { type, selected_options: pick(optionsOfField(element), atMost(element, written)) };
    case 'external_select':
      return { type, selected_option: pick(around.found ?? [], written)[0] ?? null };
    case 'radio_buttons':
    case 'static_select':
      return { type, selected_option: pick(optionsOfField(element), written)[0] ?? null };
    case 'users_select':
      return { type, selected_user: known(written, around)[0] ?? null };
    case 'multi_users_select':
      return { type, selected_users: known(atMost(element, written), around) };
    case 'datepicker':
      return { type, selected_date: shaped(first, /^\d{4}-\d\d-\d\d$/, `${first}T00:00Z`) };
    case 'timepicker':
      return {
        type,
        selected_time: shaped(first, /^\d\d:\d\d$/, `1970-01-01T${first}Z`),
        ...zoneOf(element),
      };
    case 'datetimepicker':
      return { type, selected_date_time: first === '' ? null : seconds(first) };
  }
}

export function pick(options: readonly Option[], values: readonly string[]): readonly Option[] {
  return values.map((value) => {
    const option = options.find((each) => each.value === value);
    if (option !== undefined) return option;
    throw new NotOnScreen(`No option ${value}; on offer: ${options.map((each) => each.value).join(', ')}`);
  });
}

/** Slack offers whoever has an account here, apps too. */
function known(ids: readonly string[], { users }: Around): readonly string[] {
  const nobody = ids.find((id) => users.get(id)?.deleted !== false);
  if (nobody !== undefined) throw new NotOnScreen(`Nobody to pick as ${nobody}`);
  return ids;
}

function atMost(
  {
    max_selected_items: most = 100,
  }: Pick<Extract<UsersElement, { type: 'multi_users_select' }>, 'max_selected_items'>,
  chosen: readonly string[],
): readonly string[] {
  if (chosen.length > most) throw new NotOnScreen(`No more than ${most} can be chosen`);
  return chosen;
}

/** Null when nothing was picked. A date or time that the calendar does not have cannot be picked. */
function shaped(written: string, shape: RegExp, instant: string): string | null {
  if (written === '') return null;
  const there = shape.test(written) && !Number.isNaN(Date.parse(instant));
  // `Date.parse` takes the 31st of June for the 1st of July.
  if (!there || !new Date(instant).toISOString().includes(written))
    throw new NotOnScreen(`${written} is not on the picker`);
  return written;
}

function seconds(written: string): number {
  if (!/^\d{10}$/.test(written)) throw new NotOnScreen(`${written} is not on the picker`);
  return Number(written);
}
