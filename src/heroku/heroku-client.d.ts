/** The parts of heroku-client 3.1.4's request object that `safe-request.ts` builds on; the package has no types. */
declare module 'heroku-client/lib/request.js' {
  import type { Agent, ClientRequest, IncomingMessage } from 'node:http';

  export interface RequestOptions {
    readonly host?: string;
    readonly userAgent?: string;
    readonly method?: string;
    readonly path?: string;
    readonly headers?: Record<string, string>;
    readonly body?: object;
  }

  export default class Request {
    constructor(options: RequestOptions);
    readonly options: RequestOptions;
    readonly agent: Agent;
    readonly secure: boolean;
    request(): Promise<unknown>;
    logRequest(request: ClientRequest): void;
    setRequestTimeout(request: ClientRequest): void;
    handleResponse(response: IncomingMessage): void;
    handleError(error: Error): void;
  }
}
