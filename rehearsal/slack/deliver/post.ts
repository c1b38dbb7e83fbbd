/** One signed request to the app, on a fresh connection, given up after the limit. */
import { request } from 'node:http';

export type Posted =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unreachable' };

export function postTo(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  limitMs: number,
): Promise<Posted> {
  return new Promise((resolve) => {
    const outgoing = request(url, { method: 'POST', agent: false, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => finish({ kind: 'unreachable' }));
      response.on('end', () =>
        finish({
          kind: 'answered',
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    const limit = setTimeout(() => finish({ kind: 'timeout' }), limitMs);
    function finish(result: Posted): void {
      clearTimeout(limit);
      outgoing.destroy();
      resolve(result);
    }
    outgoing.on('error', () => finish({ kind: 'unreachable' }));
    outgoing.end(body);
  });
}
