/** Ten minutes of a SEV-1 or 2 without a decision: what the likely rollback would be, once (issue 5; ruling 8). */
import type { Incident, Planned, Severity } from '../../incident.ts';
import * as words from '../../words/nudge.ts';
import { advise } from '../rollback/adviser.ts';
import { examine } from '../rollback/examine.ts';
import type { World } from '../world.ts';
import type { Deed } from './agenda.ts';
import { whomToCall } from './whom-to-call.ts';

const AFTER_MS = 10 * 60_000;

/** When to look whether anybody has decided: when it is opened, and when it turns out to be this bad. */
export function nudgePlanned(severity: Severity, since: Date): readonly Planned[] {
  return severity <= 2 ? [{ what: 'nudge', dueAt: new Date(since.getTime() + AFTER_MS) }] : [];
}

export const nudge: Deed = async (world, incident) => {
  const app = world.apps.find(incident.app);
  // Practice must not offer what is real.
  if (incident.closed || incident.drill || incident.severity > 2 || !app) return null;
  if (await decided(world, incident)) return null;
  const likely = await examine(world, app, { version: null, kind: 'rollback' }, null);
  const at = await world.clock.now();
  const { id, channel } = incident;
  const called = await whomToCall(world, incident, 'rollback.request');
  const message = likely.ok
    ? words.nudges(incident, likely.value.preflight, advise(likely.value.preflight), called)
    : words.nudgesBlindly(incident, likely.refusal, called);
  return {
    audit: [],
    posts: [
      {
        key: `incident/${id}/nudge`,
        channel,
        thread: `incident/${id}`,
        ...message,
      },
    ],
    timeline: {
      kind: 'escalation',
      key: 'nudge',
      at,
      actor: 'Switchback',
      text: words.TIMELINE_NUDGED.source,
    },
  };
};

/** Somebody asked for a rollback of one of its apps since it opened, whatever became of it. */
async function decided(world: World, { app, alsoApps, openedAt }: Incident): Promise<boolean> {
  for (const each of [app, ...alsoApps]) {
    const [newest] = await world.ledger.recent(each, 1);
    if (newest && newest.requestedAt >= openedAt) return true;
  }
  return false;
}
