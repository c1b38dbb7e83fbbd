/** views.*: modals opened with a trigger, updated by id and hash; a home tab published for one person. */
import { knownHome, knownView } from '../block-kit/check.ts';
import { homePayload, publishHome } from '../homes.ts';
import type { JsonObject } from '../json.ts';
import { openModal, pushModal, stackOf, updateModal, viewPayload } from '../modals.ts';
import type { OpenView, SlackState } from '../state.ts';
import { spendTrigger } from '../triggers.ts';
import { type Answer, argument, fail, ok, type Request, refusedPayload, structure } from './answer.ts';

export function open({ state, args }: Request): Answer {
  const view = viewOf(state, args, null);
  if (!view.ok) return view.failure;
  const trigger = spendTrigger(state, argument(args, 'trigger_id'));
  return trigger.ok
    ? ok({ view: viewPayload(openModal(state, trigger.user, view.value)) })
    : fail(trigger.error);
}

export function push({ state, args }: Request): Answer {
  const view = viewOf(state, args, null);
  if (!view.ok) return view.failure;
  const trigger = spendTrigger(state, argument(args, 'trigger_id'));
  if (!trigger.ok) return fail(trigger.error);
  const top = stackOf(state, trigger.user).at(-1);
  if (top === undefined) return fail('not_found');
  const pushed = pushModal(state, top, view.value);
  return pushed === 'push_limit_reached' ? fail(pushed) : ok({ view: viewPayload(pushed) });
}

export function update({ state, args }: Request): Answer {
  const opened = findView(state, args);
  if (opened === undefined) return fail('not_found');
  const view = viewOf(state, args, opened);
  if (!view.ok) return view.failure;
  if (args['hash'] !== undefined && argument(args, 'hash') !== opened.hash) return fail('hash_conflict');
  return ok({ view: viewPayload(updateModal(state, opened, view.value)) });
}

/** Slack takes no larger one, in bytes. */
const LARGEST_HOME = 250_000;

export function publish({ state, args, grants }: Request): Answer {
  if (!grants.homeTab) return fail('not_enabled');
  const user = state.users.get(argument(args, 'user_id'));
  if (user === undefined)
    return fail('invalid_arguments', { response_metadata: { messages: ['invalid `user_id`'] } });
  const known = knownHome(structure(args, 'view'));
  if (!known.ok) return refusedPayload('invalid_arguments', known.problems);
  if (Buffer.byteLength(JSON.stringify(known.value)) > LARGEST_HOME) return fail('view_too_large');
  const before = state.homes.get(user.id);
  if (args['hash'] !== undefined && argument(args, 'hash') !== before?.hash) return fail('hash_conflict');
  return ok({ view: homePayload(publishHome(state, user.id, known.value)) });
}

function findView(state: SlackState, args: JsonObject): OpenView | undefined {
  const id = argument(args, 'view_id');
  const external = argument(args, 'external_id');
  return id === ''
    ? [...state.views.values()].find((each) => external !== '' && each.view.external_id === external)
    : state.views.get(id);
}

function viewOf(state: SlackState, args: JsonObject, replacing: OpenView | null) {
  const known = knownView(structure(args, 'view'));
  if (!known.ok) return { ok: false, failure: refusedPayload('invalid_arguments', known.problems) } as const;
  const external = known.value.external_id;
  const taken = [...state.views.values()].some(
    (each) => each.id !== replacing?.id && external && each.view.external_id === external,
  );
  return taken ? ({ ok: false, failure: fail('duplicate_external_id') } as const) : known;
}
