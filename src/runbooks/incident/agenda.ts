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

/**
 * These read Heroku and may take long: a round of their own, so that what only has to be said does not wait for them. One
 * process looks at a time, since Heroku counts requests.
 */
export const TO_LOOK: readonly AgendaWhat[] = ['look', 'nudge', 'escalate'];

/** The rest; what a newer build planned is left to it. */
export const TO_SAY: readonly AgendaWhat[] = AGENDA.filter((what) => !TO_LOOK.includes(what));

/** Longer than any look; a process that dies in one holds it up for no more. */
const LOOK_S = 60;

const AT_ONCE = 20;
const LONGEST_PUT_OFF_S = 300;
const NOTHING: CameTo = { audit: [] };

/** Deeds that hang must not hold up those of other incidents; and two rounds of as many leave half the pool to people. */
const LANES = 3;

/**
 * Everything of these that is due by now; of one incident, one after another. `onFault`: one item could not be done; it is
 * tried again, and the others go on.
 */
export async function keepAgenda(
  world: World,
  what: readonly AgendaWhat[],
  onFault: (item: AgendaItem, error: unknown) => void,
): Promise<void> {
  const waiting = byIncident(await world.incidents.due(AT_ONCE, what));
  const lane = async (): Promise<void> => {
    for (let items = waiting.shift(); items; items = waiting.shift())
      for (const item of items) await keep(world, item, onFault);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** Soonest first. */
function byIncident(items: readonly AgendaItem[]): AgendaItem[][] {
  const groups = new Map<string, AgendaItem[]>();
  for (const item of items) groups.set(item.incidentId, [...(groups.get(item.incidentId) ?? []), item]);
  return [...groups.values()];
}

async function keep(
  world: World,
  item: AgendaItem,
  onFault: (item: AgendaItem, error: unknown) => void,
): Promise<void> {
  if (TO_LOOK.includes(item.what) && !(await world.incidents.take(item, LOOK_S))) return;
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
