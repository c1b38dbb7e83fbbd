/** What Slack tells the app of what goes on around it: events, each in its callback. */
import { randomUUID } from 'node:crypto';
import { APP_ID, BOT, type SlackUser, TEAM } from '../cast.ts';
import { homePayload } from '../homes.ts';
import type { JsonObject } from '../json.ts';
import { directChannel, type SlackState, type StoredMessage } from '../state.ts';
import { actionTs, VERIFICATION_TOKEN } from './payloads.ts';

export function homeOpenedPayload(state: SlackState, user: SlackUser): JsonObject {
  const home = state.homes.get(user.id);
  return callback(state, {
    type: 'app_home_opened',
    user: user.id,
    channel: directChannel(state, user.id).id,
    tab: 'home',
    event_ts: actionTs(state),
    ...(home === undefined ? {} : { view: homePayload(home) }),
  });
}

/** Which message it is about, never what that says. */
export function reactionPayload(
  state: SlackState,
  user: SlackUser,
  type: 'reaction_added' | 'reaction_removed',
  reaction: string,
  message: StoredMessage,
): JsonObject {
  return callback(state, {
    type,
    user: user.id,
    reaction,
    item_user: message.user,
    item: { type: 'message', channel: message.channel, ts: message.ts },
    event_ts: actionTs(state),
  });
}

/** As the workspace that has the app installed sends it, whoever did what it is about. */
function callback(state: SlackState, event: JsonObject): JsonObject {
  return {
    token: VERIFICATION_TOKEN,
    team_id: TEAM.id,
    api_app_id: APP_ID,
    type: 'event_callback',
    event_id: `Ev${randomUUID().replaceAll('-', '').slice(0, 12).toUpperCase()}`,
    event_time: Math.floor(state.now() / 1000),
    is_ext_shared_channel: false,
    authorizations: [
      {
        enterprise_id: null,
        team_id: TEAM.id,
        user_id: BOT.userId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    event,
  };
}
