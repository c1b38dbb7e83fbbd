/** The RCA document: what people write of it is kept, the facts are filled in anew each time it is asked for. */
import { INCIDENT_KEY } from '../../ids.ts';
import type { Incident } from '../../incident.ts';
import type { Actor } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import type { Post } from '../../ports.ts';
import { RCA_PARTS, type RcaDocument, type RcaEdit, type RcaText } from '../../reviews.ts';
import { cap, messageLink, plain } from '../../words/mrkdwn.ts';
import { changedSections, missing, type RcaFacts, rcaDocument, textOf } from '../../words/rca.ts';
import * as words from '../../words/rca-said.ts';
import { day } from '../../words/time.ts';
import { actor, entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { isSlug, slugOf } from './rca-slug.ts';

/** What the form shows, and what is typed into it, by part. */
export type RcaDraft = Readonly<Record<string, string>>;

export interface RcaForm {
  readonly incident: Incident;
  /** The newest text of each part. */
  readonly texts: readonly RcaText[];
  /** The name it has while nobody gives it another. */
  readonly slug: string;
}

export interface RcaSent {
  readonly incidentId: string;
  readonly slackId: string;
  readonly typed: RcaDraft;
  /** What the form showed, by the text's id. */
  readonly seen: readonly number[];
}

export type RcaCameTo =
  | { readonly is: 'delivered' }
  /** Everything is as it was in this one. */
  | { readonly is: 'unchanged'; readonly before: RcaDocument }
  /** Others wrote in the same parts: nothing was written, and the sender decides. */
  | { readonly is: 'meanwhile'; readonly form: RcaForm; readonly theirs: readonly RcaText[] };

const LONGEST_PART = 3_000;
const TRIES = 3;

export async function rcaForm(world: World, incidentId: string, slackId: string): Promise<Outcome<RcaForm>> {
  const person = await entitled(world, slackId, 'incident.review');
  if (!person.ok) return person;
  const incident = await world.incidents.find(incidentId);
  if (!incident) return refused({ reason: 'no-incident', typed: '' });
  return done(await formOf(world, incident));
}

async function formOf(world: World, incident: Incident): Promise<RcaForm> {
  return { incident, texts: await world.reviews.texts(incident.id), slug: slugOf(incident) };
}

/** Keeps what was written, and delivers the document. */
export async function writeRca(world: World, sent: RcaSent): Promise<Outcome<RcaCameTo>> {
  const person = await entitled(world, sent.slackId, 'incident.review');
  if (!person.ok) return person;
  const incident = await world.incidents.find(sent.incidentId);
  if (!incident) return refused({ reason: 'no-incident', typed: '' });
  const by = actor(person.value);
  const typed = { ...sent.typed, slug: (sent.typed['slug'] ?? '').trim() };
  if (typed.slug !== '' && !isSlug(typed.slug)) return refused({ reason: 'bad-slug', typed: typed.slug });
  const edits = editsOf(typed, await world.reviews.earlier(incident.id, sent.seen), slugOf(incident));
  if (edits.length > 0) {
    const at = await world.clock.now();
    const theirs = await world.reviews.write(incident.id, edits, by, at, { audit: [] });
    if (theirs.length > 0) return done({ is: 'meanwhile', form: await formOf(world, incident), theirs });
  }
  return done(await deliver(world, incident, by));
}

/** Only what differs from what was shown: others' parts are left alone. */
export function editsOf(typed: RcaDraft, shown: readonly RcaText[], slug: string): readonly RcaEdit[] {
  return RCA_PARTS.flatMap((part) => {
    const before = shown.find((each) => each.part === part);
    const now = tidy(typed[part] ?? '');
    const was = before?.text || (part === 'slug' ? slug : '');
    return now === was ? [] : [{ part, text: now, over: before?.id ?? null }];
  });
}

/** Lines as typed, without what cannot be seen. */
function tidy(text: string): string {
  const lines = text.split(/\r\n?|\n/).map((line) => plain(line, LONGEST_PART));
  return cap(lines.join('\n').trim(), LONGEST_PART);
}

async function deliver(world: World, incident: Incident, by: Actor): Promise<RcaCameTo> {
  for (let left = TRIES; left > 0; left -= 1) {
    const known = await factsOf(world, incident);
    const before = await world.reviews.document(incident.id);
    const text = rcaDocument(known);
    const changed = before && changedSections(before.text, text);
    if (before && changed?.length === 0) return { is: 'unchanged', before };
    const document = { n: (before?.n ?? 0) + 1, text, by, at: known.now };
    const posts = postsOf(incident, known, document, before && { ...before, changed: changed ?? [] });
    if (await world.reviews.keepDocument(incident.id, document, { audit: [], posts })) {
      return { is: 'delivered' };
    }
  }
  throw new Error(`the RCA of ${incident.id} is being written by too many at once`);
}

async function factsOf(world: World, incident: Incident): Promise<RcaFacts> {
  const { id } = incident;
  const [operations, landed, published, entries, actions, texts, related, place, now] = await Promise.all([
    world.ledger.ofIncident(id),
    world.reviews.landed(id),
    world.reviews.published(id),
    world.incidents.timeline(id),
    world.reviews.actions(id),
    world.reviews.texts(id),
    world.reviews.related(id),
    world.incidents.headline(id),
    world.clock.now(),
  ]);
  const slug = textOf(texts, 'slug') || slugOf(incident);
  const name = `${day(incident.startedAt)}-${slug}`;
  const address = world.slackAddress();
  const headline = place && address ? messageLink(address, place, 'its thread') : null;
  return {
    id: name,
    incident,
    operations,
    landed,
    published,
    entries,
    actions,
    texts,
    related,
    headline,
    now,
  };
}

/** The file, and under it what is missing and the way to write it. */
function postsOf(
  incident: Incident,
  known: RcaFacts,
  { n, text, by, at }: RcaDocument,
  before: (RcaDocument & { readonly changed: readonly string[] }) | null,
): readonly Post[] {
  const thread = INCIDENT_KEY(incident.id);
  const { channel } = incident;
  return [
    {
      key: `${thread}/rca-${n}`,
      channel,
      thread,
      text: words.delivered(known.id, by, before).source,
      file: { name: `${known.id}.md`, title: `RCA ${known.id}`, content: text },
    },
    {
      key: `${thread}/rca-${n}/next`,
      channel,
      thread,
      ...words.whatIsMissing(incident.id, missing(known.texts), at),
    },
  ];
}
