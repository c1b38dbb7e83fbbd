/**
 * Everybody who can help is called, once for each reason: in the thread for all to see, directly, and by the pager
 * (heroku.md, escalation). The digest rule does not silence it; practice calls nobody but the thread.
 */
import type { Incident } from '../../incident.ts';
import type { Consequences } from '../../ledger.ts';
import type { Actor } from '../../operation.ts';
import * as words from '../../words/calls.ts';
import { whereIs } from '../../words/home.ts';
import type { Mrkdwn } from '../../words/mrkdwn.ts';
import type { World } from '../world.ts';
import { operators } from './operators.ts';
import { pages } from './page.ts';

export interface Call {
  /** One call of this name in one incident: `wake/unreachable`, `promise/2`. */
  readonly name: string;
  /** A clause without a full stop. Untrusted text. */
  readonly why: string;
  /** What to do about it, where we know: a sentence without its full stop. */
  readonly todo?: Mrkdwn;
  /** The runbook's own words for it, where it has some. */
  readonly runbook?: string;
  /** Null: the bot itself. */
  readonly by: Actor | null;
  readonly at: Date;
}

/** The line in the timeline that says who called is what makes it happen once: write it with `Incidents.record`. */
export const CALL_KEY = ({ name }: Pick<Call, 'name'>): string => `called/${name}`;

export async function called(
  world: World,
  incident: Incident,
  call: Call,
): Promise<Required<Pick<Consequences, 'posts' | 'webhooks'>>> {
  const { id, channel, drill } = incident;
  const key = `incident/${id}/${CALL_KEY(call)}`;
  const thread = { channel, thread: `incident/${id}`, broadcast: true };
  if (drill) return { posts: [{ key, ...thread, ...words.calledInDrill(call) }], webhooks: [] };
  const where = whereIs('thread', await world.incidents.headline(id), world.slackAddress());
  const direct = words.calledDirectly(incident, call, where);
  const people = await operators(world, call.by);
  return {
    posts: [
      { key, ...thread, ...words.called(call, world.settings.approverMentions) },
      ...people.map((slackId) => ({ key: `${key}/${slackId}`, channel: slackId, ...direct })),
    ],
    webhooks: await pages(world, incident, call),
  };
}
