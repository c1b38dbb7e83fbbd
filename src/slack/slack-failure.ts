import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';

/** Why a call has no answer we may rely on. */
export type SlackFailure =
  /** Refused before it did anything. */
  | { readonly ok: false; readonly why: 'rate-limited'; readonly retryAfterSeconds: number }
  | { readonly ok: false; readonly why: 'slack-error'; readonly code: string }
  /** No byte of the request can have been processed. */
  | { readonly ok: false; readonly why: 'unreachable'; readonly detail: string }
  /** Sent, and no usable answer came: it may have taken effect. */
  | { readonly ok: false; readonly why: 'lost'; readonly detail: string };

export type SlackReply<T> = { readonly ok: true; readonly value: T } | SlackFailure;

/** Slack says of these that part of the operation may have succeeded. */
const MAYBE_DONE = new Set(['internal_error', 'fatal_error', 'request_timeout', 'service_unavailable']);

/** Failed before a connection existed, so nothing was sent. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What an error of the vendor's client means for us. */
export function classify(error: unknown): SlackFailure {
  if (error instanceof WebAPIRateLimitedError) {
    return { ok: false, why: 'rate-limited', retryAfterSeconds: Math.max(1, error.retryAfter) };
  }
  if (error instanceof WebAPIPlatformError) return platformFailure(String(error.data.error));
  if (error instanceof WebAPIHTTPError) {
    return error.statusCode < 500
      ? { ok: false, why: 'slack-error', code: `http_${error.statusCode}` }
      : { ok: false, why: 'lost', detail: `HTTP ${error.statusCode}` };
  }
  const code = networkCode(error instanceof WebAPIRequestError ? error.original : error);
  return NEVER_SENT.has(code)
    ? { ok: false, why: 'unreachable', detail: code }
    : { ok: false, why: 'lost', detail: code };
}

function platformFailure(code: string): SlackFailure {
  if (code === 'ratelimited' || code === 'rate_limited') {
    return { ok: false, why: 'rate-limited', retryAfterSeconds: 1 };
  }
  // A body that was not JSON arrives here as its whole text.
  if (!/^[a-z0-9_]{1,80}$/.test(code)) return { ok: false, why: 'lost', detail: 'unreadable answer' };
  if (MAYBE_DONE.has(code)) return { ok: false, why: 'lost', detail: code };
  return { ok: false, why: 'slack-error', code };
}

/** fetch wraps the socket's error in `cause`; only its code is safe to keep. */
function networkCode(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    if (at.name === 'TimeoutError') return 'timeout';
  }
  return 'connection broken';
}
