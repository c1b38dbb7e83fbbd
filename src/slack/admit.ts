import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { fromHome, type Home, type Incoming, readPayload } from './payload.ts';

/** Checks made before Bolt sees a byte (facts/slack.md section 1 says why). All pure: time is passed in. */

export const BODY_LIMIT = 1024 * 1024;
const WINDOW_SECONDS = 300;
const DEEPEST = 40;
const MOST_FIELDS = 50;

export interface SignedRequest {
  readonly body: Buffer;
  readonly contentType: string | undefined;
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
}

/** `refused` statuses carry no reason to the sender; `why` is for our log. */
export type Admission =
  | { readonly kind: 'accepted'; readonly incoming: Incoming; readonly keys: readonly string[] }
  | { readonly kind: 'challenge'; readonly challenge: string }
  | { readonly kind: 'ssl-check' }
  | { readonly kind: 'refused'; readonly status: 400 | 401 | 403; readonly why: string };

/** `secrets`: the signing secret, and the former one while it is being rotated. `nowMs`: epoch milliseconds. */
export function admit(
  request: SignedRequest,
  door: { readonly secrets: readonly string[]; readonly home: Home; readonly nowMs: number },
): Admission {
  if (!signedRecently(request, door)) {
    return isBareSslCheck(request.body)
      ? { kind: 'ssl-check' }
      : { kind: 'refused', status: 401, why: 'signature or timestamp' };
  }
  const parsed = parseBody(request.body, request.contentType);
  if (parsed === null) return { kind: 'refused', status: 400, why: 'unreadable body' };
  if (parsed.kind === 'ssl-check') return parsed;
  const challenge = challengeIn(parsed.value);
  if (challenge !== null) return { kind: 'challenge', challenge };
  const signature = createHash('sha256')
    .update(request.signature ?? '')
    .digest('hex');
  return judge(parsed.value, door.home, `signature:${signature}`);
}

/** The checks that do not depend on how the payload came in; `key` identifies the delivery. */
export function judge(payload: unknown, home: Home, key: string): Admission {
  const incoming = readPayload(payload);
  if (incoming === null) return { kind: 'refused', status: 400, why: 'unknown shape' };
  if (!fromHome(incoming, home)) return { kind: 'refused', status: 403, why: 'another workspace' };
  const keys = incoming.kind === 'event' ? [key, `event:${incoming.body.event_id}`] : [key];
  return { kind: 'accepted', incoming, keys };
}

function signedRecently(
  request: SignedRequest,
  door: { readonly secrets: readonly string[]; readonly nowMs: number },
): boolean {
  const { signature, timestamp } = request;
  if (signature === undefined || !/^v0=[0-9a-f]{64}$/.test(signature)) return false;
  if (timestamp === undefined || !/^[1-9][0-9]{8,10}$/.test(timestamp)) return false;
  if (Math.abs(Math.floor(door.nowMs / 1000) - Number(timestamp)) > WINDOW_SECONDS) return false;
  const given = Buffer.from(signature.slice(3), 'hex');
  // Every secret is tried, so that the time taken does not tell which one matched.
  return door.secrets
    .map((secret) => {
      const hmac = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(request.body);
      return timingSafeEqual(given, hmac.digest());
    })
    .includes(true);
}

/** Slack probes the certificate with an unsigned form. Anything beside the probe's own fields is not one. */
function isBareSslCheck(body: Buffer): boolean {
  if (body.length > 200) return false;
  const form = new URLSearchParams(body.toString('utf8'));
  return (
    form.get('ssl_check') === '1' && [...form.keys()].every((key) => key === 'ssl_check' || key === 'token')
  );
}

type Parsed = { readonly kind: 'payload'; readonly value: unknown } | { readonly kind: 'ssl-check' };

function parseBody(body: Buffer, contentType: string | undefined): Parsed | null {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  const text = decode(body);
  if (text === null) return null;
  if (type === 'application/json') return parseJson(text);
  if (type !== 'application/x-www-form-urlencoded') return null;
  const form = new URLSearchParams(text);
  const fields = Object.fromEntries(form);
  // A field given twice would be read differently by different readers.
  if (form.size > MOST_FIELDS || Object.keys(fields).length !== form.size) return null;
  if (fields['ssl_check'] !== undefined) return { kind: 'ssl-check' };
  return fields['payload'] === undefined ? { kind: 'payload', value: fields } : parseJson(fields['payload']);
}

function decode(body: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function parseJson(text: string): Parsed | null {
  if (tooDeep(text)) return null;
  try {
    return { kind: 'payload', value: JSON.parse(text) };
  } catch {
    return null;
  }
}

/**
 * Counted on the text, because walking a parsed value that deep could exhaust the stack; and character by character,
 * because a pattern for strings takes minutes over a megabyte of quotes that never close.
 */
function tooDeep(json: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < json.length && depth <= DEEPEST; at += 1) {
    const character = json[at];
    if (character === '"') inString = !inString;
    else if (inString) at += character === '\\' ? 1 : 0;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
  }
  return depth > DEEPEST;
}

function challengeIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!('type' in value) || value.type !== 'url_verification') return null;
  if (!('challenge' in value) || typeof value.challenge !== 'string') return null;
  return value.challenge.length <= 500 ? value.challenge : null;
}
