/** From "tap this" to the action Slack reports: which element, and what was chosen in it. */
import type { Button, KnownBlock, Overflow } from '@slack/types';
import { type FieldElement, type FieldValue, isTyped } from '../field-values.ts';
import { type AnyElement, elementsOf, fieldKey, isField } from '../fields.ts';
import { asJson, type JsonObject } from '../json.ts';
import type { SlackState } from '../state.ts';
import { NotOnScreen } from './not-on-screen.ts';
import { pick, valueFrom } from './value-from.ts';

export interface Choice {
  /**
   * The option to choose, the id of the person, the date; several, each on a line of its own. For a button, the one of
   * several that carries this value.
   */
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

/** What is typed or searched for has no place in a message. */
type Tappable =
  | Button
  | Overflow
  | Exclude<
      FieldElement,
      { type: 'external_select' | 'number_input' | 'plain_text_input' | 'url_text_input' }
    >;

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
  if (isField(element)) return element.type !== 'external_select' && !isTyped(element);
  return element.type === 'button' || element.type === 'overflow';
}

export function actionOf(
  { blockId, element }: Placed,
  choice: Choice,
  state: Pick<SlackState, 'now' | 'users'>,
): Action {
  const now = state.now();
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
  return changeOf(blockId, actionId, valueFrom(element, values, state), now);
}

/** A field holds a new value; `now` in milliseconds. */
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
