/** Texts for customers (rollback.md, comms) go out by one tap of a person: once, in order, and only while they are so. */
import type { Incident } from '../../incident.ts';
import type { Consequences } from '../../ledger.ts';
import type { Operation } from '../../operation.ts';
import { done, type Outcome, type Refusal, refused } from '../../outcome.ts';
import type { Person } from '../../people.ts';
import { faultIn, saysClaim } from '../../public-text.ts';
import type {
  DraftReason,
  NewDraft,
  NotPublished,
  PublicName,
  PublicText,
  Publishing as Wanted,
} from '../../publications.ts';
import { asWritten, unescaped } from '../../words/mrkdwn.ts';
import * as words from '../../words/public-texts.ts';
import { NO_ACCOUNT_DATA } from '../../words/templates.ts';
import { actor, entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { goesOut } from './going-out.ts';
import { promised } from './promise.ts';
import { untrue } from './public-claims.ts';
import { approvedText, drafted, hasCustomers, outAlready, surfaceOf, whereTo } from './public-draft.ts';

type Drafts = Pick<Consequences, 'drafts' | 'posts'>;

/** The draft that a rollback brings with it; nothing without an incident, or once it could no longer go out. */
export async function draftedFor(
  world: World,
  which: 'rolled-back' | 'recovered',
  { id, app, channel, incidentId }: Pick<Operation, 'id' | 'app' | 'channel' | 'incidentId'>,
  at: Date,
): Promise<Required<Drafts>> {
  const nothing = { drafts: [], posts: [] };
  if (incidentId === null || !hasCustomers(world, { app, drill: false })) return nothing;
  if (outAlready(await world.reviews.published(incidentId), which)) return nothing;
  const why: DraftReason = which === 'recovered' ? 'recovered' : 'live';
  const draft: NewDraft = {
    id: `${incidentId}/${which}/${id}`,
    which,
    text: approvedText(world, which, app),
    why,
    operationId: id,
    claimedBy: null,
    by: null,
    at,
  };
  return drafted(world, { id: incidentId, channel, drill: false }, draft);
}

/** [Publish] under a draft. `ticked`: the claim beside it (ruling 11). */
export async function publishDraft(
  world: World,
  asked: { readonly draftId: string; readonly slackId: string; readonly ticked: boolean },
): Promise<Outcome<Incident>> {
  const person = await entitled(world, asked.slackId, 'public.publish');
  if (!person.ok) return person;
  const draft = await world.publications.draft(asked.draftId);
  const incident = draft && (await world.incidents.find(draft.incidentId));
  if (!draft || !incident) return refused({ reason: 'unknown-draft' });
  const adds = asked.ticked && draft.which === 'investigating' && !saysClaim(draft.text);
  const text = adds ? `${draft.text} ${NO_ACCOUNT_DATA}` : draft.text;
  const claimed = adds || draft.claimedBy !== null;
  return send(world, incident, person.value, { ...draft, draftId: draft.id, text, claimed });
}

export interface Publishing {
  readonly operationId: string;
  readonly which: PublicText;
  readonly slackId: string;
  /** Whether this person ticked that no account data has been affected (ruling 11). */
  readonly claimsNoDataAffected: boolean;
}

/** One of the three as it is approved, for an operation's incident: also buttons from before drafts were kept. */
export async function publish(world: World, asked: Publishing): Promise<Outcome<Incident>> {
  const { operationId, which, slackId, claimsNoDataAffected: claimed } = asked;
  const person = await entitled(world, slackId, 'public.publish');
  if (!person.ok) return person;
  const operation = await world.ledger.find(operationId);
  const incident = operation?.incidentId ? await world.incidents.find(operation.incidentId) : null;
  if (!operation || !incident) return refused({ reason: 'unknown-operation', typed: operationId });
  const text = unescaped(words.publicText(which, surfaceOf(world, operation.app), claimed));
  return send(world, incident, person.value, { which, text, operationId, draftId: null, claimed });
}

/** The last one as it is approved, of an incident that is being closed. Published already is as good. */
export async function publishRecovered(
  world: World,
  incident: Incident,
  slackId: string,
): Promise<Outcome<Incident>> {
  const person = await entitled(world, slackId, 'public.publish');
  if (!person.ok) return person;
  const text = approvedText(world, 'recovered', incident.app);
  const sending = { which: 'recovered', text, operationId: null, draftId: null, claimed: false } as const;
  const sent = await send(world, incident, person.value, sending);
  return sent.ok || sent.refusal.reason === 'already-published' ? done(incident) : sent;
}

interface Sending extends Pick<Wanted, 'which' | 'draftId'> {
  readonly text: string;
  readonly operationId: string | null;
  readonly claimed: boolean;
}

async function send(
  world: World,
  incident: Incident,
  person: Person,
  { which, draftId, text, operationId, claimed }: Sending,
): Promise<Outcome<Incident>> {
  const where = whereTo(world, incident);
  if (words.isNowhere(where)) return refused({ reason: 'no-status-channel' });
  const fault = faultIn(text, which, claimed);
  if (fault) return refused({ reason: 'public-text', piece: '', ...fault });
  const wrong = await untrue(world, incident, which, operationId);
  if (wrong) return refused(wrong);
  const at = await world.clock.now();
  const by = actor(person);
  const { id } = incident;
  const name = draftId === null ? which : draftId.slice(id.length + 1);
  const shown = asWritten(text);
  const publication = { incidentId: id, which, draftId, text: shown.source, by, at };
  const not = await world.publications.publish(publication, (sequence) => ({
    ...goesOut(world, incident, { which, name, text, by, at, sequence }),
    ...promised(text, at),
    audit: [
      {
        action: 'incident.published',
        actor: by.id,
        targetType: 'incident',
        targetId: id,
        payload: { text: which, sequence, claimsNoDataAffected: saysClaim(text) },
      },
    ],
    timeline: {
      kind: 'public',
      key: `public/${sequence}`,
      at,
      actor: by.name,
      text: words.timelinePublished(shown).source,
    },
  }));
  return not ? refused(whyNot(await world.incidents.find(id), which, not)) : done(incident);
}

function whyNot(incident: Incident | null, which: PublicName, not: NotPublished): Refusal {
  if (not.why === 'closed') {
    const closed = incident?.closed ?? null;
    const told = incident && closed && { app: incident.app, by: closed.by.name, at: closed.at };
    return { reason: 'incident-not-open', id: incident?.id ?? '', closed: told };
  }
  if (not.why === 'out') {
    const { which: out, by, at } = not.publication;
    return { reason: 'already-published', which: out, by, at };
  }
  const { settled, state } = not.draft;
  if (!settled) return { reason: 'unknown-draft' };
  return state === 'replaced'
    ? { reason: 'draft-replaced', by: settled.by.name, at: settled.at }
    : { reason: 'already-published', which, ...settled };
}
