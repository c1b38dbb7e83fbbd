/** People draft what customers are told, and edit it: checked here, published by a tap of its own. */
import type { Incident } from '../../incident.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import { faultIn, saysClaim } from '../../public-text.ts';
import type { Draft, NewDraft, PUBLIC_TEXTS, PublicName } from '../../publications.ts';
import { tidied } from '../../words/mrkdwn.ts';
import { NO_ACCOUNT_DATA } from '../../words/templates.ts';
import { actor, entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { untrue } from './public-claims.ts';
import { approvedText, drafted, hasCustomers, outAlready } from './public-draft.ts';

export interface Written {
  readonly text: string;
  /** Whether this person ticked that no account data has been affected (ruling 11). */
  readonly ticked: boolean;
  readonly slackId: string;
  /** Of this one draft: of the form it was written in, or the command. */
  readonly key: string;
}

/** Whether anything may be drafted of this kind now: refused once it could not go out. */
export async function draftable(
  world: World,
  incident: Incident,
  which: PublicName,
  slackId: string,
): Promise<Outcome<Incident>> {
  const person = await entitled(world, slackId, 'incident.update');
  if (!person.ok) return person;
  if (!hasCustomers(world, incident)) return refused({ reason: 'no-customers', app: incident.app });
  const { id, app, closed } = incident;
  if (closed && which !== 'recovered')
    return refused({ reason: 'incident-not-open', id, closed: { app, by: closed.by.name, at: closed.at } });
  const out = outAlready(await world.reviews.published(id), which);
  return out
    ? refused({ reason: 'already-published', which: out.which, by: out.by, at: out.at })
    : done(incident);
}

/** One of the three as it is approved, by name. */
export function draftApproved(
  world: World,
  incident: Incident,
  which: (typeof PUBLIC_TEXTS)[number],
  slackId: string,
): Promise<Outcome<Incident>> {
  const text = approvedText(world, which, incident.app);
  return writeDraft(world, incident, which, { text, ticked: false, slackId, key: world.newId('pt') });
}

/** A draft in the thread, once however often it is sent. Nothing is published by it. */
export async function writeDraft(
  world: World,
  incident: Incident,
  which: PublicName,
  written: Written,
): Promise<Outcome<Incident>> {
  if (await world.publications.draft(idOf(incident, written.key))) return done(incident);
  const may = await draftable(world, incident, which, written.slackId);
  if (!may.ok) return may;
  const draft = await newDraft(world, incident, { which, operationId: null, why: 'asked' }, written);
  if (!draft.ok) return draft;
  const wrong = await untrue(world, incident, which, null);
  await world.publications.offer(incident.id, {
    audit: [drew('incident.drafted', incident, draft.value)],
    ...(await drafted(world, incident, draft.value, { untrue: wrong })),
  });
  return done(incident);
}

/** The draft that a form shows; refused once it is settled. */
export async function editable(
  world: World,
  draftId: string,
  slackId: string,
): Promise<Outcome<{ readonly draft: Draft; readonly incident: Incident }>> {
  const draft = await world.publications.draft(draftId);
  const incident = draft && (await world.incidents.find(draft.incidentId));
  if (!draft || !incident) return refused({ reason: 'unknown-draft' });
  const may = await draftable(world, incident, draft.which, slackId);
  if (!may.ok) return may;
  const { settled, state, which } = draft;
  if (!settled) return done({ draft, incident });
  return state === 'replaced'
    ? refused({ reason: 'draft-replaced', by: settled.by.name, at: settled.at })
    : refused({ reason: 'already-published', which, ...settled });
}

/** A new draft takes the old one's place, which says so; once however often it is sent. */
export async function editDraft(world: World, draftId: string, written: Written): Promise<Outcome<Incident>> {
  const found = await editable(world, draftId, written.slackId);
  if (!found.ok) return (await editedBefore(world, draftId, written)) ?? found;
  const { draft: old, incident } = found.value;
  const { which, operationId } = old;
  const draft = await newDraft(world, incident, { which, operationId, why: 'edited' }, written);
  if (!draft.ok) return draft;
  const { by, at } = draft.value;
  if (!by) throw new Error('a draft that nobody edited');
  const wrong = await untrue(world, incident, which, operationId);
  const replaced = await world.publications.replace(draftId, by, at, {
    audit: [drew('incident.draft-edited', incident, draft.value)],
    ...(await drafted(world, incident, draft.value, { untrue: wrong })),
  });
  if (replaced) return done(incident);
  const again = await editable(world, draftId, written.slackId);
  if (again.ok) return refused({ reason: 'unknown-draft' });
  return (await editedBefore(world, draftId, written)) ?? again;
}

/** By this very form: Slack asks people to try again when our answer was late. */
async function editedBefore(
  world: World,
  draftId: string,
  { key }: Written,
): Promise<Outcome<Incident> | null> {
  const old = await world.publications.draft(draftId);
  const incident = old && (await world.incidents.find(old.incidentId));
  return incident && (await world.publications.draft(idOf(incident, key))) ? done(incident) : null;
}

function idOf({ id }: Incident, key: string): string {
  return `${id}/${key}`;
}

async function newDraft(
  world: World,
  incident: Incident,
  kind: Pick<NewDraft, 'which' | 'operationId' | 'why'>,
  { text: typed, ticked, slackId, key }: Written,
): Promise<Outcome<NewDraft>> {
  const person = await entitled(world, slackId, 'incident.update');
  if (!person.ok) return person;
  const shown = tidied(typed);
  const text = ticked && shown !== '' && !saysClaim(shown) ? `${shown} ${NO_ACCOUNT_DATA}` : shown;
  const fault = faultIn(text, kind.which, ticked);
  if (fault) return refused({ reason: 'public-text', piece: '', ...fault });
  const by = actor(person.value);
  const at = await world.clock.now();
  const claimedBy = saysClaim(text) ? by : null;
  return done({ ...kind, id: idOf(incident, key), text, claimedBy, by, at });
}

function drew(action: string, { id }: Incident, { by, which, claimedBy }: NewDraft) {
  return {
    action,
    actor: by?.id ?? 'switchback',
    targetType: 'incident',
    targetId: id,
    payload: { text: which, claimsNoDataAffected: claimedBy !== null },
  } as const;
}
