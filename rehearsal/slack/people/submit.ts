/** Submitting and closing a modal. */

import type { PlainTextInput } from '@slack/types';
import type { Backstage } from '../backstage.ts';
import { knownView } from '../block-kit/check.ts';
import { numberComplaint } from '../block-kit/number-range.ts';
import { isRecord } from '../block-kit/rules.ts';
import type { SlackUser } from '../cast.ts';
import { deliver } from '../deliver/deliver.ts';
import { closedPayload, submissionPayload } from '../deliver/payloads.ts';
import { type FieldValue, initialValue, isEmpty } from '../field-values.ts';
import { type Field, fieldKey, fieldsOf } from '../fields.ts';
import type { Delivery } from '../journal.ts';
import { blocksOf, closeAll, closeModal, pushModal, replace, updateModal } from '../modals.ts';
import type { OpenView, SlackState } from '../state.ts';
import { errorCode } from './notice.ts';

export type Submitted =
  /** Not sent: Slack wants these fields first. */
  | { readonly kind: 'incomplete'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'closed' | 'updated' | 'pushed' | 'cleared'; readonly delivery: Delivery }
  | {
      readonly kind: 'errors';
      readonly errors: Readonly<Record<string, string>>;
      readonly delivery: Delivery;
    }
  /** The modal stays, with Slack's line about the trouble. */
  | { readonly kind: 'failed'; readonly why: string; readonly delivery: Delivery };

/** Slack says the same whether the app was late, absent, refused, or answered nonsense. */
const TROUBLE = 'We had some trouble connecting. Try again?';

export async function submit(backstage: Backstage, user: SlackUser, open: OpenView): Promise<Submitted> {
  const { state } = backstage;
  if (open.view.submit === undefined) throw new Error('This modal has nothing to submit');
  const missing = incomplete(open);
  if (Object.keys(missing).length > 0) {
    replace(state, { ...open, errors: missing });
    return { kind: 'incomplete', errors: missing };
  }
  const sent = replace(state, { ...open, errors: {}, trouble: null });
  const payload = submissionPayload(state, user, sent);
  const delivery = await deliver(backstage, { kind: 'view_submission', user: user.id, payload });
  const error = errorCode(delivery);
  // The app may have updated it meanwhile, or the person closed it.
  const present = state.views.get(open.id);
  if (present === undefined) return { kind: 'closed', delivery };
  const result = error === null ? obey(state, present, delivery) : failed(error, delivery);
  if (result.kind === 'failed') replace(state, { ...present, trouble: TROUBLE });
  return result;
}

export async function close(backstage: Backstage, user: SlackUser, open: OpenView): Promise<void> {
  const { state } = backstage;
  const payload = closedPayload(state, user, open);
  if (open.view.clear_on_close === true) closeAll(state, user.id);
  else closeModal(state, open);
  if (open.view.notify_on_close === true) {
    await deliver(backstage, { kind: 'view_closed', user: user.id, payload });
  }
}

function obey(state: SlackState, open: OpenView, delivery: Delivery): Submitted {
  const { body } = delivery;
  if (body === null) {
    closeModal(state, open);
    return { kind: 'closed', delivery };
  }
  const action = isRecord(body) ? body['response_action'] : undefined;
  if (!isRecord(body) || action === undefined) return failed('not a response_action', delivery);
  if (action === 'clear') {
    closeAll(state, open.user);
    return { kind: 'cleared', delivery };
  }
  if (action === 'errors') return showErrors(state, open, body['errors'], delivery);
  const view = knownView(body['view']);
  if (!view.ok) return failed('invalid view', delivery);
  if (action === 'update') {
    updateModal(state, open, view.value);
    return { kind: 'updated', delivery };
  }
  if (action !== 'push') return failed('unknown response_action', delivery);
  const pushed = pushModal(state, open, view.value);
  return pushed === 'push_limit_reached' ? failed(pushed, delivery) : { kind: 'pushed', delivery };
}

/** Errors may only name input blocks that are there. */
function showErrors(state: SlackState, open: OpenView, given: unknown, delivery: Delivery): Submitted {
  const inputs = blocksOf(open).flatMap((block) => (block.type === 'input' ? [block.block_id] : []));
  const entries = isRecord(given) ? Object.entries(given) : [];
  const fits = entries.every(([blockId, text]) => inputs.includes(blockId) && typeof text === 'string');
  if (entries.length === 0 || !fits) return failed('errors for fields that are not there', delivery);
  const errors = Object.fromEntries(entries.map(([blockId, text]) => [blockId, String(text)]));
  replace(state, { ...open, errors });
  return { kind: 'errors', errors, delivery };
}

function failed(why: string, delivery: Delivery): Submitted {
  return { kind: 'failed', why, delivery };
}

function incomplete(open: OpenView): Readonly<Record<string, string>> {
  const found = fieldsOf(blocksOf(open)).flatMap((field) => {
    const value = open.typed.get(fieldKey(field.blockId, field.actionId)) ?? initialValue(field.element);
    const complaint = complaintAbout(field, value);
    return complaint === null ? [] : [[field.blockId, complaint] as const];
  });
  return Object.fromEntries(found);
}

function complaintAbout(field: Field, value: FieldValue): string | null {
  if (isEmpty(value)) return field.required ? 'Please complete this required field.' : null;
  const { element } = field;
  const text = 'value' in value ? (value.value ?? '') : '';
  switch (element.type) {
    case 'number_input':
      return numberComplaint(text, element);
    case 'url_text_input':
      return /^https?:\/\/[^\s/]+/.test(text) ? null : 'Please enter a valid URL.';
    case 'plain_text_input':
      return lengthComplaint([...text].length, element);
    default:
      return null;
  }
}

function lengthComplaint(length: number, { min_length: min = 0, max_length: max = 3000 }: PlainTextInput) {
  if (length < min) return `Please enter at least ${min} characters.`;
  return length > max ? `Please enter no more than ${max} characters.` : null;
}
