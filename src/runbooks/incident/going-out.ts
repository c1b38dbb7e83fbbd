/** Where a text for customers goes once somebody has published it. */
import type { Incident } from '../../incident.ts';
import type { Consequences } from '../../ledger.ts';
import type { Actor } from '../../operation.ts';
import type { PublicName } from '../../publications.ts';
import { asWritten } from '../../words/mrkdwn.ts';
import * as words from '../../words/public-texts.ts';
import type { World } from '../world.ts';
import { surfaceOf, whereTo } from './public-draft.ts';

export interface GoingOut {
  readonly which: PublicName;
  /** What tells it from the incident's others. */
  readonly name: string;
  /** Plain text. */
  readonly text: string;
  readonly by: Actor;
  readonly at: Date;
  /** Its number within the incident, from 1. */
  readonly sequence: number;
}

/** Where customers read, with a word of it in the thread; practice stays in the thread. */
export function goesOut(
  world: World,
  incident: Incident,
  out: GoingOut,
): Pick<Consequences, 'posts' | 'webhooks'> {
  const { id, channel } = incident;
  const { which, name, text, by, at } = out;
  const where = whereTo(world, incident);
  const key = `incident/${id}`;
  const shown = asWritten(text);
  const said = {
    key: `${key}/published-${name}`,
    channel,
    thread: key,
    ...words.published(which, where, by, at),
  };
  if (where.drill)
    return {
      posts: [
        { key: `${key}/public-${name}`, channel, thread: key, text: words.drilled(shown).source },
        said,
      ],
    };
  return {
    posts: [
      ...(where.channel === null
        ? []
        : [{ key: `${key}/public-${name}`, channel: where.channel, text: shown.source }]),
      said,
    ],
    webhooks: where.page === null ? [] : [statusPage(world, incident, out)],
  };
}

/** The body is documented in docs/incidents.md. */
function statusPage(world: World, { id, app }: Incident, { which, name, text, at, sequence }: GoingOut) {
  const key = `${id}/${name}`;
  return {
    to: 'status-page',
    key,
    body: {
      id: key,
      incident: id,
      app,
      surface: surfaceOf(world, app),
      which,
      text,
      published_at: at.toISOString(),
      sequence,
    },
  } as const;
}
