/** What Slack's error codes mean for a message we want to see posted or edited. */
export type Trouble =
  /** The message itself is unacceptable: say it plainer. */
  | 'payload'
  /** The parent message is gone: say it outside of the thread. */
  | 'thread'
  /** Nobody can be told there. */
  | 'channel'
  /** The message cannot be edited any more. */
  | 'not-editable'
  /** Our token or scopes are wrong: every message is affected and a person must act. */
  | 'access'
  | 'unknown';

const CODES: Readonly<Record<Exclude<Trouble, 'unknown'>, readonly string[]>> = {
  payload: [
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_attachments',
    'invalid_arguments',
    'invalid_arg_name',
    'invalid_array_arg',
    'invalid_form_data',
    'msg_too_long',
    'msg_blocks_too_long',
    'no_text',
    'slack_connect_blocked_file_type',
    'http_413',
  ],
  thread: ['thread_not_found', 'cannot_reply_to_message', 'invalid_thread_ts'],
  channel: [
    'channel_not_found',
    'is_archived',
    'is_inactive',
    'not_in_channel',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_locked',
    'restricted_action_thread_only_channel',
    'restricted_action_non_threadable_channel',
    'messages_tab_disabled',
    'user_not_found',
    'user_not_in_channel',
    'user_disabled',
    'cannot_dm_bot',
    'team_access_not_granted',
  ],
  'not-editable': ['message_not_found', 'edit_window_closed', 'cant_update_message'],
  access: [
    'invalid_auth',
    'not_authed',
    'account_inactive',
    'token_revoked',
    'token_expired',
    'missing_scope',
    'no_permission',
    'ekm_access_denied',
    'org_login_required',
    'team_added_to_org',
    'accesslimited',
  ],
};

const MEANING: ReadonlyMap<string, Trouble> = new Map(
  Object.entries(CODES).flatMap(([trouble, codes]) =>
    codes.map((code) => [code, trouble as Trouble] as const),
  ),
);

export function troubleWith(code: string): Trouble {
  return MEANING.get(code) ?? 'unknown';
}
