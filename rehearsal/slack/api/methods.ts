/** The Web API methods the bot uses, each with its token and scopes, and no more. */
import type { AppsManifestCreateArguments } from '@slack/web-api';
import { type Answer, argument, fail, type Request } from './answer.ts';
import * as chat from './chat.ts';
import * as conversations from './conversations.ts';
import * as files from './files.ts';
import * as people from './people.ts';
import * as views from './views.ts';

type Manifest = Exclude<Extract<AppsManifestCreateArguments, object>['manifest'], string>;
/** Slack's own list, so that a misspelt scope does not compile. */
type BotScope = NonNullable<NonNullable<NonNullable<Manifest['oauth_config']>['scopes']>['bot']>[number];

export interface Method {
  readonly act: (request: Request) => Answer;
  /** Any one of these; for conversations the one of the channel's kind. Empty: none needed. */
  readonly scopes: readonly BotScope[];
}

const HISTORY = ['channels:history', 'groups:history', 'im:history'] as const;
const READ = ['channels:read', 'groups:read', 'im:read'] as const;

/** Scopes as docs.slack.dev lists them for bot tokens. */
export const METHODS = {
  'auth.test': { act: people.authTest, scopes: [] },
  'chat.getPermalink': { act: chat.getPermalink, scopes: [] },
  'chat.postEphemeral': { act: chat.postEphemeral, scopes: ['chat:write'] },
  'chat.postMessage': { act: chat.postMessage, scopes: ['chat:write'] },
  'chat.update': { act: chat.update, scopes: ['chat:write'] },
  'conversations.history': { act: conversations.history, scopes: HISTORY },
  'conversations.info': { act: conversations.info, scopes: READ },
  'conversations.open': { act: conversations.openDirect, scopes: ['im:write'] },
  'conversations.replies': { act: conversations.replies, scopes: HISTORY },
  'files.completeUploadExternal': { act: files.completeUpload, scopes: ['files:write'] },
  'files.getUploadURLExternal': { act: files.getUploadUrl, scopes: ['files:write'] },
  'usergroups.users.list': { act: people.usergroupsUsersList, scopes: ['usergroups:read'] },
  'users.info': { act: people.usersInfo, scopes: ['users:read'] },
  'views.open': { act: views.open, scopes: [] },
  'views.publish': { act: views.publish, scopes: [] },
  'views.push': { act: views.push, scopes: [] },
  'views.update': { act: views.update, scopes: [] },
} as const satisfies Record<string, Method>;

/** Asked with the app-level token; needs `connections:write` there. Answered by the server, which owns the sockets. */
export const OPEN_CONNECTION = 'apps.connections.open';

/** Runs one method for the bot: known, allowed by its scopes, then done. */
export function runMethod(name: string, request: Request): Answer {
  if (!Object.hasOwn(METHODS, name)) return fail('unknown_method', { req_method: name });
  const method: Method = METHODS[name as keyof typeof METHODS];
  const needed = neededScope(method.scopes, request);
  if (needed !== null) return fail('missing_scope', { needed, provided: request.grants.scopes.join(',') });
  return method.act(request);
}

const KINDS = { public: 'channels:', private: 'groups:', im: 'im:' } as const;

function neededScope(scopes: readonly string[], { state, args, grants }: Request): string | null {
  const channel = state.channels.get(argument(args, 'channel'));
  const fitting =
    scopes.length > 1 && channel ? scopes.filter((s) => s.startsWith(KINDS[channel.kind])) : scopes;
  const satisfied = fitting.length === 0 || fitting.some((scope) => grants.scopes.includes(scope));
  return satisfied ? null : fitting.join(',');
}
