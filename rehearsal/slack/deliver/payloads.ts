/** What Slack tells the app when a person uses what is the app's own. */
import { describeMessage } from '../api/describe.ts';
import { APP_ID, type SlackUser, TEAM } from '../cast.ts';
import { stateValues } from '../fields.ts';
import { homePayload } from '../homes.ts';
import { asJson, type JsonObject } from '../json.ts';
import { viewPayload } from '../modals.ts';
import type { Action } from '../people/choose.ts';
import type { Channel, OpenView, PublishedHome, SlackState, StoredMessage } from '../state.ts';
import { newTrigger } from '../triggers.ts';

/** Deprecated by Slack, still sent; nobody should check it. */
export const VERIFICATION_TOKEN = 'rehearsal';
/** The bot answers by chat.postEphemeral, so nothing listens here: `respond()` fails loudly with 404. */
const RESPONSE_URL = 'http://127.0.0.1:9/response-url-is-not-offered';

export function slashPayload(
  state: SlackState,
  user: SlackUser,
  channel: Channel,
  command: string,
  text: string,
): JsonObject {
  return {
    token: VERIFICATION_TOKEN,
    team_id: user.teamId,
    team_domain: TEAM.domain,
    channel_id: channel.id,
    channel_name: channel.name,
    user_id: user.id,
    user_name: user.handle,
    command,
    text,
    api_app_id: APP_ID,
    is_enterprise_install: 'false',
    response_url: RESPONSE_URL,
    trigger_id: newTrigger(state, user.id),
  };
}

export function messageActionPayload(
  state: SlackState,
  user: SlackUser,
  channel: Channel,
  message: StoredMessage,
  action: Action,
): JsonObject {
  return {
    ...common(state, 'block_actions', user),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: message.ephemeralFor !== null,
      ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    },
    channel: { id: channel.id, name: channel.name },
    message: describeMessage(message, false),
    state: asJson({ values: stateValues(message.blocks, action.chosen) }),
    response_url: RESPONSE_URL,
    actions: [action.payload],
  };
}

export function viewActionPayload(
  state: SlackState,
  user: SlackUser,
  open: OpenView,
  action: Action,
): JsonObject {
  return {
    ...common(state, 'block_actions', user),
    container: { type: 'view', view_id: open.id },
    view: viewPayload(open),
    actions: [action.payload],
  };
}

export function homeActionPayload(
  state: SlackState,
  user: SlackUser,
  home: PublishedHome,
  action: Action,
): JsonObject {
  return {
    ...common(state, 'block_actions', user),
    container: { type: 'view', view_id: home.id },
    view: homePayload(home),
    actions: [action.payload],
  };
}

/** A global shortcut names no channel. */
export function shortcutPayload(state: SlackState, user: SlackUser, callbackId: string): JsonObject {
  return { ...common(state, 'shortcut', user), callback_id: callbackId, action_ts: actionTs(state) };
}

export function messageShortcutPayload(
  state: SlackState,
  user: SlackUser,
  channel: Channel,
  message: StoredMessage,
  callbackId: string,
): JsonObject {
  return {
    ...common(state, 'message_action', user),
    callback_id: callbackId,
    action_ts: actionTs(state),
    channel: { id: channel.id, name: channel.name },
    message_ts: message.ts,
    message: describeMessage(message, false),
    response_url: RESPONSE_URL,
  };
}

export function actionTs(state: SlackState): string {
  return (state.now() / 1000).toFixed(6);
}

/** A suggestion carries no trigger: nothing can be opened in answer to it. */
export function suggestionPayload(
  state: SlackState,
  user: SlackUser,
  open: OpenView,
  asked: { readonly blockId: string; readonly actionId: string; readonly typed: string },
): JsonObject {
  const { trigger_id: _none, ...rest } = common(state, 'block_suggestion', user);
  return {
    ...rest,
    container: { type: 'view', view_id: open.id },
    view: viewPayload(open),
    block_id: asked.blockId,
    action_id: asked.actionId,
    value: asked.typed,
  };
}

export function submissionPayload(state: SlackState, user: SlackUser, open: OpenView): JsonObject {
  return { ...common(state, 'view_submission', user), view: viewPayload(open), response_urls: [] };
}

export function closedPayload(state: SlackState, user: SlackUser, open: OpenView): JsonObject {
  const { trigger_id: _none, ...rest } = common(state, 'view_closed', user);
  return { ...rest, view: viewPayload(open), is_cleared: false };
}

function common(state: SlackState, type: string, user: SlackUser) {
  return {
    type,
    token: VERIFICATION_TOKEN,
    api_app_id: APP_ID,
    team: { id: TEAM.id, domain: TEAM.domain },
    user: { id: user.id, username: user.handle, name: user.handle, team_id: user.teamId },
    enterprise: null,
    is_enterprise_install: false,
    trigger_id: newTrigger(state, user.id),
  };
}
