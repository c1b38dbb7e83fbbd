/** `GET /totp/:token`: a second factor's key as a QR code, served once (facts/threats.md T24). */
import { toString as qrCode } from 'qrcode';
import type { HttpReply, Routes } from './server.ts';

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
} as const;

/** `redeem`: what the code holds, the first time; null for an address that is used, too old or made up. */
export function totpPage(redeem: (token: string) => Promise<string | null>): Routes {
  return {
    'GET /totp/:token': async ({ params }) => {
      const text = await redeem(params['token'] ?? '');
      if (text === null) return page(404, GONE);
      // As SVG: nothing of it is left behind in a cache of images.
      return page(200, `${SCAN}${await qrCode(text, { type: 'svg', width: 280 })}`);
    },
  };
}

const SCAN =
  '<p>Scan this with your authenticator app, then type its code in Slack. This page is shown once.</p>';
const GONE =
  '<p>This address has been used, or is too old. Type <code>/ops totp</code> in Slack for a new one.</p>';

function page(status: number, body: string): HttpReply {
  const style =
    'body{font:16px/1.5 sans-serif;max-width:36em;margin:3em auto;padding:0 1em;text-align:center}';
  return {
    status,
    headers: HEADERS,
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Switchback</title><style>${style}</style>${body}</html>`,
  };
}
