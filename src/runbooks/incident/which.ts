/** Which incident somebody means: the one they name, or the only one there is to mean. */
import type { Incident } from '../../incident.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import { findApp } from '../find-app.ts';
import type { World } from '../world.ts';

export interface Meant {
  readonly incident: Incident;
  /** The words that did not name it. */
  readonly rest: readonly string[];
}

/**
 * By id or its last part, open or closed; by app, its newest open one, else its newest; named by nothing, the only open
 * one of the channel, else the only open one at all. Refused: none is meant, or several may be.
 */
export async function whichIncident(
  world: World,
  channel: string,
  words: readonly string[],
): Promise<Outcome<Meant>> {
  const [first = '', ...others] = words;
  const byId = await world.incidents.find(first);
  if (byId) return done({ incident: byId, rest: others });
  const app = findApp(world, first);
  if (app.ok) {
    const [newest] = await world.incidents.list({ app: app.value.name, open: null, drill: null, limit: 1 });
    const incident = (await world.incidents.openOn(app.value.name)) ?? newest;
    if (incident) return done({ incident, rest: others });
    return refused({ reason: 'no-incident', typed: app.value.name });
  }
  const open = await world.incidents.list({ app: null, open: true, drill: null, limit: 20 });
  const here = open.filter((each) => each.channel === channel);
  const [only, ...more] = here.length > 0 ? here : open;
  if (!only) return refused({ reason: 'no-incident', typed: '' });
  return more.length === 0
    ? done({ incident: only, rest: words })
    : refused({ reason: 'which-incident', open: here.length > 0 ? here : open });
}

/**
 * The same where people write sentences: the short name of an app begins many of them (`api is down again`). It chooses
 * the app's open incident, where there is one and it is not a drill, and is part of what was said all the same.
 */
export async function whichInText(
  world: World,
  channel: string,
  typed: readonly string[],
): Promise<Outcome<Meant>> {
  const [first = ''] = typed;
  const app = findApp(world, first);
  if (!app.ok || app.value.name === first) return whichIncident(world, channel, typed);
  const incident = await world.incidents.openOn(app.value.name);
  if (incident) return done({ incident, rest: typed });
  const unnamed = await whichIncident(world, channel, []);
  return unnamed.ok ? done({ incident: unnamed.value.incident, rest: typed }) : unnamed;
}

/**
 * The same for what also comes afterwards: when nothing is named and none is open in the channel (or a closed one is
 * wanted), the channel's newest one.
 */
export async function whichEver(
  world: World,
  channel: string,
  words: readonly string[],
  wanted: 'any' | 'closed' = 'any',
): Promise<Outcome<Meant>> {
  const meant = await whichIncident(world, channel, words);
  const isNamed = meant.ok
    ? meant.value.rest.length < words.length
    : meant.refusal.reason === 'no-incident' && meant.refusal.typed !== '';
  if (isNamed) return meant;
  const open = wanted === 'closed' ? false : null;
  const lately = await world.incidents.list({ app: null, open, drill: null, limit: LATELY });
  const here = lately.filter((each) => each.channel === channel);
  const [newest] = here;
  return newest && here.every(({ closed }) => closed) ? done({ incident: newest, rest: words }) : meant;
}

const LATELY = 100;
