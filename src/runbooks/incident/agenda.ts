/** What incidents have coming, done when its time has come by whichever process looks first. */
import { AGENDA, type AgendaItem, type AgendaWhat, type Incident } from '../../incident.ts';
import type { CameTo } from '../../incidents.ts';
import type { World } from '../world.ts';
import { actionDue } from './action-items.ts';
import { look } from './look.ts';
import { nudge } from './nudge.ts';
import { nextDayBegins, tell } from './operators.ts';
import { callsWhenBroken, draftsInTime } from './promise.ts';
import { redraw } from './redraw.ts';
import { remindOfReview } from './review.ts';
import { wake } from './wake.ts';

/** What is to be said and written now; the item is done with it. Null: nothing any more. */
export type Deed = (world: World, incident: Incident, item: AgendaItem) => Promise<CameTo | null>;

const DEEDS: Partial<Readonly<Record<AgendaWhat, Deed>>> = {
  tell,
  redraw,
  'next-day': nextDayBegins,
  nudge,
  escalate: wake,
  'review-reminder': remindOfReview,
  'action-due': actionDue,
  'promise-draft': draftsInTime,
  'promise-broken': callsWhenBroken,
  look,
};

/** These read Heroku and may take long: what only has to be said does not wait for them. */
const LOOKING: readonly AgendaWhat[] = ['look', 'nudge', 'escalate'];

/** Two rounds of their own keep the agenda; what a newer build planned is left to it. */
export const ROUNDS = {
  agenda: AGENDA.filter((what) => !LOOKING.includes(what)),
  'agenda, looking': LOOKING,
} as const;

const AT_ONCE = 20;
const LONGEST_PUT_OFF_S = 300;
const NOTHING: CameTo = { audit: [] };

/** Everything of these that is due by now. `onFault`: one item could not be done; it is tried again, and the others go on. */
export async function keepAgenda(
  world: World,
  what: readonly AgendaWhat[],
  onFault: (item: AgendaItem, error: unknown) => void,
): Promise<void> {
  for (const item of await world.incidents.due(AT_ONCE, what)) {
    try {
      const incident = await world.incidents.find(item.incidentId);
      const deed = DEEDS[item.what];
      const consequences = incident && deed ? await deed(world, incident, item) : null;
      await world.incidents.settle(item, consequences ?? NOTHING);
    } catch (error) {
      onFault(item, error);
      await world.incidents.putOff(item, Math.min(5 * 2 ** item.tries, LONGEST_PUT_OFF_S));
    }
  }
}
