/** Bodies as @slack/web-api sends them (form, structures as JSON text) and as others do (JSON). */
import type { IncomingMessage } from 'node:http';
import { isRecord } from '../block-kit/rules.ts';
import { asJson, type JsonObject } from '../json.ts';

export interface ApiRequest {
  readonly method: string;
  readonly token: string;
  /** Without the token. */
  readonly args: JsonObject;
  /** What is uploaded; it stays out of the journal. */
  readonly content?: string;
}

export async function readRequest(incoming: IncomingMessage, method: string): Promise<ApiRequest> {
  const { token: inBody, ...args } = parse(await bodyOf(incoming), incoming.headers['content-type'] ?? '');
  const bearer = /^Bearer (.+)$/i.exec(incoming.headers.authorization ?? '')?.[1];
  return { method, token: bearer ?? String(inBody ?? ''), args };
}

/** No method: the file's bytes, sent to the address that was given for them. Who knows it needs no token. */
export const UPLOAD = 'upload';

export async function readUpload(incoming: IncomingMessage, id: string): Promise<ApiRequest> {
  return { method: UPLOAD, token: '', args: { id }, content: await bodyOf(incoming) };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function parse(body: string, contentType: string): JsonObject {
  if (!contentType.startsWith('application/json')) return Object.fromEntries(new URLSearchParams(body));
  const value = body === '' ? {} : asJson(JSON.parse(body));
  return isRecord(value) ? (value as JsonObject) : {};
}
