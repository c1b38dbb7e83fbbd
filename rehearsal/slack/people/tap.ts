/** Tapping a button or menu, in a message or in a modal. */
import type { Backstage } from '../backstage.ts';
import type { SlackUser } from '../cast.ts';
import { deliver } from '../deliver/deliver.ts';
import { homeActionPayload, messageActionPayload, viewActionPayload } from '../deliver/payloads.ts';
import { fieldsOf } from '../fields.ts';
import { homeBlocksOf } from '../homes.ts';
import type { JsonObject } from '../json.ts';
import { messageAt } from '../messages.ts';
import { blocksOf, type } from '../modals.ts';
import { channelCalled, type OpenView, type PublishedHome, type StoredMessage } from '../state.ts';
import { type Action, actionOf, type Choice, findTappable } from './choose.ts';
import { errorCode, tell } from './notice.ts';
import type { Done } from './slash.ts';

const NOTHING_SENT: Done = { delivery: null, notice: null };

/** `seen` may be an older state of the message than the present one: a person's screen lags too. */
export async function tapMessage(
  backstage: Backstage,
  user: SlackUser,
  seen: StoredMessage,
  actionId: string,
  choice: Choice,
): Promise<Done> {
  const { state } = backstage;
  const placed = findTappable(seen.blocks, actionId, choice);
  if (placed.element.confirm !== undefined && choice.confirm === false) return NOTHING_SENT;
  const now = messageAt(state, seen.channel, seen.ts) ?? seen;
  const action = actionOf(placed, choice, state);
  const channel = channelCalled(state, seen.channel);
  const screen = `${user.id}/${channel.id}/${seen.ts}`;
  const chosen = new Map([...(state.ticked.get(screen) ?? []), ...action.chosen]);
  state.ticked.set(screen, chosen);
  return report(backstage, user, messageActionPayload(state, user, channel, now, { ...action, chosen }));
}

export async function tapModal(
  backstage: Backstage,
  user: SlackUser,
  open: OpenView,
  actionId: string,
  choice: Choice,
): Promise<Done> {
  const placed = findTappable(blocksOf(open), actionId, choice);
  if (placed.element.confirm !== undefined && choice.confirm === false) return NOTHING_SENT;
  return act(backstage, user, open, actionOf(placed, choice, backstage.state));
}

export async function tapHome(
  backstage: Backstage,
  user: SlackUser,
  home: PublishedHome,
  actionId: string,
  choice: Choice,
): Promise<Done> {
  const placed = findTappable(homeBlocksOf(home), actionId, choice);
  if (placed.element.confirm !== undefined && choice.confirm === false) return NOTHING_SENT;
  const { state } = backstage;
  return report(backstage, user, homeActionPayload(state, user, home, actionOf(placed, choice, state)));
}

/** Keeps what was chosen, and reports it when the field reports changes (buttons always do). */
export async function act(
  backstage: Backstage,
  user: SlackUser,
  open: OpenView,
  action: Action,
): Promise<Done> {
  const { state } = backstage;
  const [blockId, actionId] = [String(action.payload['block_id']), String(action.payload['action_id'])];
  const changed = [...action.chosen.values()].reduce(
    (view, value) => type(state, view, blockId, actionId, value),
    open,
  );
  const field = fieldsOf(blocksOf(changed)).find(
    (each) => each.blockId === blockId && each.actionId === actionId,
  );
  if (field !== undefined && !field.dispatches) return NOTHING_SENT;
  return reportField(backstage, user, changed, action);
}

export function reportField(
  backstage: Backstage,
  user: SlackUser,
  open: OpenView,
  action: Action,
): Promise<Done> {
  return report(backstage, user, viewActionPayload(backstage.state, user, open, action));
}

async function report(backstage: Backstage, user: SlackUser, payload: JsonObject): Promise<Done> {
  const delivery = await deliver(backstage, { kind: 'block_actions', user: user.id, payload });
  const error = errorCode(delivery);
  const notice = error === null ? null : `This app responded with an error: ${error}`;
  return { delivery, notice: notice === null ? null : tell(backstage.state, user.id, notice) };
}
