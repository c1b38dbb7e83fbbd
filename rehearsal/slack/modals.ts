/** Open modals: one stack per person, at most three deep. */
import type { KnownBlock, ModalView } from '@slack/types';
import { APP_ID, BOT, TEAM } from './cast.ts';
import { type FieldValue, initialValue, stillFits } from './field-values.ts';
import { fieldKey, fieldsOf, stateValues } from './fields.ts';
import { withIds } from './generated-ids.ts';
import { asJson, type JsonObject } from './json.ts';
import { nextId, type OpenView, type SlackState } from './state.ts';

const DEEPEST = 3;

export function stackOf(state: SlackState, user: string): readonly OpenView[] {
  return (state.stacks.get(user) ?? []).flatMap((id) => state.views.get(id) ?? []);
}

/** A modal opened afresh takes the place of whatever the person had open. */
export function openModal(state: SlackState, user: string, view: ModalView): OpenView {
  closeAll(state, user);
  return put(state, user, view, null);
}

export function pushModal(
  state: SlackState,
  below: OpenView,
  view: ModalView,
): OpenView | 'push_limit_reached' {
  if (stackOf(state, below.user).length >= DEEPEST) return 'push_limit_reached';
  return put(state, below.user, view, below);
}

/**
 * What a field holds stays wherever block_id, action_id and kind are the same, also against a new initial value:
 * Slack's clients behave so. A chosen option that is no longer on offer is forgotten.
 */
export function updateModal(state: SlackState, open: OpenView, view: ModalView): OpenView {
  const blocks = withIds(state, view.blocks as KnownBlock[]);
  return replace(state, {
    ...open,
    view: { ...view, blocks: [...blocks] },
    hash: nextId(state, 'hash.'),
    typed: filledIn(blocks, open.typed),
    errors: {},
    trouble: null,
  });
}

function filledIn(
  blocks: readonly KnownBlock[],
  before: ReadonlyMap<string, FieldValue>,
): ReadonlyMap<string, FieldValue> {
  return new Map(
    fieldsOf(blocks).map(({ blockId, actionId, element }) => {
      const key = fieldKey(blockId, actionId);
      const held = before.get(key);
      const stays = held !== undefined && stillFits(element, held);
      return [key, stays ? held : initialValue(element)];
    }),
  );
}

export function replace(state: SlackState, open: OpenView): OpenView {
  state.views.set(open.id, open);
  return open;
}

export function type(
  state: SlackState,
  open: OpenView,
  blockId: string,
  actionId: string,
  value: FieldValue,
) {
  const { [blockId]: _answered, ...errors } = open.errors;
  return replace(state, {
    ...open,
    typed: new Map(open.typed).set(fieldKey(blockId, actionId), value),
    errors,
  });
}

export function closeModal(state: SlackState, open: OpenView): void {
  state.views.delete(open.id);
  const rest = (state.stacks.get(open.user) ?? []).filter((id) => id !== open.id);
  state.stacks.set(open.user, rest);
}

export function closeAll(state: SlackState, user: string): void {
  for (const open of stackOf(state, user)) closeModal(state, open);
}

/** The view as Slack describes it to the app. */
export function viewPayload(open: OpenView): JsonObject {
  const { view } = open;
  return {
    id: open.id,
    team_id: TEAM.id,
    app_id: APP_ID,
    bot_id: BOT.id,
    app_installed_team_id: TEAM.id,
    type: 'modal',
    title: asJson(view.title),
    submit: asJson(view.submit),
    close: asJson(view.close),
    blocks: asJson(view.blocks),
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    external_id: view.external_id ?? '',
    clear_on_close: view.clear_on_close ?? false,
    notify_on_close: view.notify_on_close ?? false,
    state: asJson({ values: stateValues(blocksOf(open), open.typed) }),
    hash: open.hash,
    root_view_id: open.rootId,
    previous_view_id: open.previousId,
  };
}

/** `ModalView.blocks` is typed loosely by the vendor; only checked views are ever opened. */
export function blocksOf(open: OpenView): readonly KnownBlock[] {
  return open.view.blocks as KnownBlock[];
}

function put(state: SlackState, user: string, view: ModalView, below: OpenView | null): OpenView {
  const id = nextId(state, 'V');
  const blocks = withIds(state, view.blocks as KnownBlock[]);
  state.stacks.set(user, [...(state.stacks.get(user) ?? []), id]);
  return replace(state, {
    id,
    user,
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
    hash: nextId(state, 'hash.'),
    view: { ...view, blocks: [...blocks] },
    typed: filledIn(blocks, new Map()),
    found: new Map(),
    errors: {},
    trouble: null,
  });
}
