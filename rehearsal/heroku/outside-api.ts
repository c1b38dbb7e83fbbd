/** Addresses of the simulator that are not the Platform API: the apps themselves, output streams, logs. */
import { notFound } from './api-error.ts';
import type { Answer, Platform } from './call.ts';
import type { RequestName } from './faults.ts';
import { direct, throughFront } from './front.ts';
import { writeLog } from './log-sessions.ts';
import { findOutput, writeOutput } from './output-stream.ts';
import type { Received } from './request.ts';
import { currentStatus } from './status-page.ts';

interface Outside {
  readonly name: RequestName;
  readonly app: string | null;
  /** Their last part is a secret: whoever has it may read. */
  readonly shownPath: string;
  readonly answer: () => Answer;
}

/** Null for the API's own paths. */
export function outsideApi(platform: Platform, { path }: Received): Outside | null {
  const [, place = '', key = '', ...rest] = path.split('/');
  const { world, logSessions } = platform;
  switch (place) {
    case 'front':
    case 'direct':
      return {
        name: 'smoke',
        app: key,
        shownPath: path,
        answer: () => {
          const app = world.apps.get(key);
          if (app === undefined) throw notFound('app');
          const visit = place === 'front' ? throughFront : direct;
          return visit(world, app, `/${rest.join('/')}`);
        },
      };
    case 'status-page':
      return {
        name: 'status-page',
        app: null,
        shownPath: path,
        answer: () => currentStatus(world),
      };
    case 'streams': {
      const output = findOutput(world, key);
      return {
        name: 'stream-read',
        app: output?.app.name ?? null,
        shownPath: '/streams/***',
        answer: () => {
          if (output === undefined) throw notFound('stream');
          return { status: 200, body: null, write: (response) => writeOutput(world, output, response) };
        },
      };
    }
    case 'logs': {
      const session = logSessions.find(key);
      return {
        name: 'logs-read',
        app: session?.app.name ?? null,
        shownPath: '/logs/***',
        answer: () => {
          if (session === undefined) throw notFound('log session');
          return { status: 200, body: null, write: (response) => writeLog(world, session, response) };
        },
      };
    }
    default:
      return null;
  }
}
