/** What somebody who opens the app's home may see: themselves, and how things stand. No call to Heroku. */
import type { App } from '../apps.ts';
import type { Picture } from '../ledger.ts';
import { may, type Person } from '../people.ts';
import type { WhoAmI } from '../ports.ts';
import { mannerOf } from './rollback/agree.ts';
import type { World } from './world.ts';

/** `not-needed`: nothing they may do takes a code. */
export type FactorState = 'on' | 'missing' | 'unavailable' | 'not-needed';

export interface Around {
  readonly person: Person;
  readonly factor: FactorState;
  readonly picture: Picture;
  /** All but the one the bot runs on. */
  readonly apps: readonly App[];
  /** Requests this person could agree to now. */
  readonly reviewable: ReadonlySet<string>;
  readonly now: Date;
}

export type Seen =
  | { readonly kind: 'around'; readonly around: Around }
  /** A member whom nobody gave a role. */
  | { readonly kind: 'no-role'; readonly person: Person }
  | { readonly kind: 'not-known'; readonly why: Extract<WhoAmI, { ok: false }>['why'] };

export async function lookAround(world: World, slackId: string): Promise<Seen> {
  const who = await world.people.who(slackId);
  if (!who.ok) return { kind: 'not-known', why: who.why };
  const { person } = who;
  if (!may(person, 'rollback.status')) return { kind: 'no-role', person };
  const factor = await factorOf(world, person);
  const picture = await world.ledger.picture();
  const now = await world.clock.now();
  const apps = world.apps.all.filter(({ name }) => name !== world.settings.ownApp);
  const around = {
    person,
    factor,
    picture: {
      ...picture,
      locks: may(person, 'deploy.locks') ? picture.locks : [],
      drills: may(person, 'drill.read') ? picture.drills : [],
    },
    apps,
    reviewable: reviewableBy(person, picture, apps, now),
    now,
  };
  return { kind: 'around', around };
}

async function factorOf(world: World, person: Person): Promise<FactorState> {
  if (!may(person, 'second-factor.enrol')) return 'not-needed';
  if (!world.vault) return 'unavailable';
  return (await world.secondFactors.enrolled([person.id])).has(person.id) ? 'on' : 'missing';
}

function reviewableBy(
  person: Person,
  { underWay }: Picture,
  apps: readonly App[],
  now: Date,
): ReadonlySet<string> {
  if (!may(person, 'rollback.approve')) return new Set();
  const waiting = underWay.filter(({ operation }) => {
    const app = apps.find(({ name }) => name === operation.app);
    if (operation.status !== 'requested' || !app || app.approval === 'none') return false;
    return mannerOf(app, operation, person, now).ok;
  });
  return new Set(waiting.map(({ operation }) => operation.id));
}
