/** Those on call hear of a missing second factor before the night they need it, at most once a day. */
import { soloAfter } from '../../apps.ts';
import type { Person } from '../../people.ts';
import type { Post } from '../../ports.ts';
import * as words from '../../words/second-factor.ts';
import { day } from '../../words/time.ts';
import type { World } from '../world.ts';

/** Everybody on call who could need one: for the daily round. */
export async function nagUnenrolled(world: World): Promise<void> {
  const needed = world.apps.all.some((app) => soloAfter(app) !== null);
  if (needed) await nag(world, await world.people.approvers());
}

/** Of these people, those who have none. */
export async function nag(
  world: World,
  people: readonly Pick<Person, 'id' | 'slackId' | 'agent'>[],
): Promise<void> {
  if (!world.vault) return;
  const humans = people.filter((person) => !person.agent);
  const enrolled = await world.secondFactors.enrolled(humans.map((person) => person.id));
  const today = day(await world.clock.now());
  const posts = humans
    .filter((person) => !enrolled.has(person.id))
    .map(
      (person): Post => ({
        key: `second-factor/${person.id}/nag/${today}`,
        channel: person.slackId,
        ...words.nag(),
      }),
    );
  if (posts.length > 0) await world.ledger.post(posts);
}
