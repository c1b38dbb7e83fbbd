/** From "tap this" to the action Slack reports: which element, and what was chosen in it. */
import type {
  Button,
  Checkboxes,
  ExternalSelect,
  KnownBlock,
  Option,
  Overflow,
  RadioButtons,
  StaticSelect,
} from '@slack/types';
import { type AnyElement, elementsOf, type FieldValue, fieldKey, optionsOfField } from '../fields.ts';
import { asJson, type JsonObject } from '../json.ts';
import { NotOnScreen } from './not-on-screen.ts';

export interface Choice {
  /** The option to choose; for a button, the one of several that carries this value. */
  readonly value?: string;
  readonly blockId?: string;
  /** What to answer when the element asks for confirmation. Default yes. */
  readonly confirm?: boolean;
}

export interface Action {
  readonly payload: JsonObject;
  /** The field value it leaves behind, by `blockId/actionId`; empty for buttons. */
  readonly chosen: ReadonlyMap<string, FieldValue>;
}

type Tappable = Button | Checkboxes | Overflow | RadioButtons | StaticSelect;

interface Placed {
  readonly blockId: string;
  readonly element: Tappable;
}

/** The element with this action id, or an error that lists what could have been tapped. */
export function findTappable(blocks: readonly KnownBlock[], actionId: string, choice: Choice): Placed {
  const all = blocks.flatMap((block) =>
    elementsOf(block)
      .filter(isTappable)
      .map((element) => ({ blockId: block.block_id ?? '', element })),
  );
  const fitting = all.filter(
    ({ blockId, element }) =>
      element.action_id === actionId &&
      (choice.blockId === undefined || choice.blockId === blockId) &&
      (element.type !== 'button' || choice.value === undefined || element.value === choice.value),
  );
  if (fitting.length === 1 && fitting[0] !== undefined) return fitting[0];
  const offered = all.map(({ element }) => element.action_id).join(', ') || 'nothing';
  throw new NotOnScreen(`${fitting.length} elements to tap as ${actionId}; on offer: ${offered}`);
}

function isTappable(element: AnyElement): element is Tappable {
  return ['button', 'checkboxes', 'overflow', 'radio_buttons', 'static_select'].includes(element.type);
}

/** `now` in milliseconds. */
export function actionOf({ blockId, element }: Placed, choice: Choice, now: number): Action {
  const actionId = element.action_id ?? '';
  if (element.type === 'button') {
    const { type, text, value, style } = element;
    return { payload: named(blockId, actionId, now, { type, text, value, style }), chosen: new Map() };
  }
  const values = (choice.value ?? '').split('\n').filter((value) => value !== '');
  if (element.type === 'overflow') {
    const fields = { type: element.type, selected_option: pick(element.options, values)[0] };
    return { payload: named(blockId, actionId, now, fields), chosen: new Map() };
  }
  return changeOf(blockId, actionId, choose(element, values), now);
}

/** A field holds a new value. */
export function changeOf(blockId: string, actionId: string, value: FieldValue, now: number): Action {
  return {
    payload: named(blockId, actionId, now, value),
    chosen: new Map([[fieldKey(blockId, actionId), value]]),
  };
}

function named(blockId: string, actionId: string, now: number, fields: object): JsonObject {
  // asJson leaves out what is undefined, as Slack does.
  const sent = asJson(fields) as JsonObject;
  return { ...sent, block_id: blockId, action_id: actionId, action_ts: (now / 1000).toFixed(6) };
}

/** The value a choice field has once these option values are chosen; `found`: what a search came up with. */
export function choose(
  element: Checkboxes | ExternalSelect | RadioButtons | StaticSelect,
  values: readonly string[],
  found: readonly Option[] = [],
): FieldValue {
  const picked = pick(element.type === 'external_select' ? found : optionsOfField(element), values);
  return element.type === 'checkboxes'
    ? { type: element.type, selected_options: picked }
    : { type: element.type, selected_option: picked[0] ?? null };
}

function pick(options: readonly Option[], values: readonly string[]): readonly Option[] {
  return values.map((value) => {
    const option = options.find((each) => each.value === value);
    if (option !== undefined) return option;
    throw new NotOnScreen(`No option ${value}; on offer: ${options.map((each) => each.value).join(', ')}`);
  });
}
