/** What customers could be told next, as far as we can see: the draft that is ready when a promise runs out. */
import { STILL_WORKING } from '../../comms-templates.ts';
import type { Incident } from '../../incident.ts';
import type { NewDraft } from '../../publications.ts';
import { stillWorking } from '../../words/public-texts.ts';
import type { World } from '../world.ts';
import { lastSent, notTrue } from './public-claims.ts';
import { approvedText, outAlready, surfaceOf } from './public-draft.ts';
import { factsOf } from './template-facts.ts';
import { preview } from './use-template.ts';

const LATEST_FIRST = ['recovered', 'rolled-back'] as const;

/** The latest of the approved texts that is so and not out yet; else that people are still at work. */
export async function nextText(
  world: World,
  incident: Incident,
): Promise<Pick<NewDraft, 'which' | 'text' | 'operationId'>> {
  const { id, app } = incident;
  const operation = await lastSent(world, id);
  const published = await world.reviews.published(id);
  for (const which of operation ? LATEST_FIRST : []) {
    if (operation && !outAlready(published, which) && (await notTrue(world, which, operation)) === null)
      return { which, text: approvedText(world, which, app), operationId: operation.id };
  }
  return { which: `template:${STILL_WORKING}`, text: await stillAtWork(world, incident), operationId: null };
}

/** In the team's own words, if they have written any. */
async function stillAtWork(world: World, incident: Incident): Promise<string> {
  const template = world.settings.templates.find(({ name }) => name === STILL_WORKING);
  if (!template) return stillWorking(surfaceOf(world, incident.app));
  // Nobody asks: a public template has no fact that would name them.
  return preview(template, await factsOf(world, incident, '', await world.clock.now()));
}
