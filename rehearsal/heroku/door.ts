/** A listening socket on 127.0.0.1 that can be shut and opened again on the same port. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Door } from './control.ts';

export interface OpenDoor extends Door {
  readonly url: string;
}

/** `port` 0 picks a free one. */
export async function openDoor(port: number, listener: RequestListener): Promise<OpenDoor> {
  // Longer than any test waits: a connection closed for idleness would look like a fault nobody asked for.
  const server = createServer({ keepAliveTimeout: 120_000 }, listener);
  let wanted = port;
  const open = () =>
    new Promise<void>((resolve, reject) => {
      if (server.listening) {
        resolve();
        return;
      }
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await open();
  wanted = (server.address() as AddressInfo).port;
  return { url: `http://127.0.0.1:${wanted}`, open, close, isOpen: () => server.listening };
}
