/** The same click over and over, at two processes. */
import { createServer } from 'node:http';
import { expect } from 'vitest';
import { signed } from '../slack/signed.ts';
import type { OtherBot } from '../support/stage.ts';
import type { Rooms } from './rooms.ts';

export interface Clicker {
  /** Where both processes listen; the second is started once. */
  twoDoors(): Promise<readonly string[]>;
  /** Runs `act` while deliveries reach nobody, and answers with the body of the one it made. */
  caught(act: () => Promise<unknown>): Promise<string>;
  /** The same click over and over, each signed anew: no replay, for all the door can tell. */
  clicks(body: string, times: number): Promise<readonly string[]>;
}

export function clicker(rooms: Pick<Rooms, 'stage'>): Clicker {
  let other: OtherBot | null = null;

  async function twoDoors(): Promise<readonly string[]> {
    const { slack, another } = rooms.stage();
    other ??= await another();
    return [slack.requestUrl() ?? '', other.requestUrl];
  }

  async function caught(act: () => Promise<unknown>): Promise<string> {
    const { slack } = rooms.stage();
    const app = slack.requestUrl();
    const sink = createServer((_request, response) => response.writeHead(500).end());
    await new Promise<void>((listening) => sink.listen(0, '127.0.0.1', listening));
    const address = sink.address();
    slack.connect({ requestUrl: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/` });
    await act();
    slack.connect({ requestUrl: app });
    sink.close();
    const wire = slack.journal.deliveries.at(-1)?.wire;
    if (wire?.transport !== 'http') throw new Error('nothing was delivered by HTTP');
    return wire.body;
  }

  async function clicks(body: string, times: number): Promise<readonly string[]> {
    const doors = await twoDoors();
    const secret = rooms.stage().slack.signingSecret;
    return await Promise.all(
      Array.from({ length: times }, async (_, n) => {
        const request = signed(`${body}&n=${n}`, { secret });
        const response = await fetch(doors[n % 2] ?? '', { method: 'POST', ...request });
        expect(response.status).toBe(200);
        return await response.text();
      }),
    );
  }

  return { twoDoors, caught, clicks };
}
