/** Socket Mode: tickets, hello, envelopes and their acknowledgements, refresh and drop. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { APP_ID } from '../cast.ts';
import type { JsonObject } from '../json.ts';

const PING_EVERY_MS = 2_000;
const Acknowledgement = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

export type Acknowledged =
  | { readonly kind: 'acknowledged'; readonly payload: unknown }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unreachable' };

export interface Sockets {
  /** A single-use address for the next connection. */
  newUrl(host: string): string;
  accept(incoming: IncomingMessage, socket: Duplex, head: Buffer): void;
  count(): number;
  /** Sends over one open connection (they take turns) and waits for its acknowledgement. */
  send(envelope: JsonObject & { readonly envelope_id: string }, limitMs: number): Promise<Acknowledged>;
  /** Slack asks the app to reconnect. */
  refresh(): void;
  /** Cuts every connection without a word. */
  drop(): void;
  stop(): void;
}

export function createSockets(): Sockets {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const open: WebSocket[] = [];
  const waiting = new Map<string, (payload: unknown) => void>();

  function greet(socket: WebSocket): void {
    open.push(socket);
    const pinging = setInterval(() => socket.ping(), PING_EVERY_MS).unref();
    socket.on('message', (data) => acknowledge(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(pinging);
      leave(socket);
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: open.length,
        debug_info: { host: 'local-slack', approximate_connection_time: 3600 },
        connection_info: { app_id: APP_ID },
      }),
    );
  }

  function leave(socket: WebSocket): void {
    const at = open.indexOf(socket);
    if (at >= 0) open.splice(at, 1);
  }

  function acknowledge(text: string): void {
    const ack = Acknowledgement.safeParse(JSON.parse(text));
    if (ack.success) waiting.get(ack.data.envelope_id)?.(ack.data.payload ?? null);
  }

  return {
    newUrl(host) {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `ws://${host}/link/?ticket=${ticket}&app_id=${APP_ID}`;
    },
    accept(incoming, socket, head) {
      // Not parsed as an address: what anybody sends need not be one.
      const ticket = /[?&]ticket=([\w-]+)/.exec(incoming.url ?? '')?.[1] ?? '';
      if (tickets.delete(ticket)) server.handleUpgrade(incoming, socket, head, greet);
      else socket.destroy();
    },
    count: () => open.length,
    send(envelope, limitMs) {
      const socket = open.shift();
      if (socket === undefined) return Promise.resolve({ kind: 'unreachable' });
      open.push(socket);
      return new Promise((resolve) => {
        const limit = setTimeout(() => finish({ kind: 'timeout' }), limitMs);
        function finish(result: Acknowledged): void {
          clearTimeout(limit);
          waiting.delete(envelope.envelope_id);
          resolve(result);
        }
        waiting.set(envelope.envelope_id, (payload) => finish({ kind: 'acknowledged', payload }));
        socket.send(JSON.stringify(envelope));
      });
    },
    refresh() {
      for (const socket of open.splice(0)) {
        socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: {} }));
      }
    },
    drop() {
      for (const socket of open.splice(0)) socket.terminate();
    },
    stop() {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}
