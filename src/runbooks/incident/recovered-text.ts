/** The customers' third text when an incident is closed: whether it may go out, exactly what, and where. */
import type { Incident } from '../../incident.ts';
import type { Mrkdwn } from '../../words/mrkdwn.ts';
import { isNowhere, publicText, type Where } from '../../words/public-texts.ts';
import type { World } from '../world.ts';
import { lastSent, notTrue } from './public-claims.ts';
import { hasCustomers, surfaceOf, whereTo } from './public-draft.ts';

export type NoText = 'no-customers' | 'nowhere' | 'not-recovered';

export type Offered =
  | { readonly ok: true; readonly text: Mrkdwn; readonly where: Where }
  | { readonly ok: false; readonly why: NoText };

/** From our own rows, since a form waits for it; what else can be seen of it is looked at when it is published. */
export async function recoveredText(world: World, incident: Incident): Promise<Offered> {
  if (!hasCustomers(world, incident)) return { ok: false, why: 'no-customers' };
  const where = whereTo(world, incident);
  if (isNowhere(where)) return { ok: false, why: 'nowhere' };
  const operation = await lastSent(world, incident.id);
  if (operation && (await notTrue(world, 'recovered', operation)) !== null) {
    return { ok: false, why: 'not-recovered' };
  }
  return { ok: true, text: publicText('recovered', surfaceOf(world, incident.app), false), where };
}
