/** A pushpin under a message puts it into the timeline of the incident it was said in. */
import type { Incident } from '../../incident.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import type { Reaction, Said } from '../../ports.ts';
import { entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { addMessage, authorOf, recentlyIn } from './add-message.ts';

const PUSHPIN = 'pushpin';

/** `which`: it may belong to any of these, and somebody must say. */
export type Pinned =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'added' }
  | { readonly kind: 'which'; readonly of: readonly Incident[] };

const NOTHING: Outcome<Pinned> = done({ kind: 'nothing' });

/**
 * People use the emoji for much else: it says nothing to us in a channel without an incident, from a bot, or under our
 * own words, which are in the timeline already.
 */
export async function pinned(
  world: World,
  { emoji, slackId, channel, ts }: Reaction,
): Promise<Outcome<Pinned>> {
  if (emoji !== PUSHPIN) return NOTHING;
  const here = await recentlyIn(world, channel);
  if (here.length === 0) return NOTHING;
  const who = await world.people.who(slackId);
  if (!who.ok && who.why === 'bot') return NOTHING;
  const open = here.filter(({ closed }) => closed === null);
  const found = await read(world, channel, ts);
  if (!found.ok) return open.length === 0 ? NOTHING : found;
  const { said, ours } = found.value;
  if (ours) return NOTHING;
  const own = await world.incidents.ofThread(channel, said.threadTs ?? ts);
  const [incident, another] = own ? [own] : open;
  if (!incident) return NOTHING;
  if (!another) return add(world, incident, said, slackId);
  const may = await entitled(world, slackId, 'incident.note');
  return may.ok ? done({ kind: 'which', of: open }) : may;
}

/** Into this one, as somebody has said; its words are Slack's, so they are read again. */
export async function pinIn(
  world: World,
  incidentId: string,
  { channel, ts }: { readonly channel: string; readonly ts: string },
  slackId: string,
): Promise<Outcome<Pinned>> {
  const incident = await world.incidents.find(incidentId);
  if (!incident) return refused({ reason: 'no-incident', typed: incidentId });
  const found = await read(world, channel, ts);
  return found.ok ? add(world, incident, found.value.said, slackId) : found;
}

async function add(world: World, incident: Incident, said: Said, slackId: string): Promise<Outcome<Pinned>> {
  const added = await addMessage(world, { incident, said, author: await authorOf(world, said), slackId });
  return added.ok ? done({ kind: 'added' }) : added;
}

async function read(
  world: World,
  channel: string,
  ts: string,
): Promise<Outcome<{ readonly said: Said; readonly ours: boolean }>> {
  const found = await world.conversations.message(channel, ts);
  if (found.ok) return done(found);
  return found.why === 'gone'
    ? refused({ reason: 'message-gone' })
    : refused({ reason: 'message-unreadable', why: found.why });
}
