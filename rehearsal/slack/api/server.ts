/** The HTTP and WebSocket door of the workspace, on 127.0.0.1 only. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Backstage } from '../backstage.ts';
import { handleCall, type Reply } from './handle-call.ts';
import { readRequest, readUpload } from './read-request.ts';

export interface ApiServer {
  readonly port: number;
  stop(): Promise<void>;
}

export async function serve(backstage: Backstage, port: number): Promise<ApiServer> {
  const server = createServer((incoming, outgoing) => {
    answer(backstage, incoming, outgoing).catch((fault: unknown) => {
      // A defect of the workspace itself (or of a test's onCall): loud, and never taken for Slack's own answer.
      outgoing.destroy(fault instanceof Error ? fault : undefined);
      queueMicrotask(() => {
        throw fault;
      });
    });
  });
  server.on('upgrade', (incoming, socket, head) => {
    if (backstage.down) socket.destroy();
    else backstage.sockets.accept(incoming, socket, head);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // A loopback listener always has an address of this kind.
  const address = server.address() as AddressInfo;
  return { port: address.port, stop: () => stop(server) };
}

async function answer(
  backstage: Backstage,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const path = (incoming.url ?? '').split('?')[0] ?? '';
  const method = /^\/api\/([\w.]+)$/.exec(path)?.[1];
  const file = /^\/upload\/v1\/(\w+)$/.exec(path)?.[1];
  if (backstage.down) {
    incoming.destroy();
    return;
  }
  const reading =
    method !== undefined
      ? readRequest(incoming, method)
      : file !== undefined
        ? readUpload(incoming, file)
        : null;
  if (reading === null) {
    outgoing.writeHead(404).end();
    return;
  }
  const request = await reading.catch(() => null);
  // The caller went away, or sent what cannot be read: there is nobody to answer.
  if (request === null) incoming.destroy();
  else send(incoming, outgoing, await handleCall(backstage, request));
}

function send(incoming: IncomingMessage, outgoing: ServerResponse, reply: Reply): void {
  if (reply.kind === 'drop') {
    incoming.socket.destroy();
    return;
  }
  const retry = reply.retryAfter === undefined ? {} : { 'retry-after': String(reply.retryAfter) };
  outgoing.writeHead(reply.status, { 'content-type': 'application/json; charset=utf-8', ...retry });
  outgoing.end(reply.body);
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
