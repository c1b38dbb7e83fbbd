/**
 * Agents that hand a socket to its request only once it is connected, TLS included. Until then not one byte
 * of the request can have left, so a failure before that is proof that nothing was sent.
 */
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

type Handover = (error: Error | null, socket: Duplex) => void;

/** No connection came about. `why`: dns, refused, connect-timeout, tls or unreachable. */
export class ConnectFailure extends Error {
  readonly why: string;

  constructor(why: string) {
    super(`no connection to Heroku: ${why}`);
    this.why = why;
  }
}

/** One pool of kept connections for reads. `connectMs` bounds the connecting of each. */
export function keepAliveAgent(secure: boolean, connectMs: number): http.Agent {
  const options = { keepAlive: true, maxSockets: 16, maxFreeSockets: 4, timeout: 30_000 };
  return secure ? new PatientHttpsAgent(options, connectMs) : new PatientHttpAgent(options, connectMs);
}

/** A connection used once and closed: a kept one may be dead already, which only shows after sending. */
export function freshAgent(secure: boolean, connectMs: number): http.Agent {
  const options = { keepAlive: false };
  return secure ? new PatientHttpsAgent(options, connectMs) : new PatientHttpAgent(options, connectMs);
}

class PatientHttpAgent extends http.Agent {
  private readonly connectMs: number;

  constructor(options: http.AgentOptions, connectMs: number) {
    super(options);
    this.connectMs = connectMs;
  }

  override createConnection(options: http.ClientRequestArgs, handover?: Handover): undefined {
    const socket = super.createConnection(options) as Socket;
    awaitConnected(socket, 'connect', this.connectMs, handover);
  }
}

class PatientHttpsAgent extends https.Agent {
  private readonly connectMs: number;

  constructor(options: https.AgentOptions, connectMs: number) {
    super(options);
    this.connectMs = connectMs;
  }

  override createConnection(options: https.RequestOptions, handover?: Handover): undefined {
    const socket = super.createConnection(options) as Socket;
    awaitConnected(socket, 'secureConnect', this.connectMs, handover);
  }
}

function awaitConnected(
  socket: Socket,
  ready: 'connect' | 'secureConnect',
  connectMs: number,
  handover: Handover | undefined,
): void {
  let reached = false;
  const finish = (failure: ConnectFailure | null) => {
    clearTimeout(timer);
    socket.off('error', failed).off('close', closed).off(ready, connected);
    if (failure !== null) {
      // What still comes from a socket nobody will use has no reader.
      socket.on('error', () => {});
      socket.destroy();
    }
    handover?.(failure, socket);
  };
  const connected = () => finish(null);
  const closed = () => finish(new ConnectFailure(reached ? 'tls' : 'unreachable'));
  const failed = (error: Error) => finish(new ConnectFailure(reached ? 'tls' : whyNot(error)));
  const timer = setTimeout(() => finish(new ConnectFailure('connect-timeout')), connectMs);
  socket.once('connect', () => {
    reached = true;
  });
  socket.once(ready, connected).once('error', failed).once('close', closed);
}

function whyNot(error: Error): string {
  const code = 'code' in error ? error.code : null;
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
      return 'dns';
    case 'ECONNREFUSED':
      return 'refused';
    case 'ETIMEDOUT':
      return 'connect-timeout';
    default:
      return 'unreachable';
  }
}
