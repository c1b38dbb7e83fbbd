/** Bringing an interaction to the app: over its socket when one is open, else by signed HTTP. */
import { randomUUID } from 'node:crypto';
import type { Backstage } from '../backstage.ts';
import type { Delivery, DeliveryKind } from '../journal.ts';
import type { JsonObject } from '../json.ts';
import { aboutOf } from './about.ts';
import { postTo } from './post.ts';
import { signedHeaders } from './sign.ts';

/** What went over the wire, so that the very same can be sent again. */
export type Wire =
  | { readonly transport: 'socket'; readonly envelope: JsonObject & { readonly envelope_id: string } }
  | { readonly transport: 'http'; readonly body: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly transport: 'none' };

export interface Interaction {
  readonly kind: DeliveryKind;
  readonly user: string;
  readonly payload: JsonObject;
}

export function deliver(backstage: Backstage, interaction: Interaction): Promise<Delivery> {
  return send(backstage, interaction.kind, interaction.user, wireFor(backstage, interaction));
}

/** Sends a wire form and journals what came of it. */
export async function send(
  backstage: Backstage,
  kind: DeliveryKind,
  user: string,
  wire: Wire,
): Promise<Delivery> {
  const sent = backstage.journal.sending();
  const started = performance.now();
  const result = await over(backstage, wire);
  const ackMs = Math.round(performance.now() - started);
  return sent({ kind, user, ackMs, wire, about: aboutOf(kind, wire), transport: wire.transport, ...result });
}

type Result = Pick<Delivery, 'outcome' | 'status' | 'body'>;

async function over(backstage: Backstage, wire: Wire): Promise<Result> {
  const { sockets, requestUrl, ackLimitMs } = backstage;
  if (wire.transport === 'socket') {
    const ack = await sockets.send(wire.envelope, ackLimitMs);
    return ack.kind === 'acknowledged'
      ? { outcome: 'acknowledged', status: null, body: emptyAsNull(ack.payload) }
      : { outcome: ack.kind, status: null, body: null };
  }
  if (wire.transport === 'none' || requestUrl === null) {
    return { outcome: 'unreachable', status: null, body: null };
  }
  const posted = await postTo(requestUrl, wire.body, wire.headers, ackLimitMs);
  if (posted.kind !== 'answered') return { outcome: posted.kind, status: null, body: null };
  const fine = posted.status >= 200 && posted.status < 300;
  return {
    outcome: fine ? 'acknowledged' : 'refused',
    status: posted.status,
    body: fine ? read(posted.body) : null,
  };
}

function wireFor(backstage: Backstage, { kind, payload }: Interaction): Wire {
  if (backstage.sockets.count() > 0) return { transport: 'socket', envelope: envelopeFor(kind, payload) };
  if (backstage.requestUrl === null) return { transport: 'none' };
  const timestamp = String(Math.floor(backstage.state.now() / 1000));
  const { signingSecret } = backstage.secrets;
  if (isEvent(kind)) {
    const body = JSON.stringify(payload);
    return {
      transport: 'http',
      body,
      headers: signedHeaders(signingSecret, timestamp, body, 'application/json'),
    };
  }
  const fields = kind === 'slash_command' ? Object.entries(payload) : [['payload', JSON.stringify(payload)]];
  const body = fields.map((pair) => pair.map((part) => encodeURIComponent(String(part))).join('=')).join('&');
  return { transport: 'http', body, headers: signedHeaders(signingSecret, timestamp, body) };
}

function envelopeFor(kind: DeliveryKind, payload: JsonObject): JsonObject & { readonly envelope_id: string } {
  const envelope = { envelope_id: randomUUID(), payload };
  if (isEvent(kind)) {
    const first = { accepts_response_payload: false, retry_attempt: 0, retry_reason: '' };
    return { ...envelope, type: 'events_api', ...first };
  }
  const type = kind === 'slash_command' ? 'slash_commands' : 'interactive';
  return { ...envelope, type, accepts_response_payload: true };
}

/** By the Events API: wrapped in a callback, and nothing is read in the acknowledgement. */
function isEvent(kind: DeliveryKind): boolean {
  return kind === 'app_home_opened' || kind === 'reaction_added' || kind === 'reaction_removed';
}

function read(body: string): unknown {
  if (body === '') return null;
  try {
    return emptyAsNull(JSON.parse(body));
  } catch {
    return body;
  }
}

function emptyAsNull(body: unknown): unknown {
  const empty = typeof body === 'object' && body !== null && Object.keys(body).length === 0;
  return empty || body === '' ? null : body;
}
