/** Port `Heroku` over the Platform API, version 3. The only file that knows its paths. */
import type { Agent } from 'node:http';
import type { ZodType } from 'zod';
import type { Log } from '../log.ts';
import type { Asking, Heroku, Read, Release, Sent } from '../ports.ts';
import * as answers from './answers.ts';
import type { HerokuBudget } from './budget.ts';
import { configDifference } from './config-vars.ts';
import { freshAgent, keepAliveAgent } from './connect.ts';
import type { Answered, Exchange } from './exchange.ts';
import { readLog, readOutput } from './printed.ts';
import { readWithRetries } from './read.ts';
import { type Call, SafeRequest } from './safe-request.ts';

const READ_DEADLINE_MS = 10_000;
const SEND_DEADLINE_MS = 20_000;
const CONNECT_MS = 5_000;
/** Logplex keeps no more. */
const MOST_LOG_LINES = 1_500;

export interface HerokuOptions {
  /** `https://api.heroku.com`; plain http for loopback only, as the token travels with every request. */
  readonly baseUrl: string;
  /** The API token for an app; null: the bot's own. */
  readonly tokenFor: (app: string | null) => string;
  readonly budget: HerokuBudget;
  readonly log: Pick<Log, 'debug' | 'info' | 'warn'>;
  /** Rehearsal and tests: logs and outputs may come from loopback. */
  readonly allowLoopback: boolean;
  /** Milliseconds for the POST in all; default 20,000. */
  readonly sendDeadlineMs?: number;
  /** Milliseconds to connect, TLS included; default 5,000. */
  readonly connectMs?: number;
}

interface Question {
  readonly app: string | null;
  readonly path: string;
  readonly range: string | null;
}

/** Reads are tried again inside their deadline; the POST goes out once. Throws on a base URL that would leak the token. */
export function openHeroku(options: HerokuOptions): Heroku {
  refuseLeakyUrl(options.baseUrl);
  const { tokenFor, budget, log, allowLoopback } = options;
  const { sendDeadlineMs = SEND_DEADLINE_MS, connectMs = CONNECT_MS } = options;
  const client = new SafeRequest(options.baseUrl);
  const kept = keepAliveAgent(client.secure, connectMs);

  async function exchange(call: Call): Promise<Exchange> {
    const began = performance.now();
    const result = await client.sendOnce(call);
    log[call.method === 'POST' ? 'info' : 'debug'](
      { method: call.method, path: call.path, ms: Math.round(performance.now() - began), ...told(result) },
      'Heroku request',
    );
    if (result.kind === 'answered') await budget.saw(result);
    return result;
  }

  async function ask<T>(question: Question, shape: ZodType<T>, asking: Asking): Promise<Read<T>> {
    const call = { method: 'GET', token: tokenFor(question.app), agent: kept, ...question } as const;
    const answer = await readWithRetries({
      deadlineMs: asking.deadlineMs ?? READ_DEADLINE_MS,
      take: () => budget.take(`${asking.purpose} read`),
      send: (deadlineMs) => exchange({ ...call, deadlineMs }),
    });
    return answer.ok ? checked(answer.value, shape, question) : answer;
  }

  /** A POST that makes nothing lasting, sent once all the same. Answers with the address to read from. */
  async function openLogSession(app: string, lines: number, asking: Asking): Promise<Read<string>> {
    const question = { app, path: `${pathOf(app)}/log-sessions`, range: null };
    const call = { ...question, method: 'POST', token: tokenFor(app), agent: kept } as const;
    const answer = await readWithRetries({
      deadlineMs: asking.deadlineMs ?? READ_DEADLINE_MS,
      retries: 0,
      take: () => budget.take(`${asking.purpose} read`),
      send: (deadlineMs) => exchange({ ...call, body: { lines, tail: false }, deadlineMs }),
    });
    return answer.ok ? checked(answer.value, answers.logSession, question) : answer;
  }

  function checked<T>(answer: Answered, shape: ZodType<T>, { path, range }: Question): Read<T> {
    const parsed = shape.safeParse(answers.jsonOf(answer));
    const partOfWhole = answer.status === 206 && !range?.startsWith('version');
    if (parsed.success && !partOfWhole) return { ok: true, value: parsed.data };
    const issues = parsed.error?.issues.slice(0, 3).map((issue) => `${issue.path.join('.')}: ${issue.code}`);
    log.warn({ path, status: answer.status, requestId: answer.requestId, issues }, 'Heroku answer malformed');
    return { ok: false, why: 'malformed' };
  }

  /** Secrets: nothing but names may leave this function's callers. */
  function configVars(app: string, version: number | null, asking: Asking) {
    const path =
      version === null ? `${pathOf(app)}/config-vars` : `${pathOf(app)}/releases/${version}/config-vars`;
    return ask({ app, path, range: null }, answers.configVars, asking);
  }

  /** The one way a release is made: one request, on a connection of its own. */
  async function release(app: string, body: Readonly<Record<string, string>>): Promise<Sent> {
    const grant = await budget.take('send');
    if (grant.kind !== 'go') return { kind: 'never-connected', why: 'budget' };
    const agent: Agent = freshAgent(client.secure, connectMs);
    const result = await exchange({
      method: 'POST',
      path: `${pathOf(app)}/releases`,
      token: tokenFor(app),
      range: null,
      body,
      deadlineMs: sendDeadlineMs,
      agent,
    });
    return result.kind === 'answered' ? sentOf(result) : result;
  }

  return {
    account: (app, asking) => ask({ app, path: '/account', range: null }, answers.account, asking),

    async releases(app, max, asking) {
      if (!Number.isInteger(max) || max < 1 || max > 200) throw new RangeError(`releases: max ${max}`);
      const range = `version ..; order=desc,max=${max}`;
      const shape = answers.releasesNewestFirst.max(max);
      return ask({ app, path: `${pathOf(app)}/releases`, range }, shape, asking);
    },

    release(app, version, asking) {
      const shape = answers.release.refine((found) => found.version === version);
      return ask({ app, path: `${pathOf(app)}/releases/${version}`, range: null }, shape, asking);
    },

    dynos: (app, asking) => ask({ app, path: `${pathOf(app)}/dynos`, range: ALL }, answers.dynos, asking),

    formation: (app, asking) =>
      ask({ app, path: `${pathOf(app)}/formation`, range: ALL }, answers.formation, asking),

    async configDifference(app, version, flags, asking) {
      const [now, target] = await Promise.all([
        configVars(app, null, asking),
        configVars(app, version, asking),
      ]);
      if (!now.ok) return now;
      if (!target.ok) return target;
      return { ok: true, value: configDifference(now.value, target.value, flags) };
    },

    slug(app, slugId, asking) {
      const path = `${pathOf(app)}/slugs/${encodeURIComponent(slugId)}`;
      return ask({ app, path, range: null }, answers.slug, asking);
    },

    async logs(app, lines, asking) {
      if (!Number.isInteger(lines) || lines < 1 || lines > MOST_LOG_LINES) {
        throw new RangeError(`logs: lines ${lines}`);
      }
      const until = performance.now() + (asking.deadlineMs ?? READ_DEADLINE_MS);
      const session = await openLogSession(app, lines, asking);
      if (!session.ok) return session;
      return readLog(session.value, { deadlineMs: until - performance.now(), allowLoopback }, log);
    },

    releaseOutput: (release, { deadlineMs = READ_DEADLINE_MS }) =>
      readOutput(release, { deadlineMs, allowLoopback }, log),

    async addonConfigNames(app, asking) {
      const read = await ask({ app, path: `${pathOf(app)}/addons`, range: ALL }, answers.addons, asking);
      if (!read.ok) return read;
      return { ok: true, value: [...new Set(read.value.flatMap((addon) => addon.config_vars))].sort() };
    },

    rollBack: (app, releaseId) => release(app, { release: releaseId }),
    releaseSlug: (app, slugId, description) => release(app, { slug: slugId, description }),
  };
}

/** Lists short enough to come whole; `id` is the one attribute every Heroku list can be ordered by. */
const ALL = 'id ..; max=1000';

function pathOf(app: string): string {
  return `/apps/${encodeURIComponent(app)}`;
}

function sentOf(answer: Answered): Sent {
  const accepted = answer.status >= 200 && answer.status < 300;
  return {
    kind: 'answered',
    status: answer.status,
    release: accepted ? releaseOf(answer) : null,
    errorId: accepted ? null : answers.errorIdOf(answer),
    requestId: answer.requestId,
  };
}

function releaseOf(answer: Answered): Release | null {
  const parsed = answers.release.safeParse(answers.jsonOf(answer));
  return parsed.success ? parsed.data : null;
}

/** What the log may know: never a body, never a header we sent. */
function told(result: Exchange): Record<string, unknown> {
  if (result.kind !== 'answered') return result;
  return { status: result.status, requestId: result.requestId, remaining: result.remaining };
}

function refuseLeakyUrl(baseUrl: string): void {
  const url = new URL(baseUrl);
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback)) return;
  throw new Error(
    `The Heroku API is reached by https only (plain http for loopback): ${url.protocol}//${url.host}`,
  );
}
