/** What somebody sees, into the incident's timeline and thread: once, however often it is sent. */
import { INCIDENT_KEY } from '../../ids.ts';
import type { Incident, NewEntry } from '../../incident.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import type { Post } from '../../ports.ts';
import { type Mrkdwn, plain, quoted } from '../../words/mrkdwn.ts';
import * as words from '../../words/timeline.ts';
import { entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { happened } from './happened.ts';
import { whichIncident, whichInText } from './which.ts';

export interface Noting {
  readonly incident: Incident;
  readonly slackId: string;
  /** Untrusted text; a time first says when it happened. */
  readonly text: string;
  /** Of this one note: of the form it was written in, or the command. */
  readonly key: string;
}

export interface Noted {
  readonly incident: Incident;
  readonly entry: NewEntry;
  readonly at: Date;
}

export async function note(world: World, { incident, slackId, text, key }: Noting): Promise<Outcome<Noted>> {
  const person = await entitled(world, slackId, 'incident.note');
  if (!person.ok) return person;
  const now = await world.clock.now();
  const said = happened(text, now);
  const line = fits(said.text);
  if (!line.ok) return line;
  const { name: actor } = person.value;
  const entry: NewEntry = {
    kind: 'note',
    key: `note/${key}`,
    at: said.at ?? now,
    actor,
    text: line.value.source,
  };
  // False: this very note is there already.
  await world.incidents.record(incident.id, entry, {
    audit: [],
    posts: [inThread(incident, entry, words.spoken(entry, now))],
  });
  return done({ incident, entry, at: now });
}

/** One line of a timeline, escaped; refused when nothing can be read in it, or it is too long. */
export function fits(text: string): Outcome<Mrkdwn> {
  const line = plain(text, Number.POSITIVE_INFINITY);
  if (line === '') return refused({ reason: 'note-empty' });
  const { length } = Array.from(line);
  return length > words.LONGEST_NOTE
    ? refused({ reason: 'note-too-long', length })
    : done(quoted(line, length));
}

/** Said in the thread, once for each line. */
export function inThread(
  { id, channel }: Pick<Incident, 'id' | 'channel'>,
  { key = '' }: Pick<NewEntry, 'key'>,
  text: Mrkdwn,
): Post {
  const thread = INCIDENT_KEY(id);
  return { key: `${thread}/line/${key}`, channel, thread, text: text.source };
}

/**
 * Which incident a note is for, and its words. An app's name is a likely first word of what somebody sees: it stays in
 * the note unless it was needed to tell which incident is meant, or a time follows it.
 */
export async function whichToNote(
  world: World,
  channel: string,
  typed: readonly string[],
): Promise<Outcome<{ readonly incident: Incident; readonly text: string }>> {
  const timed = happened(typed.slice(1).join(' '), await world.clock.now()).at !== null;
  const meant = await (timed ? whichIncident : whichInText)(world, channel, typed);
  if (!meant.ok) return meant;
  const { incident, rest } = meant.value;
  const after = rest.join(' ');
  const namedById = (await world.incidents.find(typed[0] ?? '')) !== null;
  if (rest.length === typed.length || namedById || timed) return done({ incident, text: after });
  const unnamed = await whichIncident(world, channel, []);
  const needless = unnamed.ok && unnamed.value.incident.id === incident.id;
  return done({ incident, text: needless ? typed.join(' ') : after });
}
