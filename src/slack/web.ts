import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Log } from '../log.ts';
import { MessagesThere } from './messages-there.ts';
import { classify, type SlackReply } from './slack-failure.ts';
import { sendBytes } from './upload.ts';
import { vendorLog } from './vendor-log.ts';

/** The only event type our messages carry; its payload holds the outbox key. */
export const POST_EVENT = 'switchback_post';

export interface Outgoing {
  readonly channel: string;
  readonly text: string;
  readonly blocks?: readonly KnownBlock[];
}

export interface OutgoingWhisper extends Outgoing {
  /** Where only the thread shows it. */
  readonly threadTs?: string;
}

export interface OutgoingPost extends Outgoing {
  readonly key?: string;
  readonly threadTs?: string;
  readonly broadcast?: boolean;
}

export interface SharedUpload {
  readonly fileId: string;
  readonly title: string;
  readonly text: string;
  readonly channel: string;
  readonly threadTs?: string;
}

const Posted = z.object({ channel: z.string().min(1), ts: z.string().min(1) });
const Viewed = z.object({ view: z.object({ id: z.string().min(1), hash: z.string().min(1) }) });
const Anything = z.object({});
const Identity = z.object({
  /** Where people read this workspace in a browser. */
  url: z.string().optional(),
  team_id: z.string().min(1),
  enterprise_id: z.string().nullish(),
  user_id: z.string().min(1),
  bot_id: z.string().nullish(),
});
const Messages = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.object({ key: z.string() }).catch({ key: '' }) })
        .optional()
        .catch(undefined),
      files: z
        .array(z.object({ id: z.string() }))
        .optional()
        .catch(undefined),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const UserInfo = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    name: z.string().optional(),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    is_workflow_bot: z.boolean().default(false),
    is_restricted: z.boolean().default(false),
    is_ultra_restricted: z.boolean().default(false),
    is_stranger: z.boolean().default(false),
    real_name: z.string().optional(),
    profile: z.object({ display_name: z.string().optional(), real_name: z.string().optional() }).optional(),
  }),
});
const GroupUsers = z.object({ users: z.array(z.string()) });
const UploadAddress = z.object({ upload_url: z.string(), file_id: z.string().min(1) });
const Opened = z.object({ channel: z.object({ id: z.string().min(1) }) });

export type View = z.infer<typeof Viewed>['view'];
export type SlackUser = z.infer<typeof UserInfo>['user'];
export type Messages = z.infer<typeof Messages>;
export type Identity = z.infer<typeof Identity>;

/** Every Web API method the bot uses. Answers are checked; failures are values; nothing is retried. */
export interface SlackWeb {
  identify(): Promise<SlackReply<Identity>>;
  post(message: OutgoingPost): Promise<SlackReply<z.infer<typeof Posted>>>;
  /** Nobody sees it before it is shared. Its id. */
  uploadFile(file: { readonly name: string; readonly content: string }): Promise<SlackReply<string>>;
  /** What was uploaded becomes a message; `channel` is no user's. Slack does not say its timestamp. */
  shareFile(share: SharedUpload): Promise<SlackReply<unknown>>;
  update(message: Outgoing & { readonly ts: string }): Promise<SlackReply<z.infer<typeof Posted>>>;
  whisper(user: string, message: OutgoingWhisper): Promise<SlackReply<unknown>>;
  openView(triggerId: string, view: ModalView): Promise<SlackReply<View>>;
  pushView(triggerId: string, view: ModalView): Promise<SlackReply<View>>;
  updateView(viewId: string, hash: string | null, view: ModalView): Promise<SlackReply<View>>;
  /** The app's Home tab, as this user sees it from now on. */
  publishHome(user: string, view: HomeView): Promise<SlackReply<unknown>>;
  /** Newest first; `oldest` in epoch seconds. */
  history(channel: string, oldest: number, cursor: string | null): Promise<SlackReply<Messages>>;
  replies(channel: string, ts: string, cursor: string | null): Promise<SlackReply<Messages>>;
  /** What stands at this timestamp, in a channel or in a thread, perhaps with its neighbours. */
  around(
    where: 'history' | 'replies',
    channel: string,
    ts: string,
  ): Promise<SlackReply<z.infer<typeof MessagesThere>>>;
  /** The direct-message channel with a user. */
  directMessage(user: string): Promise<SlackReply<string>>;
  user(id: string): Promise<SlackReply<SlackUser>>;
  groupUsers(group: string): Promise<SlackReply<readonly string[]>>;
}

/**
 * Two clients, so that a rate limit or a slow post never eats a modal's three seconds
 * (facts/slack.md section 2). `apiUrl` defaults to Slack's.
 */
export function slackWeb(options: {
  readonly token: string;
  readonly apiUrl?: string;
  readonly log: Log;
}): SlackWeb {
  const background = client(options, 10_000);
  const interactive = client(options, 2_500);

  return {
    identify: () => call(background, 'auth.test', {}, Identity),
    post: (message) => call(background, 'chat.postMessage', postArguments(message), Posted),
    uploadFile: async ({ name, content }) => {
      const bytes = new TextEncoder().encode(content);
      const given = await call(
        background,
        'files.getUploadURLExternal',
        { filename: name, length: bytes.length },
        UploadAddress,
      );
      if (!given.ok) return given;
      const sent = await sendBytes(given.value.upload_url, bytes, options.apiUrl ?? null);
      return sent.ok ? { ok: true, value: given.value.file_id } : sent;
    },
    shareFile: ({ fileId, title, text, channel, threadTs }) =>
      call(
        background,
        'files.completeUploadExternal',
        {
          files: [{ id: fileId, title }],
          channel_id: channel,
          initial_comment: text,
          ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
        },
        Anything,
      ),
    update: ({ ts, ...message }) =>
      call(background, 'chat.update', { ...said(message), ts, blocks: message.blocks ?? [] }, Posted),
    whisper: (user, { threadTs, ...message }) =>
      call(
        interactive,
        'chat.postEphemeral',
        { ...said(message), user, ...(threadTs === undefined ? {} : { thread_ts: threadTs }) },
        Anything,
      ),
    openView: (triggerId, view) =>
      unwrap(call(interactive, 'views.open', { trigger_id: triggerId, view }, Viewed), (got) => got.view),
    pushView: (triggerId, view) =>
      unwrap(call(interactive, 'views.push', { trigger_id: triggerId, view }, Viewed), (got) => got.view),
    updateView: (viewId, hash, view) =>
      unwrap(
        call(
          interactive,
          'views.update',
          { view_id: viewId, view, ...(hash === null ? {} : { hash }) },
          Viewed,
        ),
        (got) => got.view,
      ),
    publishHome: (user, view) => call(interactive, 'views.publish', { user_id: user, view }, Anything),
    history: (channel, oldest, cursor) =>
      call(
        background,
        'conversations.history',
        { ...paging(channel, cursor), oldest: `${oldest}` },
        Messages,
      ),
    replies: (channel, ts, cursor) =>
      call(background, 'conversations.replies', { ...paging(channel, cursor), ts }, Messages),
    around: (where, channel, ts) => {
      const at = { channel, oldest: ts, latest: ts, inclusive: true, limit: 10 };
      return where === 'history'
        ? call(background, 'conversations.history', at, MessagesThere)
        : call(background, 'conversations.replies', { ...at, ts }, MessagesThere);
    },
    directMessage: (user) =>
      unwrap(call(background, 'conversations.open', { users: user }, Opened), (got) => got.channel.id),
    user: (id) => unwrap(call(interactive, 'users.info', { user: id }, UserInfo), (got) => got.user),
    groupUsers: (group) =>
      unwrap(
        call(interactive, 'usergroups.users.list', { usergroup: group }, GroupUsers),
        (got) => got.users,
      ),
  };
}

function client(
  options: { readonly token: string; readonly apiUrl?: string; readonly log: Log },
  timeout: number,
): WebClient {
  return new WebClient(options.token, {
    retryConfig: { retries: 0 },
    timeout,
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: vendorLog(options.log),
    ...(options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl }),
  });
}

function said(message: Outgoing): Record<string, unknown> {
  return {
    channel: message.channel,
    text: message.text,
    ...(message.blocks === undefined ? {} : { blocks: message.blocks }),
    parse: 'none',
    link_names: false,
  };
}

function postArguments(message: OutgoingPost): Record<string, unknown> {
  return {
    ...said(message),
    unfurl_links: false,
    unfurl_media: false,
    ...(message.threadTs === undefined
      ? {}
      : { thread_ts: message.threadTs, reply_broadcast: message.broadcast === true }),
    ...(message.key === undefined
      ? {}
      : { metadata: { event_type: POST_EVENT, event_payload: { key: message.key } } }),
  };
}

function paging(channel: string, cursor: string | null): Record<string, unknown> {
  return { channel, include_all_metadata: true, limit: 200, ...(cursor === null ? {} : { cursor }) };
}

async function unwrap<A, B>(reply: Promise<SlackReply<A>>, pick: (value: A) => B): Promise<SlackReply<B>> {
  const got = await reply;
  return got.ok ? { ok: true, value: pick(got.value) } : got;
}

async function call<T>(
  web: WebClient,
  method: string,
  args: Record<string, unknown>,
  schema: z.ZodType<T>,
): Promise<SlackReply<T>> {
  try {
    const answer = schema.safeParse(await web.apiCall(method, args));
    return answer.success
      ? { ok: true, value: answer.data }
      : { ok: false, why: 'lost', detail: `${method} answered in an unknown shape` };
  } catch (error) {
    return classify(error);
  }
}
