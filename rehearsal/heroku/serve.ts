/** One request from arrival to answer, with whatever faults are waiting for it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, insufficientScope, rateLimited, refusal, unauthorized } from './api-error.ts';
import type { Answer, Platform } from './call.ts';
import type { Fate, Faults, ForeignRelease, RequestName, Spoiling } from './faults.ts';
import { releaseByAnother } from './foreign.ts';
import type { RequestEntry } from './journal.ts';
import { omenIn } from './omen.ts';
import { outsideApi } from './outside-api.ts';
import type { Omen } from './releases.ts';
import { actorOf, answerTo, bodyOf, find, type Received, receive } from './request.ts';
import { apiHeaders, bug, respond, respondHtml, unlessKnown } from './respond.ts';

/** Where a request stands: fully received and not yet acted on, or acted on and not yet answered. */
export interface Moment {
  readonly boundary: 'received' | 'acted';
  readonly request: RequestEntry;
}

/** May take its time: the request waits. */
export type OnRequest = (moment: Moment) => void | Promise<void>;

export interface Desk {
  readonly platform: Platform;
  readonly faults: Faults;
  readonly onRequest: OnRequest;
  /** Real milliseconds; forgotten when the simulator stops. */
  readonly later: (ms: number, act: () => void) => void;
}

export async function serve(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { platform, faults, onRequest } = desk;
  const received = await receive(request);
  const visit = understand(platform, received);
  const entry = record(platform, received, visit);
  const spoiling = faults.take(visit.name, entry.app);
  interfere(platform, entry, spoiling, 'before');
  await onRequest({ boundary: 'received', request: entry });

  const act = (): Answer => {
    interfere(platform, entry, spoiling, 'inside');
    const answer = platform.journal.during(entry, () =>
      answered(() => visit.answer(omenIn(spoiling.modifiers))),
    );
    entry.acted = true;
    interfere(platform, entry, spoiling, 'after');
    return answer;
  };
  const { fate } = spoiling;
  entry.fate = fate?.kind ?? 'answered';
  const early = fate === null ? null : insteadOfActing(fate);
  if (early !== null) {
    finish(desk, received, response, entry, early, spoiling);
    return;
  }
  if (fate?.kind === 'hang-before-acting') return;
  if (fate?.kind === 'reset-before-acting' || fate?.kind === 'late-landing') {
    response.destroy();
    if (fate.kind === 'late-landing') desk.later(fate.ms, () => void act());
    return;
  }
  if (fate?.kind === 'html' && !fate.acts) {
    entry.status = 200;
    respondHtml(response, 200);
    return;
  }
  const answer = act();
  await onRequest({ boundary: 'acted', request: entry });
  afterActing(desk, received, response, entry, answer, spoiling);
}

interface Visit {
  readonly name: RequestName;
  readonly app: string | null;
  readonly shownPath: string;
  readonly answer: (omen: Omen) => Answer;
}

function understand(platform: Platform, received: Received): Visit {
  const outside = outsideApi(platform, received);
  if (outside !== null) return outside;
  const found = find(received);
  return {
    name: found?.name ?? 'unknown',
    app: found?.params['app'] ?? null,
    shownPath: received.path,
    answer: (omen) => answerTo(platform, received, found, omen),
  };
}

function record(platform: Platform, received: Received, visit: Visit): RequestEntry {
  const body = bodyOf(received);
  return platform.journal.request({
    method: received.method,
    path: visit.shownPath,
    name: visit.name,
    app: visit.app,
    actor: actorOf(platform, received)?.person.email ?? null,
    bodyKeys: typeof body === 'object' && body !== null ? Object.keys(body) : [],
    range: received.headers.range ?? null,
  });
}

function answered(act: () => Answer): Answer {
  try {
    return act();
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, headers: error.headers, body: error.body };
    return bug(error);
  }
}

/** Fates that are an answer of their own, nothing having happened. */
function insteadOfActing(fate: Fate): Answer | null {
  switch (fate.kind) {
    case 'rate-limited':
      return answered(() => {
        throw rateLimited(fate.retryAfterSeconds);
      });
    case 'unauthorized':
      return answered(() => {
        throw unauthorized();
      });
    case 'no-scope':
      return answered(() => {
        throw insufficientScope(['global', 'write-protected']);
      });
    case 'refused':
      return answered(() => {
        throw refusal(fate.status, fate.message);
      });
    case 'error-before-acting':
      return serverError(fate.status);
    default:
      return null;
  }
}

function afterActing(
  desk: Desk,
  received: Received,
  response: ServerResponse,
  entry: RequestEntry,
  answer: Answer,
  spoiling: Spoiling,
): void {
  switch (spoiling.fate?.kind) {
    case 'hang-after-acting':
      return;
    case 'lost-after-acting':
      response.destroy();
      return;
    case 'html':
      entry.status = 200;
      respondHtml(response, 200);
      return;
    case 'error-after-acting':
      finish(desk, received, response, entry, serverError(spoiling.fate.status), spoiling);
      return;
    default:
      finish(desk, received, response, entry, answer, spoiling);
  }
}

function finish(
  { platform, later }: Desk,
  received: Received,
  response: ServerResponse,
  entry: RequestEntry,
  full: Answer,
  { fate, modifiers }: Spoiling,
): void {
  const answer = unlessKnown(full, received.method, received.headers['if-none-match']);
  entry.status = answer.status;
  const grant = actorOf(platform, received);
  const inApi = entry.name !== 'smoke' && entry.name !== 'status-page';
  const remaining = grant === null ? null : platform.budgets.remaining(grant.person);
  const headers = inApi ? apiHeaders(received.headers, remaining) : {};
  const write = () => respond(response, answer, headers, fate?.kind === 'cut-body');
  const slow = modifiers.filter((each) => each.kind === 'slow').reduce((sum, { ms }) => sum + ms, 0);
  if (slow === 0) write();
  else later(slow, write);
}

function serverError(status: number): Answer {
  return { status, body: { id: 'internal_server_error', message: 'Something went wrong.' } };
}

function interfere(
  platform: Platform,
  entry: RequestEntry,
  { modifiers }: Spoiling,
  when: ForeignRelease['when'],
): void {
  for (const each of modifiers) {
    if (each.kind !== 'foreign-release' || each.when !== when || entry.app === null) continue;
    releaseByAnother(platform.world, entry.app, each.by, each.what);
  }
}
