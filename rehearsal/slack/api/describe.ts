/** Messages, users and channels as Slack describes them to an app. */

import type { SlackUser } from '../cast.ts';
import { APP_ID, BOT, TEAM } from '../cast.ts';
import { asJson, type JsonObject } from '../json.ts';
import type { Channel, StoredFile, StoredMessage } from '../state.ts';

export function describeMessage(message: StoredMessage, withMetadata: boolean): JsonObject {
  return {
    type: 'message',
    user: message.user,
    ...(message.user === BOT.userId ? { bot_id: BOT.id, app_id: APP_ID } : {}),
    team: TEAM.id,
    ts: message.ts,
    text: message.text,
    ...(message.blocks.length > 0 ? { blocks: asJson(message.blocks) } : {}),
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    ...(message.broadcast ? { subtype: 'thread_broadcast' } : {}),
    ...(message.files.length > 0 ? { files: message.files.map((id) => ({ id })) } : {}),
    ...(withMetadata && message.metadata !== null ? { metadata: message.metadata } : {}),
  };
}

export function describeFile({ id, name, title, length }: StoredFile): JsonObject {
  return { id, name, title, size: length, user: BOT.userId };
}

export function describeUser(user: SlackUser): JsonObject {
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.handle,
    real_name: user.name,
    deleted: user.deleted,
    tz: 'Etc/UTC',
    is_admin: false,
    is_owner: false,
    is_bot: user.bot,
    is_app_user: false,
    is_restricted: user.guest !== 'none',
    is_ultra_restricted: user.guest === 'single-channel',
    ...(user.teamId === TEAM.id ? {} : { is_stranger: true }),
    profile: { real_name: user.name, display_name: user.name, team: user.teamId },
  };
}

export function describeChannel(channel: Channel): JsonObject {
  return {
    id: channel.id,
    name: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: channel.kind === 'im',
    is_private: channel.kind !== 'public',
    is_archived: channel.archived,
    is_member: channel.members.has(BOT.userId),
  };
}
