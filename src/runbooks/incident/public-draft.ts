/** A draft of what customers are told: a row, and a live message in the incident's thread that shows it. */
import type { Incident } from '../../incident.ts';
import type { Consequences } from '../../ledger.ts';
import type { Message } from '../../ports.ts';
import {
  laterThan,
  type NewDraft,
  overtaking,
  type Publication,
  type PublicName,
  type PublicText,
} from '../../publications.ts';
import { asWritten, unescaped } from '../../words/mrkdwn.ts';
import * as words from '../../words/public-texts.ts';
import type { World } from '../world.ts';
import { untrue } from './public-claims.ts';

type Subject = Pick<Incident, 'id' | 'channel' | 'drill'>;

/** In the transaction that brings it about. */
export async function drafted(
  world: World,
  incident: Subject,
  draft: NewDraft,
  standing: Pick<words.Standing, 'called' | 'untrue'> = {},
): Promise<Required<Pick<Consequences, 'drafts' | 'posts'>>> {
  const awaited = await awaitedBy(world, incident, draft);
  return posted(incident, draft, words.draft(draft, whereTo(world, incident), { ...standing, awaited }));
}

/** Only a draft for a promise is about the word that customers wait for, also once everybody was called for it. */
async function awaitedBy(
  world: World,
  { id }: Subject,
  { why }: Pick<NewDraft, 'why'>,
): Promise<words.Awaited | null> {
  const until = why === 'promise' ? await world.publications.owed(id) : null;
  return until && { until, callsLater: (await world.publications.promise(id)) !== null };
}

/** As `drafted`, of an incident that is only being opened: nothing was promised yet. */
export function firstDrafted(
  world: World,
  incident: Subject,
  draft: NewDraft,
): Required<Pick<Consequences, 'drafts' | 'posts'>> {
  return posted(incident, draft, words.draft(draft, whereTo(world, incident), {}));
}

function posted({ id, channel }: Subject, draft: NewDraft, message: Message) {
  const thread = `incident/${id}`;
  const key = `${thread}/draft/${draft.id.slice(id.length + 1)}`;
  return { drafts: [draft], posts: [{ key, channel, thread, draft: draft.id, ...message }] };
}

export function whereTo({ settings }: World, { drill }: Pick<Incident, 'drill'>): words.Where {
  return { drill, channel: settings.statusChannel, page: settings.statusPage };
}

/** What customers call it. */
export function surfaceOf(world: World, app: string): string {
  return world.apps.find(app)?.surface ?? app;
}

/** One of the three, in plain text. */
export function approvedText(world: World, which: PublicText, app: string): string {
  return unescaped(words.publicText(which, surfaceOf(world, app), false));
}

/** Practice has customers everywhere, production alone has real ones. */
export function hasCustomers(world: World, { app, drill }: Pick<Incident, 'app' | 'drill'>): boolean {
  return drill || world.apps.find(app)?.environment === 'production';
}

/** The text that keeps this one from going out: the same, or a later one. */
export function outAlready(published: readonly Publication[], which: PublicName): Publication | null {
  const later = laterThan(which);
  return published.find((each) => later.includes(each.which)) ?? null;
}

/** The draft as it should look now. Throws for one that is not there: its message was written with it. */
export async function drawDraft(world: World, id: string): Promise<Message> {
  const draft = await world.publications.draft(id);
  const incident = draft && (await world.incidents.find(draft.incidentId));
  if (!draft || !incident) throw new Error(`the message of an unknown draft ${id}`);
  const { state, settled } = draft;
  if (settled)
    return words.draftOver(draft, state === 'published' ? words.wentOut(settled) : words.replacedBy(settled));
  const published = await world.reviews.published(incident.id);
  const goesOut = asWritten(draft.text).source;
  const out = outAlready(published, draft.which) ?? overtaking(draft, goesOut, published);
  if (out) return words.draftOver(draft, words.tooLate(out.which));
  if (incident.closed && draft.which !== 'recovered') return words.draftOver(draft, words.OVER_WITH_INCIDENT);
  return words.draft(draft, whereTo(world, incident), {
    awaited: await awaitedBy(world, incident, draft),
    untrue: await untrue(world, incident, draft.which, draft.operationId),
  });
}
