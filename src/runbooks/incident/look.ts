/** Looks at the apps of an open incident, again and again: what was released and what became of the dynos. */
import { INCIDENT_KEY } from '../../ids.ts';
import type { Incident, NewEntry, Planned, Seen, Sight } from '../../incident.ts';
import type { CameTo } from '../../incidents.ts';
import type { OperationStatus } from '../../operation.ts';
import type { Read, ReadFailure, Release } from '../../ports.ts';
import { joined, type Mrkdwn } from '../../words/mrkdwn.ts';
import * as words from '../../words/sight.ts';
import { spoken } from '../../words/timeline.ts';
import type { World } from '../world.ts';
import type { Deed } from './agenda.ts';
import { type Change, changes, newTo, nextLook, RELEASE_KEY } from './sight.ts';

const ASKING = { purpose: 'routine', deadlineMs: 5_000 } as const;
const LISTED = 20;
const MOST_LISTED = 200;
const BLIND_TOLD_MS = 10 * 60_000;

/** From its opening on, while it is open; at once, since the headline says what runs. */
export function lookPlanned(openedAt: Date): readonly Planned[] {
  return [{ what: 'look', dueAt: openedAt }];
}

export const look: Deed = async (world, incident, { dueAt }): Promise<CameTo | null> => {
  if (incident.closed) return null;
  const [sights, now] = await Promise.all([world.incidents.sights(incident.id), world.clock.now()]);
  const apps = [...new Set([incident.app, ...incident.alsoApps])];
  const looks = await Promise.all(
    apps.map((app) =>
      lookAt(world, incident, sights.find((each) => each.app === app) ?? firstSight(app), now),
    ),
  );
  const entries = looks.flatMap(({ found }) => found).toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const { id, channel, openedAt } = incident;
  const thread = INCIDENT_KEY(id);
  const posts = inParts(entries).map((part, i) => ({
    key: `${thread}/look/${dueAt.toISOString()}/${i}`,
    channel,
    thread,
    text: joined(
      part.map((entry) => spoken(entry, now)),
      '\n',
    ).source,
  }));
  return {
    audit: [],
    agenda: [{ what: 'look', dueAt: nextLook(openedAt, now) }],
    sights: looks.map(({ sight }) => sight),
    timeline: entries,
    posts,
  };
};

/** One look is one post, unless it found more than can be read at once. */
const MOST_LINES = 30;

function inParts(entries: readonly NewEntry[]): readonly (readonly NewEntry[])[] {
  return Array.from({ length: Math.ceil(entries.length / MOST_LINES) }, (_, i) =>
    entries.slice(i * MOST_LINES, (i + 1) * MOST_LINES),
  );
}

function firstSight(app: string): Sight {
  return { app, seen: null, blindSince: null, blindTold: false };
}

interface Looked {
  readonly sight: Sight;
  readonly found: readonly NewEntry[];
}

async function lookAt(world: World, incident: Incident, before: Sight, now: Date): Promise<Looked> {
  const { app, seen } = before;
  const since = incident.startedAt;
  const [releases, dynos] = await Promise.all([
    listed(world, app, seen, since),
    world.heroku.dynos(app, ASKING),
  ]);
  if (!releases.ok) return blind(before, now, releases.why);
  if (!dynos.ok) return blind(before, now, dynos.why);
  const own = await ownReleases(world, app, releases.value.filter(newTo({ before: seen, since })));
  const flags = world.settings.flags.map(({ variable }) => variable);
  const known = { before: seen, since, flags, ...own };
  const compared = changes(known, { releases: releases.value, dynos: dynos.value });
  const again = before.blindTold && before.blindSince !== null;
  const back = again
    ? [byUs(app, `sees/${before.blindSince?.toISOString()}`, now, words.seesAgain(app))]
    : [];
  return {
    sight: { app, seen: compared.seen, blindSince: null, blindTold: false },
    found: [...back, ...compared.changes.map((change) => entryOf(app, change, now))],
  };
}

/** Newest first, back to what was told before or to when it began: also when many were made since. */
async function listed(
  world: World,
  app: string,
  seen: Seen | null,
  since: Date,
): Promise<Read<readonly Release[]>> {
  const read = await world.heroku.releases(app, LISTED, ASKING);
  const oldest = read.ok ? read.value.at(-1) : undefined;
  if (!oldest || oldest.version === 1) return read;
  const told = seen !== null && seen.since <= since;
  const gap = told ? oldest.version > seen.version + 1 : oldest.createdAt >= since;
  return gap ? world.heroku.releases(app, MOST_LISTED, ASKING) : read;
}

/** What was sent, and Heroku has not yet shown what became of it. */
const SENDING: readonly OperationStatus[] = ['executing'];

async function ownReleases(world: World, app: string, releases: readonly Release[]) {
  const [holder, recent] = await Promise.all([world.ledger.holder(app), world.ledger.recent(app, 10)]);
  const told = recent.flatMap(({ release }) => (release ? [release.version] : []));
  const fresh = releases.filter(({ version }) => !told.includes(version));
  const ours = await Promise.all(
    fresh.map(async ({ id, version }) => ((await world.ledger.ours(id)) ? [version] : [])),
  );
  return {
    ours: new Set([...told, ...ours.flat()]),
    sending: holder !== null && SENDING.includes(holder.status),
  };
}

/** Said once, when it has lasted: a look that fails now and then loses nothing. */
function blind(before: Sight, now: Date, why: ReadFailure): Looked {
  const since = before.blindSince ?? now;
  const told = before.blindTold || now.getTime() - since.getTime() >= BLIND_TOLD_MS;
  const { app } = before;
  const say = told && !before.blindTold;
  return {
    sight: { ...before, blindSince: since, blindTold: told },
    found: say ? [byUs(app, `blind/${since.toISOString()}`, now, words.blind(app, since, why))] : [],
  };
}

function byUs(app: string, key: string, at: Date, text: Mrkdwn): NewEntry {
  return { kind: 'dyno', key: `${key}/${app}`, at, actor: 'Switchback', text: text.source };
}

function entryOf(app: string, change: Change, now: Date): NewEntry {
  const noLater = (at: Date) => (at > now ? now : at);
  switch (change.what) {
    case 'release': {
      const { release, flags } = change;
      const key = RELEASE_KEY(app, release.version);
      const at = noLater(release.createdAt);
      const actor = release.user.email;
      return flags.length > 0
        ? { kind: 'flip', key, at, actor, text: words.flipped(app, release, flags).source }
        : { kind: 'release', key, at, actor, text: words.released(app, release).source };
    }
    case 'settled': {
      const { version, status, updatedAt } = change.release;
      const key = `${RELEASE_KEY(app, version)}/${status}`;
      const text = words.settled(app, change.release).source;
      return { kind: 'release', key, at: noLater(updatedAt), actor: 'Heroku', text };
    }
    case 'crashed': {
      const key = `dyno/${app}/${change.names.join(',')}/crashed/${change.at.toISOString()}`;
      const text = words.crashed(app, change.names, change.version).source;
      return { kind: 'dyno', key, at: noLater(change.at), actor: 'Heroku', text };
    }
    case 'up': {
      const key = `dyno/${app}/${change.type}/up/${change.at.toISOString()}`;
      const text = words.allUp(app, change.type, change.count, change.version).source;
      return { kind: 'dyno', key, at: noLater(change.at), actor: 'Heroku', text };
    }
  }
}
