/** One open modal as the person before it handles it. Reads the present state on every use. */
import type { Checkboxes, Option } from '@slack/types';
import type { Backstage } from '../backstage.ts';
import type { SlackUser } from '../cast.ts';
import { type Field, type FieldValue, fieldKey, fieldsOf, stateValues } from '../fields.ts';
import { blocksOf, type } from '../modals.ts';
import { renderView } from '../render/render-view.ts';
import type { OpenView } from '../state.ts';
import { type Choice, changeOf, choose } from './choose.ts';
import { NotOnScreen } from './not-on-screen.ts';
import { search } from './search.ts';
import type { Done } from './slash.ts';
import { close, type Submitted, submit } from './submit.ts';
import { act, reportField, tapModal } from './tap.ts';

export interface Modal {
  readonly viewId: string;
  isOpen(): boolean;
  /** The view as it is now; throws once closed. */
  view(): OpenView;
  /** As a person reads it, errors under the fields included. */
  text(): string;
  /** What a field holds now. */
  value(blockId: string, actionId: string): FieldValue | undefined;
  /** Types a text; the app hears of it if it wants every letter. */
  fill(blockId: string, actionId: string, text: string): Promise<Done>;
  /** Enter, in a line of text that reports it. */
  enter(blockId: string, actionId: string): Promise<Done>;
  /** Any field now holds this: its text, or the values of what is chosen. */
  change(blockId: string, actionId: string, values: readonly string[]): Promise<Done>;
  /** The same without a word to the app, which hears of it with whatever comes next. */
  hold(blockId: string, actionId: string, values: readonly string[]): void;
  /** Ticks these options of a checkbox field (and unticks the rest); without values, all of them. */
  tick(blockId: string, actionId: string, ...values: readonly string[]): Promise<Done>;
  /** These ticked and the rest not, even if none is. */
  set(blockId: string, actionId: string, values: readonly string[]): Promise<Done>;
  /** Types into a select that searches, and reads what comes up. */
  search(blockId: string, actionId: string, typed: string): Promise<readonly Option[]>;
  /** Chooses one option of a menu, of radio buttons, or of what the last search came up with. */
  choose(blockId: string, actionId: string, value: string): Promise<Done>;
  tap(actionId: string, choice?: Choice): Promise<Done>;
  submit(): Promise<Submitted>;
  close(): Promise<void>;
}

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

  function boxes(blockId: string, actionId: string): Checkboxes {
    const { element } = field(blockId, actionId);
    if (element.type !== 'checkboxes') throw new Error(`${actionId} has nothing to tick`);
    return element;
  }

  function change(blockId: string, actionId: string, value: FieldValue): Promise<Done> {
    return act(backstage, user, view(), changeOf(blockId, actionId, value, state.now()));
  }

  function holding(blockId: string, actionId: string, values: readonly string[]): FieldValue {
    const { element } = field(blockId, actionId);
    return element.type === 'plain_text_input'
      ? { type: element.type, value: values[0] || null }
      : choose(element, values, view().found.get(fieldKey(blockId, actionId)));
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
    fill: async (blockId, actionId, text) => {
      const { element } = field(blockId, actionId);
      if (element.type !== 'plain_text_input') throw new Error(`${actionId} takes no text`);
      return change(blockId, actionId, { type: element.type, value: text || null });
    },
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
    set: async (blockId, actionId, values) =>
      change(blockId, actionId, choose(boxes(blockId, actionId), values)),
    tick: async (blockId, actionId, ...values) => {
      const element = boxes(blockId, actionId);
      const all = element.options.flatMap((option) => option.value ?? []);
      return change(blockId, actionId, choose(element, values.length === 0 ? all : values));
    },
    search: async (blockId, actionId, typed) => {
      if (field(blockId, actionId).element.type !== 'external_select')
        throw new Error(`${actionId} searches nothing`);
      return search(backstage, user, view(), { blockId, actionId, typed });
    },
    choose: async (blockId, actionId, value) => {
      const { element } = field(blockId, actionId);
      if (element.type === 'plain_text_input') throw new Error(`${actionId} offers no choice`);
      return change(blockId, actionId, holding(blockId, actionId, [value]));
    },
    tap: async (actionId, choice = {}) => tapModal(backstage, user, view(), actionId, choice),
    submit: async () => submit(backstage, user, view()),
    close: async () => close(backstage, user, view()),
  };
}
