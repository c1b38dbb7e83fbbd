/**
 * heroku-client with its retries, idle timeout, string-joined bodies and debug output taken out
 * (facts/heroku.md section 4 lists what each of them did). It builds and writes the request; `exchange.ts`
 * decides what came of it.
 */
import { randomUUID } from 'node:crypto';
import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import Request, { type RequestOptions } from 'heroku-client/lib/request.js';
import { type Exchange, type Flight, openFlight } from './exchange.ts';

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token: string;
  /** `Range` of a list, e.g. `version ..; order=desc,max=20`; null for a single thing. */
  readonly range: string | null;
  readonly body?: object;
  /** From now to the end of the body, milliseconds. */
  readonly deadlineMs: number;
  readonly agent: Agent;
}

export class SafeRequest extends Request {
  private readonly flight: Flight | null = null;

  /** @param baseUrl scheme, host and port; a path would be dropped by heroku-client. */
  constructor(baseUrl: string) {
    super({ host: baseUrl, userAgent: 'switchback' });
  }

  /** Send once, whatever happens. Never rejects for what the network or Heroku did. */
  sendOnce(call: Call): Promise<Exchange> {
    return new Promise((settle) => {
      const requestId = randomUUID();
      // Cut from this object instead of constructed: heroku-client's constructor reads the certificate
      // directory each time. Not enumerable, so no printed object shows the token.
      const one: SafeRequest = Object.create(this, {
        options: { value: vendorOptions(call, requestId) },
        agent: { value: call.agent },
        flight: { value: openFlight(call.deadlineMs, requestId, settle) },
      });
      void one.request();
    });
  }

  /** heroku-client calls this first, before anything is written. */
  override logRequest(request: ClientRequest): void {
    // Its default `id ..; max=1000` would order releases by UUID, and it cannot be told to leave it out.
    if (this.options.headers?.['Range'] === undefined) request.removeHeader('Range');
    this.flight?.departed(request);
  }

  override handleResponse(response: IncomingMessage): void {
    this.flight?.answered(response);
  }

  /** heroku-client's own is where the retries are. */
  override handleError(error: Error): void {
    this.flight?.failed(error);
  }

  /** The flight has a total deadline; heroku-client's own is idle time and leads to retries. */
  override setRequestTimeout(): void {}
}

function vendorOptions(call: Call, requestId: string): RequestOptions {
  return {
    method: call.method,
    path: call.path,
    headers: {
      Authorization: `Bearer ${call.token}`,
      'Request-Id': requestId,
      ...(call.range === null ? {} : { Range: call.range }),
    },
    ...(call.body === undefined ? {} : { body: call.body }),
  };
}
