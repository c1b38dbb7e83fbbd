/** The part of the control that other processes need: `/_control/*`, JSON in and out, for whoever has a token. */
import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { ApiError } from './api-error.ts';
import type { Control } from './control.ts';
import { faultSchema, releasing } from './faults.ts';
import { bodyOf, type Received } from './request.ts';
import type { Tokens } from './tokens.ts';
import { plantedLineSchema, troubleSchema } from './trouble.ts';

const releaseBody = z.object({ app: z.string(), by: z.string(), what: releasing });
const crashBody = z.object({ app: z.string(), which: z.string() });
const linesBody = z.object({ app: z.string(), lines: z.array(plantedLineSchema) });
const troubleBody = z.object({ app: z.string(), trouble: troubleSchema });
const outputBody = z.object({ app: z.string(), version: z.number(), lines: z.array(z.string()) });
const imageBody = z.object({ app: z.string(), version: z.number() });
const refuseBody = z.object({ forMs: z.number().positive() });
const rulesBody = z.object({
  failedReleases: z.enum(['not-deployed', 'deployed-anyway']).optional(),
  configReleasesCarry: z.enum(['current-code', 'newest-code']).optional(),
  herokuIncident: z.string().nullable().optional(),
});

export const CONTROL = '/_control/';

/** Any page in a browser of this machine can send a request here; none has a token. */
export function serveControl(
  control: Control,
  tokens: Tokens,
  received: Received,
  response: ServerResponse,
): void {
  try {
    tokens.whose(received.headers.authorization);
    const answer = act(
      control,
      `${received.method} ${received.path.slice(CONTROL.length)}`,
      bodyOf(received),
    );
    write(response, answer === undefined ? 404 : 200, answer ?? { error: 'no such control' });
  } catch (error) {
    const status = error instanceof ApiError ? error.status : 400;
    write(response, status, { error: error instanceof Error ? error.message : String(error) });
  }
}

function act(control: Control, what: string, body: unknown): unknown {
  const done = { ok: true };
  switch (what) {
    case 'GET journal':
      return control.journal.entries;
    case 'GET state':
      return control.state();
    case 'POST faults':
      for (const fault of z.array(faultSchema).parse(body)) control.fault(fault);
      return { waiting: control.faultsWaiting() };
    case 'DELETE faults':
      control.clearFaults();
      return done;
    case 'POST releases': {
      const { app, by, what: change } = releaseBody.parse(body);
      return { version: control.release(app, by, change).version };
    }
    case 'POST crashes': {
      const { app, which } = crashBody.parse(body);
      control.crash(app, which);
      return done;
    }
    case 'POST log-lines': {
      const { app, lines } = linesBody.parse(body);
      control.logLines(app, lines);
      return done;
    }
    case 'POST troubles': {
      const { app, trouble } = troubleBody.parse(body);
      control.trouble(app, trouble);
      return done;
    }
    case 'POST outputs': {
      const { app, version, lines } = outputBody.parse(body);
      control.output(app, version, lines);
      return done;
    }
    case 'POST images-gone': {
      const { app, version } = imageBody.parse(body);
      control.imageGone(app, version);
      return done;
    }
    case 'PATCH rules': {
      const { failedReleases, configReleasesCarry, herokuIncident } = rulesBody.parse(body);
      if (failedReleases !== undefined) control.rules({ failedReleases });
      if (configReleasesCarry !== undefined) control.rules({ configReleasesCarry });
      if (herokuIncident !== undefined) control.rules({ herokuIncident });
      return done;
    }
    case 'POST refusal': {
      const { forMs } = refuseBody.parse(body);
      // After this answer has left: closing the door destroys open connections.
      setTimeout(() => void control.refuseConnections(forMs), 20);
      return done;
    }
    default:
      return undefined;
  }
}

function write(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
