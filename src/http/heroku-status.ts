/** Port `HerokuStatus`: one GET of what status.heroku.com says, in the form that Heroku's own CLI reads. */
import { z } from 'zod';
import type { Log } from '../log.ts';
import type { HerokuStatus, Platform, Read } from '../ports.ts';
import { type ReachOptions, reach } from './reach.ts';

const DEADLINE_MS = 5_000;

/** It stands in messages and on people's phones. */
const LONGEST_TITLE = 300;

const currentStatus = z
  .object({
    status: z.array(z.object({ system: z.string(), status: z.string() })).min(1),
    incidents: z.array(
      z.object({
        title: z.string().transform((title) => title.slice(0, LONGEST_TITLE)),
        resolved: z.boolean().optional(),
        updates: z.array(z.object({ contents: z.string().nullish() })).nullish(),
      }),
    ),
  })
  .transform(({ status, incidents }): Platform => {
    const open = incidents.filter(({ resolved }) => resolved !== true);
    return {
      green: open.length === 0 && status.every((each) => each.status === 'green'),
      incidents: open.map(({ title, updates }) => ({
        title,
        text: [title, ...(updates ?? []).map(({ contents }) => contents ?? '')].join('\n'),
      })),
    };
  });

export interface HerokuStatusOptions extends ReachOptions {
  /** Without a slash at the end. */
  readonly url: string;
  readonly log: Pick<Log, 'info'>;
}

/** What cannot be read says nothing, least of all that all is well. */
export function openHerokuStatus(options: HerokuStatusOptions): HerokuStatus {
  return {
    async now() {
      const read = await ask(options);
      options.log.info(read.ok ? { green: read.value.green } : { why: read.why }, 'Heroku status');
      return read;
    },
  };
}

async function ask(options: HerokuStatusOptions): Promise<Read<Platform>> {
  const answer = await reach(
    {
      method: 'GET',
      url: `${options.url}/api/v4/current-status`,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': 'switchback-status',
      },
      deadlineMs: DEADLINE_MS,
    },
    options,
  );
  if (answer.kind === 'unreachable') return { ok: false, why: answer.why === 'slow' ? 'slow' : 'down' };
  if (answer.status !== 200) return { ok: false, why: answer.status === 429 ? 'rate-limited' : 'down' };
  const parsed = currentStatus.safeParse(jsonIn(answer.body));
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, why: 'malformed' };
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
