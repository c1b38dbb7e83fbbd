import type { App, Receiver } from '@slack/bolt';
import type { Handler, HttpReply } from '../http/server.ts';
import { admit, BODY_LIMIT } from './admit.ts';
import { type DoorParts, passOn } from './door.ts';

/** `POST /slack/events`: Bolt's receiver for signed HTTP. The server it hangs on is the process's own. */
export interface FrontDoor extends Receiver {
  readonly handle: Handler;
}

/** `secrets`: the signing secret, and the former one during a rotation. */
export function frontDoor(parts: DoorParts & { readonly secrets: readonly string[] }): FrontDoor {
  if (parts.secrets.length === 0 || parts.secrets.some((secret) => secret.length === 0)) {
    throw new Error('the front door needs a signing secret');
  }
  let app: App | null = null;

  const handle: Handler = async (request) => {
    const home = parts.home();
    if (app === null || home === null) return { status: 503 };
    const body = await request.body(BODY_LIMIT);
    if (body === null) return { status: 413 };
    const admission = admit(
      {
        body,
        contentType: request.headers['content-type'],
        signature: header(request.headers['x-slack-signature']),
        timestamp: header(request.headers['x-slack-request-timestamp']),
      },
      { secrets: parts.secrets, home, nowMs: parts.now() },
    );
    switch (admission.kind) {
      case 'refused':
        parts.log.warn({ status: admission.status, why: admission.why }, 'refused at the front door');
        return { status: admission.status };
      case 'ssl-check':
        return { status: 200 };
      case 'challenge':
        return json({ challenge: admission.challenge });
      case 'accepted': {
        const passage = await passOn(app, parts, admission);
        if (passage.kind === 'answer')
          return passage.body === undefined ? { status: 200 } : json(passage.body);
        if (passage.kind === 'unanswered') return { status: 400 };
        // Slack repeats events until one is answered; anything else seen twice is somebody's copy.
        return { status: admission.incoming.kind === 'event' ? 200 : 401 };
      }
    }
  };

  return {
    handle,
    init(bolt) {
      app = bolt;
    },
    start: async () => {},
    stop: async () => {},
  };
}

function header(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function json(body: unknown): HttpReply {
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  };
}
