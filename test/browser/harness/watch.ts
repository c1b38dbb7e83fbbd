/** What goes on in a window: what must never happen, and what it is told. */
import type { Page } from 'playwright-core';

/** Page errors, console errors and requests to any other host, in words. `forgives`: what a test brings about. */
export function watchTrouble(page: Page, host: string, forgives: RegExp | null): readonly string[] {
  const troubles: string[] = [];
  const note = (trouble: string) => {
    if (forgives?.test(trouble) !== true) troubles.push(trouble);
  };
  const visit = (address: string) => {
    const url = new URL(address);
    if (url.protocol !== 'data:' && url.host !== host) note(`asked ${url.host} for ${url.pathname}`);
  };
  page.on('pageerror', (error) => note(`page error: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    const type = message.type();
    if (type === 'error' || type === 'warning') note(`console ${type}: ${message.text()}`);
  });
  page.on('request', (request) => visit(request.url()));
  page.on('websocket', (socket) => visit(socket.url()));
  return troubles;
}

/** Every message of the server to this window, as it was sent. */
export function listen(page: Page): () => string {
  const frames: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => frames.push(payload.toString()));
  });
  return () => frames.join('\n');
}
