/** Those on call hear of a missing second factor before the night they need it, at most once a day. */
import { soloAfter } from '../../apps.ts';
import type { Person } from '../../people.ts';
import type { Post } from '../../ports.ts';
import * as words from '../../words/second-factor.ts';
import { day } from '../../words/time.ts';
import type { World } from '../world.ts';

/** To everybody on call who could need one: words for the daily round. */
export async function nagUnenrolled(world: World): Promise<readonly Post[]> {
  const needed = world.apps.all.some((app) => soloAfter(app) !== null);
  return needed ? nags(world, await world.people.approvers()) : [];
}

/** Of these people, those who have none hear of it. */
export async function nag(world: World, people: readonly OnCall[]): Promise<void> {
  const posts = await nags(world, people);
  if (posts.length > 0) await world.ledger.post(posts);
}

type OnCall = Pick<Person, 'id' | 'slackId' | 'agent'>;

async function nags(world: World, people: readonly OnCall[]): Promise<readonly Post[]> {
  if (!world.vault) return [];
  const humans = people.filter((person) => !person.agent);
  const enrolled = await world.secondFactors.enrolled(humans.map((person) => person.id));
  const today = day(await world.clock.now());
  return humans
    .filter((person) => !enrolled.has(person.id))
    .map(
      (person): Post => ({
        key: `second-factor/${person.id}/nag/${today}`,
        channel: person.slackId,
        ...words.nag(),
      }),
    );
}
