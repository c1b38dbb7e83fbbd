/** `GET /locks/:app?commit=SHA`: may CI deploy this? 200 yes, 423 no; any other answer means no, too. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Apps } from '../apps.ts';
import type { DeployLock } from '../ledger.ts';
import type { Log } from '../log.ts';
import {
  LOCKS_BAD_COMMIT,
  LOCKS_UNAUTHORIZED,
  LOCKS_UNREACHABLE,
  LOCKS_UNSET,
  unknownApp,
} from '../words/http.ts';
import type { HttpReply, Routes } from './server.ts';

export interface LockDesk {
  /** Null: not configured, so nobody may ask. */
  readonly token: string | null;
  readonly apps: Apps;
  /** Null for what is no commit. */
  readonly commitOf: (typed: string) => string | null;
  /** The locks that stop a commit; null: any commit. */
  readonly stopping: (app: string, commit: string | null) => Promise<readonly DeployLock[]>;
  readonly log: Log;
}

export function lockRoutes(desk: LockDesk): Routes {
  return {
    'GET /locks/:app': async ({ params, query, headers }) => {
      if (desk.token === null) return answer(503, { error: LOCKS_UNSET });
      if (!carries(headers.authorization, desk.token)) {
        return { ...answer(401, { error: LOCKS_UNAUTHORIZED }), headers: { ...HEADERS, ...CHALLENGE } };
      }
      const app = desk.apps.find(params['app'] ?? '');
      if (!app) return answer(404, { error: unknownApp(desk.apps.all.map(({ name }) => name)) });
      // An empty one is a variable that CI has not set: no answer is better than one about something else.
      const asked = query.get('commit');
      const commit = asked === null ? null : desk.commitOf(asked);
      if (asked !== null && commit === null) return answer(400, { error: LOCKS_BAD_COMMIT });
      try {
        return verdict(app.name, await desk.stopping(app.name, commit));
      } catch (err) {
        desk.log.warn({ err }, 'the locks cannot be read');
        return answer(503, { error: LOCKS_UNREACHABLE });
      }
    },
  };
}

function verdict(app: string, locks: readonly DeployLock[]): HttpReply {
  if (locks.length === 0) return answer(200, { app, locked: false });
  const shown = locks.map(({ commit, reason, owner, since, operationId }) => ({
    commit,
    reason,
    owner,
    since: since.toISOString(),
    operation: operationId,
  }));
  return answer(423, { app, locked: true, locks: shown });
}

/** Compared as digests, so that the time it takes says nothing of how much was right. */
function carries(authorization: string | undefined, token: string): boolean {
  const [, given] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
const CHALLENGE = { 'www-authenticate': 'Bearer' };

function answer(status: number, body: object): HttpReply {
  return { status, headers: HEADERS, body: `${JSON.stringify(body)}\n` };
}
