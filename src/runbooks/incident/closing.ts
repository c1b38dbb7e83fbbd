/** What somebody is shown before they close an incident: what is there already, what is missing, what goes on. */
import type { Incident, Sight } from '../../incident.ts';
import type { DeployLock } from '../../ledger.ts';
import { type Actor, type Operation, SLOT_STATUSES } from '../../operation.ts';
import { done, type Outcome } from '../../outcome.ts';
import type { Publication } from '../../publications.ts';
import type { ActionItem } from '../../reviews.ts';
import { endedBy } from '../../words/closing.ts';
import { type Mrkdwn, plain } from '../../words/mrkdwn.ts';
import type { Where } from '../../words/public-texts.ts';
import { actor, entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { type NoText, recoveredText } from './recovered-text.ts';
import { stillOpen } from './still-open.ts';

export interface Closable {
  /** Who looks, and may close it. */
  readonly by: Actor;
  readonly incident: Incident;
  readonly now: Date;
  /** What ended it, as our rows have it; empty when they do not say. */
  readonly resolution: string;
  readonly recoveredText: Told;
  /** By when customers were promised the word they wait for. */
  readonly owed: Date | null;
  /** Its rollbacks' deploy locks that stand. */
  readonly locks: readonly DeployLock[];
  /** Dynos that were crashed when its apps were last looked at, `app web.1`. */
  readonly down: readonly string[];
  readonly underWay: readonly Operation[];
  readonly toDo: readonly ActionItem[];
  /** What it may turn out to be: of the same kind, newest first. */
  readonly others: readonly Incident[];
}

export type Told =
  | { readonly is: 'published'; readonly publication: Publication }
  | { readonly is: 'offered'; readonly text: Mrkdwn; readonly where: Where }
  | { readonly is: 'not-possible'; readonly why: NoText };

const OTHERS = 50;

export async function closable(world: World, id: string, slackId: string): Promise<Outcome<Closable>> {
  const person = await entitled(world, slackId, 'incident.close');
  if (!person.ok) return person;
  const open = await stillOpen(world, id);
  if (!open.ok) return open;
  const incident = open.value;
  const [now, operations, actions, owed, sights, lately] = await Promise.all([
    world.clock.now(),
    world.ledger.ofIncident(incident.id),
    world.reviews.actions(incident.id),
    world.publications.owed(incident.id),
    world.incidents.sights(incident.id),
    world.incidents.list({ app: null, open: null, drill: incident.drill, limit: OTHERS }),
  ]);
  return done({
    by: actor(person.value),
    incident,
    now,
    resolution: plain(endedBy(operations)),
    recoveredText: await told(world, incident),
    owed,
    down: sights.flatMap(crashed),
    locks: await locksOf(world, operations),
    underWay: operations.filter(({ status }) => SLOT_STATUSES.some((each) => each === status)),
    toDo: actions.filter(({ done: over }) => over === null),
    others: lately.filter((each) => mayBe(incident, each)),
  });
}

function crashed({ app, seen }: Sight): readonly string[] {
  return Object.values(seen?.dynos ?? {}).flatMap((dynos) => dynos.crashed.map((name) => `${app} ${name}`));
}

/** The deploy locks that came with an incident's rollbacks and still stand. */
export async function locksOf(
  world: World,
  operations: readonly Pick<Operation, 'id' | 'app'>[],
): Promise<readonly DeployLock[]> {
  if (operations.length === 0) return [];
  const ids = operations.map(({ id }) => id);
  const apps = [...new Set(operations.map(({ app }) => app))];
  const standing = await Promise.all(apps.map((app) => world.ledger.locks(app)));
  return standing.flat().filter(({ operationId }) => operationId !== null && ids.includes(operationId));
}

/** One that is another's double itself names that one: nobody is sent round in a circle. */
export function mayBe(incident: Pick<Incident, 'id' | 'drill'>, other: Incident): boolean {
  return (
    other.id !== incident.id && other.drill === incident.drill && (other.closed?.sameAs ?? null) === null
  );
}

async function told(world: World, incident: Incident): Promise<Told> {
  const published = await world.reviews.published(incident.id);
  const publication = published.find(({ which }) => which === 'recovered');
  if (publication) return { is: 'published', publication };
  const offered = await recoveredText(world, incident);
  return offered.ok
    ? { is: 'offered', text: offered.text, where: offered.where }
    : { is: 'not-possible', why: offered.why };
}
