/** What stands in a timeline is put right by a new line that names it; the old one stays as it was. */
import type { Entry, Incident, NewEntry } from '../../incident.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import * as words from '../../words/timeline.ts';
import { entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { happened } from './happened.ts';
import { fits, inThread, type Noted } from './note.ts';

export interface Correcting {
  /** As typed: `12` or `#12`. */
  readonly line: string;
  readonly slackId: string;
  /** Untrusted text; a time first says when it really happened. */
  readonly text: string;
  /** Of this one correction. */
  readonly key: string;
}

/** The line that somebody wants to put right. Before anybody writes: decided again when it comes. */
export async function mayCorrect(
  world: World,
  line: string,
  slackId: string,
): Promise<Outcome<{ readonly old: Entry; readonly incident: Incident }>> {
  const person = await entitled(world, slackId, 'incident.note');
  if (!person.ok) return person;
  const number = /^#?(\d{1,15})$/.exec(line)?.[1];
  const old = number === undefined ? null : await world.incidents.entry(Number(number));
  const incident = old && (await world.incidents.find(old.incidentId));
  return old && incident ? done({ old, incident }) : refused({ reason: 'no-such-entry', typed: line });
}

export async function correct(world: World, asked: Correcting): Promise<Outcome<Noted>> {
  const person = await entitled(world, asked.slackId, 'incident.note');
  if (!person.ok) return person;
  const found = await mayCorrect(world, asked.line, asked.slackId);
  if (!found.ok) return found;
  const { old, incident } = found.value;
  const now = await world.clock.now();
  const said = happened(asked.text, now);
  const text = fits(said.text);
  if (!text.ok) return text;
  const entry: NewEntry = {
    kind: 'correction',
    key: `correction/${asked.key}`,
    // It stands where what it corrects stands, unless that is what was wrong.
    at: said.at ?? old.happenedAt,
    actor: person.value.name,
    text: text.value.source,
    corrects: old.id,
  };
  await world.incidents.record(incident.id, entry, {
    audit: [],
    posts: [inThread(incident, entry, words.spokenCorrection(old, entry, now))],
  });
  return done({ incident, entry, at: now });
}
