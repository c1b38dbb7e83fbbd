/** One Web API call from the wire to the journal: faults, token, pace, the method itself, hooks around it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Backstage } from '../backstage.ts';
import { CAST } from '../cast.ts';
import type { Fault } from '../faults.ts';
import type { ApiCall } from '../journal.ts';
import { directChannel } from '../state.ts';
import { type Answer, argument, fail, ok } from './answer.ts';
import { upload } from './files.ts';
import { OPEN_CONNECTION, runMethod } from './methods.ts';
import { type ApiRequest, UPLOAD } from './read-request.ts';

export type Reply =
  | { readonly kind: 'answer'; readonly status: number; readonly retryAfter?: number; readonly body: string }
  /** The connection is cut without an answer. */
  | { readonly kind: 'drop' };

export async function handleCall(backstage: Backstage, request: ApiRequest): Promise<Reply> {
  const { method, args } = request;
  const call = backstage.journal.call({ method, args });
  const fault = backstage.faults.take(request.method, request.args);
  await backstage.onCall({ ...moment(call), phase: 'before' });
  const struck = fault === null ? null : await strike(backstage, fault, 'before');
  if (struck !== null) return end(call, struck, { acted: false });
  const pace = paceOf(backstage, request);
  if (pace !== null) return end(call, pace, { acted: false });

  const answer = perform(backstage, request);
  await backstage.onCall({ ...moment(call), phase: 'after' });
  const lost = fault === null ? null : await strike(backstage, fault, 'after');
  const result = { acted: answer.ok, error: answer.ok ? null : answer.error };
  const status = request.method === UPLOAD && !answer.ok ? 400 : 200;
  return end(call, lost ?? answered(answer, status), result);
}

function perform(backstage: Backstage, request: ApiRequest): Answer {
  const { state, secrets, grants, host } = backstage;
  if (request.method === UPLOAD) {
    const taken = upload(state, argument(request.args, 'id'), request.content ?? '');
    return taken ? ok({}) : fail('http_400');
  }
  if (request.token === '') return fail('not_authed');
  if (request.method === OPEN_CONNECTION) {
    return request.token === secrets.appToken
      ? ok({ url: backstage.sockets.newUrl(backstage.host) })
      : refuseToken(backstage, request);
  }
  if (request.token !== secrets.botToken) return refuseToken(backstage, request);
  const answer = runMethod(request.method, { state, args: request.args, grants, host });
  if (answer.ok && PACED.has(request.method))
    backstage.lastPosts.set(laneOf(backstage, request), state.now());
  return answer;
}

function refuseToken({ secrets }: Backstage, { token }: ApiRequest): Answer {
  const ours = token === secrets.botToken || token === secrets.appToken;
  return fail(ours ? 'not_allowed_token_type' : 'invalid_auth');
}

async function strike(backstage: Backstage, fault: Fault, phase: 'before' | 'after'): Promise<Reply | null> {
  if ('when' in fault && fault.when !== phase) return null;
  switch (fault.kind) {
    case 'rate-limited':
      return tooMany(fault.retryAfterSeconds);
    case 'server-error':
      return { kind: 'answer', status: 500, body: 'Internal Server Error' };
    case 'reset':
      return { kind: 'drop' };
    case 'hang':
      await backstage.faults.lifted(fault);
      return { kind: 'drop' };
    case 'error':
      return answered(fail(fault.error));
    case 'slow':
      if (phase === 'before') await pause(fault.ms);
      return null;
  }
}

/** About one message a second and channel, with a little room for the wire; always recorded, refused when asked to. */
const PACE_MS = 900;
const PACED = new Set(['chat.postMessage', 'files.completeUploadExternal']);

function paceOf(backstage: Backstage, request: ApiRequest): Reply | null {
  if (!PACED.has(request.method)) return null;
  const channel = laneOf(backstage, request);
  const sinceLastMs = backstage.state.now() - (backstage.lastPosts.get(channel) ?? Number.NEGATIVE_INFINITY);
  if (sinceLastMs >= PACE_MS) return null;
  backstage.journal.violation(channel, sinceLastMs);
  return backstage.enforceRateLimit ? tooMany(1) : null;
}

/** A user id and that user's direct-message channel are the same lane. */
function laneOf({ state }: Backstage, { args }: ApiRequest): string {
  const channel = argument(args, 'channel') || argument(args, 'channel_id');
  return state.users.has(channel) && channel !== CAST.switchback.id
    ? directChannel(state, channel).id
    : channel;
}

function tooMany(retryAfter: number): Reply {
  return {
    kind: 'answer',
    status: 429,
    retryAfter,
    body: JSON.stringify({ ok: false, error: 'ratelimited' }),
  };
}

function answered(answer: Answer, status = 200): Reply {
  const body = answer.ok
    ? { ok: true, ...answer.body }
    : { ok: false, error: answer.error, ...(answer.extra ?? {}) };
  return { kind: 'answer', status, body: JSON.stringify(body) };
}

/** Notes what became of the call. */
function end(
  call: ApiCall,
  reply: Reply,
  result: { readonly acted: boolean; readonly error?: string | null },
): Reply {
  const seen = reply.kind === 'drop' ? null : reply;
  call.acted = result.acted;
  call.outcome = seen === null ? 'lost' : 'answered';
  call.status = seen?.status ?? null;
  call.error = result.error ?? (seen === null ? null : errorIn(seen));
  return reply;
}

function errorIn(reply: { readonly status: number; readonly body: string }): string | null {
  if (reply.status !== 200) return `http_${reply.status}`;
  const body: unknown = JSON.parse(reply.body);
  return typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : null;
}

function moment({ n, method, args }: ApiCall) {
  return { n, method, args };
}
