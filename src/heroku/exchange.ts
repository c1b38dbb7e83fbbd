/** What one HTTP exchange with Heroku came to: everything later is decided from this value. */
import type { ClientRequest, IncomingMessage } from 'node:http';
import { ConnectFailure } from './connect.ts';

export interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  readonly requestId: string | null;
  /** `RateLimit-Remaining`, tokens left on the account. */
  readonly remaining: number | null;
  /** `Retry-After` in seconds; dates and garbage are null. */
  readonly retryAfter: number | null;
  readonly body: Buffer;
  readonly isJson: boolean;
}

export type Exchange =
  | Answered
  /** Not one byte of the request left this process. */
  | { readonly kind: 'never-connected'; readonly why: string }
  /** Sent in part or whole, and no complete answer came. */
  | { readonly kind: 'lost'; readonly why: string; readonly requestId: string | null };

/** The life of one exchange, told what the HTTP client sees. */
export interface Flight {
  departed(request: ClientRequest): void;
  answered(response: IncomingMessage): void;
  failed(error: Error): void;
}

const BODY_CAP_BYTES = 1024 * 1024;

/**
 * Follow one request until `settle` is called, exactly once, at the latest after `deadlineMs`.
 * `requestId` is the id we send, reported when Heroku's own never came.
 */
export function openFlight(
  deadlineMs: number,
  requestId: string,
  settle: (exchange: Exchange) => void,
): Flight {
  let outgoing: ClientRequest | null = null;
  let connected = false;
  let over = false;
  let knownAs: string | null = requestId;

  const end = (exchange: Exchange) => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    if (exchange.kind !== 'answered') outgoing?.destroy();
    settle(exchange);
  };
  const fail = (why: string) =>
    end(connected ? { kind: 'lost', why, requestId: knownAs } : { kind: 'never-connected', why });
  const timer = setTimeout(() => fail('deadline'), deadlineMs);

  return {
    departed(request) {
      outgoing = request;
      // The agents of connect.ts hand over connected sockets only: from here on something may be sent.
      request.once('socket', () => {
        connected = true;
      });
    },
    answered(response) {
      knownAs = requestIdOf(response) ?? knownAs;
      collect(response, fail, (body) => end(answerOf(response, body)));
    },
    failed(error) {
      fail(error instanceof ConnectFailure ? error.why : 'reset');
    },
  };
}

function collect(response: IncomingMessage, fail: (why: string) => void, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > BODY_CAP_BYTES) fail('too-large');
    else chunks.push(chunk);
  });
  // A body cut short ends in an error and a close, without an end.
  response.on('end', () => done(Buffer.concat(chunks)));
  response.on('error', () => fail('cut'));
  response.on('close', () => fail('cut'));
}

function answerOf(response: IncomingMessage, body: Buffer): Answered {
  return {
    kind: 'answered',
    status: response.statusCode ?? 0,
    requestId: requestIdOf(response),
    remaining: wholeNumber(response.headers['ratelimit-remaining']),
    retryAfter: wholeNumber(response.headers['retry-after']),
    body,
    isJson: /[/+]json\b/i.test(response.headers['content-type'] ?? ''),
  };
}

/** It is logged and stored, so anything but the characters of an id chain is dropped. */
function requestIdOf(response: IncomingMessage): string | null {
  const header = response.headers['request-id'];
  if (typeof header !== 'string') return null;
  return header.replace(/[^\w,.:-]/g, '').slice(0, 200) || null;
}

function wholeNumber(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,9}$/.test(header) ? Number(header) : null;
}
