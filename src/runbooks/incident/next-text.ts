/** What customers could be told next, as far as we can see: the draft that is ready when a promise runs out. */
import type { Incident } from '../../incident.ts';
import type { NewDraft } from '../../publications.ts';
import { stillWorking } from '../../words/public-texts.ts';
import type { World } from '../world.ts';
import { lastSent, notTrue } from './public-claims.ts';
import { approvedText, outAlready, surfaceOf } from './public-draft.ts';

const LATEST_FIRST = ['recovered', 'rolled-back'] as const;

/** The latest of the approved texts that is so and not out yet; else that people are still at work. */
export async function nextText(
  world: World,
  { id, app }: Pick<Incident, 'id' | 'app'>,
): Promise<Pick<NewDraft, 'which' | 'text' | 'operationId'>> {
  const operation = await lastSent(world, id);
  const published = await world.reviews.published(id);
  for (const which of operation ? LATEST_FIRST : []) {
    if (operation && !outAlready(published, which) && (await notTrue(world, which, operation)) === null)
      return { which, text: approvedText(world, which, app), operationId: operation.id };
  }
  return { which: 'template:still-working', text: stillWorking(surfaceOf(world, app)), operationId: null };
}
