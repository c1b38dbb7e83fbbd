/**
 * Octokit with one request per call: own deadline, capped bodies, no redirect followed (it would carry the token
 * elsewhere), nothing printed, our own reading of JSON (the vendor's rewrites strings that look like big integers).
 */
import { Octokit } from '@octokit/core';
import { z } from 'zod';
import type { Log } from '../log.ts';
import type { GitHubFailure } from '../ports.ts';
import { saysUnrelated } from './answers.ts';

const ANSWER_CAP_BYTES = 8 * 1024 * 1024;
const REFUSAL_CAP_BYTES = 64 * 1024;

export type Answer =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly why: GitHubFailure };

export interface Question {
  /** Octokit's route, e.g. `GET /repos/{owner}/{repo}`. */
  readonly route: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly token: string;
  /** Aborted when time is up. */
  readonly signal: AbortSignal;
}

export type Ask = (question: Question) => Promise<Answer>;

export function openExchange(apiUrl: string, log: Pick<Log, 'debug' | 'warn'>): Ask {
  const quiet = () => undefined;
  const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const octokit = new Octokit({
    baseUrl: apiUrl,
    userAgent: 'switchback',
    log: silent,
    // Not the same log: this one would print deprecations, with GitHub's text in them, to the console.
    request: { fetch: cappedFetch, log: silent, parseSuccessResponseBody: false },
  });
  return async ({ route, parameters, token, signal }) => {
    const began = performance.now();
    const answer = await octokit
      .request(route, {
        ...parameters,
        headers: { authorization: `Bearer ${token}`, 'x-github-api-version': '2022-11-28' },
        request: { signal },
      })
      .then(
        ({ status, data }) => read(status, data),
        (error: unknown) => ({ ok: false, why: failureOf(error) }) as const,
      );
    const result: Answer = !answer.ok && signal.aborted ? { ok: false, why: 'slow' } : answer;
    const ms = Math.round(performance.now() - began);
    if (result.ok) log.debug({ route, ms }, 'GitHub request');
    else log.warn({ route, ms, why: result.why }, 'GitHub request failed');
    return result;
  };
}

/** 2xx and 3xx: the vendor throws for the rest. */
async function read(status: number, data: unknown): Promise<Answer> {
  // A repository that was renamed: the configuration names what is no longer there.
  if (status >= 300) return { ok: false, why: 'not-found' };
  try {
    const body: unknown = JSON.parse(await new Response(data as ReadableStream).text());
    return { ok: true, body };
  } catch {
    return { ok: false, why: 'malformed' };
  }
}

class TooLarge extends Error {}

const cappedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, { ...init, redirect: 'manual' });
  const bytes = await capped(response, response.ok ? ANSWER_CAP_BYTES : REFUSAL_CAP_BYTES);
  const { status, statusText, headers } = response;
  return new Response(bytes.length === 0 ? null : bytes, { status, statusText, headers });
};

async function capped(response: Response, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > most) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const refusal = z.object({
  status: z.number(),
  response: z.object({ headers: z.record(z.string(), z.unknown()), data: z.unknown() }),
});

function failureOf(error: unknown): GitHubFailure {
  const parsed = refusal.safeParse(error);
  if (!parsed.success)
    return error instanceof Error && error.cause instanceof TooLarge ? 'malformed' : 'down';
  const { status, response } = parsed.data;
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return isRateLimit(response.headers) ? 'rate-limited' : 'forbidden';
    case 404:
      return saysUnrelated(response.data) ? 'diverged' : 'not-found';
    case 410:
    case 451:
      return 'not-found';
    case 429:
      return 'rate-limited';
    default:
      return status >= 500 ? 'down' : 'malformed';
  }
}

/** GitHub says 403 for its hourly limit and for its limit on haste, each with a header of its own. */
function isRateLimit(headers: Readonly<Record<string, unknown>>): boolean {
  return headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined;
}
