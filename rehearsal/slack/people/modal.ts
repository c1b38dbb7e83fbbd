/** One open modal as the person before it handles it. Reads the present state on every use. */
import type { Option } from '@slack/types';
import type { Backstage } from '../backstage.ts';
import type { SlackUser } from '../cast.ts';
import { type FieldElement, type FieldValue, offers, optionsOfField } from '../field-values.ts';
import { type Field, fieldKey, fieldsOf, stateValues } from '../fields.ts';
import { blocksOf, type } from '../modals.ts';
import { renderView } from '../render/render-view.ts';
import { type OpenView, userByHandle } from '../state.ts';
import { type Choice, changeOf } from './choose.ts';
import { NotOnScreen } from './not-on-screen.ts';
import { search } from './search.ts';
import type { Done } from './slash.ts';
import { close, type Submitted, submit } from './submit.ts';
import { act, reportField, tapModal } from './tap.ts';
import { valueFrom } from './value-from.ts';

export interface Modal {
  readonly viewId: string;
  isOpen(): boolean;
  /** The view as it is now; throws once closed. */
  view(): OpenView;
  /** As a person reads it, errors under the fields included. */
  text(): string;
  /** What a field holds now. */
  value(blockId: string, actionId: string): FieldValue | undefined;
  /** Types a text, a number or an address; the app hears of it if it wants every letter. */
  fill(blockId: string, actionId: string, text: string): Promise<Done>;
  /** Enter, in a line of text that reports it. */
  enter(blockId: string, actionId: string): Promise<Done>;
  /** Any field now holds this, written as `writtenOf` does. */
  change(blockId: string, actionId: string, values: readonly string[]): Promise<Done>;
  /** The same without a word to the app, which hears of it with whatever comes next. */
  hold(blockId: string, actionId: string, values: readonly string[]): void;
  /** Ticks these options of a field that takes several (and unticks the rest); without values, all of them. */
  tick(blockId: string, actionId: string, ...values: readonly string[]): Promise<Done>;
  /** These ticked and the rest not, even if none is. */
  set(blockId: string, actionId: string, values: readonly string[]): Promise<Done>;
  /** Types into a select that searches, and reads what comes up. */
  search(blockId: string, actionId: string, typed: string): Promise<readonly Option[]>;
  /** Chooses one option of a menu, of radio buttons, or of what the last search came up with. */
  choose(blockId: string, actionId: string, value: string): Promise<Done>;
  /** `2026-06-21`; empty: takes the date out. */
  pickDate(blockId: string, actionId: string, date: string): Promise<Done>;
  /** `03:04`; empty: takes the time out. */
  pickTime(blockId: string, actionId: string, time: string): Promise<Done>;
  /** Slack keeps whole seconds. */
  pickInstant(blockId: string, actionId: string, at: Date): Promise<Done>;
  /** By handle; several where the field takes several, and nobody takes them out. */
  pickUser(blockId: string, actionId: string, ...handles: readonly string[]): Promise<Done>;
  tap(actionId: string, choice?: Choice): Promise<Done>;
  submit(): Promise<Submitted>;
  close(): Promise<void>;
}

const TYPED = ['number_input', 'plain_text_input', 'url_text_input'] as const;
const SEVERAL = ['checkboxes', 'multi_static_select'] as const;
const CHOICES = ['external_select', 'radio_buttons', 'static_select', ...SEVERAL] as const;

export function modalOf(backstage: Backstage, user: SlackUser, viewId: string): Modal {
  const { state } = backstage;

  function view(): OpenView {
    const open = state.views.get(viewId);
    if (open === undefined) throw new NotOnScreen(`The modal ${viewId} is closed`);
    return open;
  }

  function field(blockId: string, actionId: string): Field {
    const fields = fieldsOf(blocksOf(view()));
    const found = fields.find((each) => each.blockId === blockId && each.actionId === actionId);
    if (found !== undefined) return found;
    const names = fields.map((each) => `${each.blockId}/${each.actionId}`).join(', ') || 'none';
    throw new NotOnScreen(`No field ${blockId}/${actionId}; there are: ${names}`);
  }

  function change(blockId: string, actionId: string, value: FieldValue): Promise<Done> {
    return act(backstage, user, view(), changeOf(blockId, actionId, value, state.now()));
  }

  function holding(blockId: string, actionId: string, values: readonly string[]): FieldValue {
    const found = view().found.get(fieldKey(blockId, actionId)) ?? [];
    return valueFrom(field(blockId, actionId).element, values, { users: state.users, found });
  }

  /** Slips of a test are named: a text field offers no choice, a picker takes no text. */
  async function put(
    types: readonly FieldElement['type'][],
    blockId: string,
    actionId: string,
    written: readonly string[],
  ): Promise<Done> {
    const { type: is } = field(blockId, actionId).element;
    if (!types.includes(is)) throw new Error(`${actionId} is a ${is}, not a ${types.join(' or ')}`);
    return change(blockId, actionId, holding(blockId, actionId, written));
  }

  return {
    viewId,
    view,
    isOpen: () => state.views.has(viewId),
    text: () => renderView(view(), state),
    value: (blockId, actionId) => {
      const open = view();
      return stateValues(blocksOf(open), open.typed)[blockId]?.[actionId];
    },
    fill: (blockId, actionId, text) => put(TYPED, blockId, actionId, [text]),
    enter: async (blockId, actionId) => {
      if (!field(blockId, actionId).dispatchesEnter) throw new Error(`${actionId} reports no Enter`);
      const value = stateValues(blocksOf(view()), view().typed)[blockId]?.[actionId];
      if (value === undefined) throw new Error(`${actionId} holds nothing`);
      return reportField(backstage, user, view(), changeOf(blockId, actionId, value, state.now()));
    },
    change: async (blockId, actionId, values) =>
      change(blockId, actionId, holding(blockId, actionId, values)),
    hold: (blockId, actionId, values) => {
      type(state, view(), blockId, actionId, holding(blockId, actionId, values));
    },
    set: (blockId, actionId, values) => put(SEVERAL, blockId, actionId, values),
    tick: async (blockId, actionId, ...values) => {
      const { element } = field(blockId, actionId);
      const all = () => (offers(element) ? optionsOfField(element).flatMap(({ value }) => value ?? []) : []);
      return put(SEVERAL, blockId, actionId, values.length === 0 ? all() : values);
    },
    search: async (blockId, actionId, typed) => {
      if (field(blockId, actionId).element.type !== 'external_select')
        throw new Error(`${actionId} searches nothing`);
      return search(backstage, user, view(), { blockId, actionId, typed });
    },
    choose: (blockId, actionId, value) => put(CHOICES, blockId, actionId, [value]),
    pickDate: (blockId, actionId, date) => put(['datepicker'], blockId, actionId, [date]),
    pickTime: (blockId, actionId, time) => put(['timepicker'], blockId, actionId, [time]),
    pickInstant: (blockId, actionId, at) =>
      put(['datetimepicker'], blockId, actionId, [String(Math.floor(at.getTime() / 1000))]),
    pickUser: async (blockId, actionId, ...handles) => {
      const ids = handles.map((handle) => userByHandle(state, handle).id);
      return put(['users_select', 'multi_users_select'], blockId, actionId, ids);
    },
    tap: async (actionId, choice = {}) => tapModal(backstage, user, view(), actionId, choice),
    submit: async () => submit(backstage, user, view()),
    close: async () => close(backstage, user, view()),
  };
}
