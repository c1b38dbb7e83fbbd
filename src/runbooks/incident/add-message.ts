/** What somebody said in Slack, into an incident's timeline: when they said it, who said it, and who put it there. */
import type { Incident, NewEntry } from '../../incident.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import type { Said } from '../../ports.ts';
import { messageLink } from '../../words/mrkdwn.ts';
import * as words from '../../words/timeline.ts';
import { entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { fits, inThread, type Noted } from './note.ts';

export interface Adding {
  readonly incident: Incident;
  /** Its text is kept as it is now: it may have been changed since, by its author or by whoever adds it. */
  readonly said: Omit<Said, 'slackId' | 'name'>;
  /** Who said it, by name. Untrusted text. */
  readonly author: string;
  /** Who adds it. */
  readonly slackId: string;
}

/** Each message once in one timeline, whoever adds it again. */
export async function addMessage(world: World, adding: Adding): Promise<Outcome<Noted>> {
  const { incident, said, author, slackId } = adding;
  const person = await entitled(world, slackId, 'incident.note');
  if (!person.ok) return person;
  const text = fits(said.text);
  if (!text.ok) return text;
  const at = await world.clock.now();
  const address = world.slackAddress();
  const link = address === null ? null : messageLink(address, said, words.MESSAGE_LINK);
  const key = `message/${said.channel}/${said.ts}`;
  const entry: NewEntry = {
    kind: 'message',
    key,
    at: saidAt(said.ts),
    actor: author,
    text: words.messageText(text.value, person.value.name, link).source,
  };
  const added = await world.incidents.record(incident.id, entry, {
    audit: [],
    posts: [inThread(incident, entry, words.spoken(entry, at))],
  });
  if (added) return done({ incident, entry, at });
  const there = await world.incidents.line(incident.id, key);
  return refused({ reason: 'entry-there', number: there?.id ?? null });
}

/** `1750471200.000100`: seconds, by Slack's clock. */
export function saidAt(ts: string): Date {
  return new Date(Math.floor(Number(ts) * 1_000));
}

/** As the message names its author, else as Slack does. */
export async function authorOf(
  world: World,
  { name, slackId }: Pick<Said, 'name' | 'slackId'>,
): Promise<string> {
  const known = name ?? (slackId === null ? null : await world.conversations.nameOf(slackId));
  return known ?? words.SOMEBODY;
}

const CLOSED_SINCE_MS = 7 * 86_400_000;
const MOST = 50;

/** Open ones, newest first, then those closed in the last seven days. */
async function recent(world: World): Promise<readonly Incident[]> {
  const every = { app: null, drill: null, limit: MOST };
  const [open, over, now] = await Promise.all([
    world.incidents.list({ ...every, open: true }),
    world.incidents.list({ ...every, open: false }),
    world.clock.now(),
  ]);
  const since = now.getTime() - CLOSED_SINCE_MS;
  return [...open, ...over.filter(({ closed }) => closed !== null && closed.at.getTime() >= since)];
}

export async function recentlyIn(world: World, channel: string): Promise<readonly Incident[]> {
  return (await recent(world)).filter((each) => each.channel === channel);
}

export interface Candidates {
  /** Likeliest first: that of its thread, those of its channel, the others. */
  readonly all: readonly Incident[];
  /** The one it surely belongs to; null: somebody must say. */
  readonly sure: Incident | null;
}

/** The incidents that a message may belong to. */
export async function mayBelongTo(
  world: World,
  { channel, ts, threadTs }: Pick<Said, 'channel' | 'ts' | 'threadTs'>,
): Promise<Candidates> {
  const [own, known] = await Promise.all([world.incidents.ofThread(channel, threadTs ?? ts), recent(world)]);
  const rest = known.filter(({ id }) => id !== own?.id);
  const here = rest.filter((each) => each.channel === channel);
  const all = [...(own ? [own] : []), ...here, ...rest.filter((each) => each.channel !== channel)];
  const open = here.filter(({ closed }) => closed === null);
  return { all, sure: own ?? (open.length === 1 ? (open[0] ?? null) : null) };
}
