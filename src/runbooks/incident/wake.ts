/**
 * Every five minutes of an open incident: does one of heroku.md's rules hold? In production people are called, once for
 * each rule; elsewhere the thread is offered to. What cannot be read is said, and never taken for green.
 */
import type { ErrorRun, Incident, NewEntry, Planned, Recognised } from '../../incident.ts';
import type { CameTo } from '../../incidents.ts';
import type { Post } from '../../ports.ts';
import * as words from '../../words/wake.ts';
import type { World } from '../world.ts';
import type { Deed } from './agenda.ts';
import { CALL_KEY, called } from './call.ts';
import {
  cannotBeReached,
  errorRuns,
  isRepeated,
  recognised,
  runbookOf,
  type WakeFacts,
} from './wake-rules.ts';

const EVERY_MS = 5 * 60_000;
const ASKING = { purpose: 'routine', deadlineMs: 5_000 } as const;
const LIST_LENGTH = 20;
const LOG_LINES = 1_500;

/** From its opening on, while it is open. */
export function wakePlanned(since: Date): readonly Planned[] {
  return [{ what: 'escalate', dueAt: new Date(since.getTime() + EVERY_MS) }];
}

export const wake: Deed = async (world, incident) => {
  const app = world.apps.find(incident.app);
  if (incident.closed || incident.drill || !app) return null;
  const facts = await look(world, incident);
  const again = wakePlanned(facts.now);
  const said = await Promise.all(
    recognised(facts).map((each) => say(world, incident, each, facts.now, app.environment === 'production')),
  );
  return {
    audit: [],
    posts: [...said.flatMap(({ posts = [] }) => posts), ...blind(incident, facts)],
    webhooks: said.flatMap(({ webhooks = [] }) => webhooks),
    errorRuns: facts.errors,
    timeline: [
      ...facts.errors.filter(isRepeated).map(seen),
      ...said.flatMap(({ timeline = [] }) => timeline),
    ],
    agenda: again,
  };
};

async function look(world: World, { id, app, startedAt }: Incident): Promise<WakeFacts> {
  const { heroku } = world;
  const [releases, logs, smoke, platform, holder, before, now] = await Promise.all([
    heroku.releases(app, LIST_LENGTH, ASKING),
    heroku.logs(app, LOG_LINES, ASKING),
    world.smoke.check(app),
    world.herokuStatus.now(),
    world.ledger.holder(app),
    world.incidents.errorRuns(id),
    world.clock.now(),
  ]);
  const handled = holder !== null && holder.status !== 'needs_human';
  return {
    since: startedAt,
    now,
    releases,
    errors: logs.ok ? errorRuns(logs.value, before) : [],
    smoke,
    platform,
    handled,
  };
}

function seen({ code, first }: ErrorRun): NewEntry {
  return {
    kind: 'dyno',
    key: `seen/${code}/${first.toISOString()}`,
    at: first,
    actor: 'Heroku',
    text: words.timelineSeen(code).source,
  };
}

/** Errors that come back after they were over are another reason. */
function nameOf(found: Recognised): string {
  return found.rule === 'errors-go-on'
    ? `wake/${found.rule}/${found.run.code}/${found.run.first.toISOString()}`
    : `wake/${found.rule}`;
}

/** Once for each reason: its key in the timeline, and of each word of it. */
async function say(
  world: World,
  incident: Incident,
  found: Recognised,
  at: Date,
  production: boolean,
): Promise<Partial<CameTo> & { readonly timeline?: readonly NewEntry[] }> {
  const why = words.reason(incident, found);
  const call = { name: nameOf(found), why, runbook: runbookOf(found.rule), by: null, at };
  const key = CALL_KEY(call);
  if (await world.incidents.line(incident.id, key)) return {};
  const text = production ? words.timelineWoken(why) : words.timelineOffered(why);
  const timeline: readonly NewEntry[] = [
    { kind: 'escalation', key, at, actor: 'Switchback', text: text.source },
  ];
  if (production) return { ...(await called(world, incident, call)), timeline };
  return { posts: [inThread(incident, key, words.offers(incident, why))], timeline };
}

/** It does not answer, and whether Heroku is to blame cannot be read. */
function blind(incident: Incident, { platform, smoke, handled }: WakeFacts): readonly Post[] {
  if (platform.ok || handled || !cannotBeReached(smoke)) return [];
  return [inThread(incident, 'status-unreadable', words.statusUnreadable(incident, platform.why))];
}

function inThread({ id, channel }: Incident, name: string, message: Pick<Post, 'text' | 'blocks'>): Post {
  return { key: `incident/${id}/${name}`, channel, thread: `incident/${id}`, ...message };
}
