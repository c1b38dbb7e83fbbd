/** An incident's one live message: how it stands, in the order people ask for it. */
import type { Incident } from '../incident.ts';
import type { Standing } from '../incidents.ts';
import type { KnownRelease } from '../ledger.ts';
import { excerpt } from './blocks.ts';
import { whereIs } from './home.ts';
import { shortId } from './incident.ts';
import { cap, joined, lines, list, Mrkdwn, say } from './mrkdwn.ts';
import { STATUS_NAMES } from './refusals.ts';
import { route } from './rollback.ts';
import { hourMinute, lasted, minutesSeconds, since } from './time.ts';

/** More rollbacks than this, and the first ones are counted. */
const MOST_OPERATIONS = 5;

/** `address`: of our Slack in a browser, null when unknown. */
export function standingLines(
  incident: Incident,
  standing: Standing,
  now: Date,
  address: string | null,
): Mrkdwn {
  return lines(
    incident.closed ? closedLine(incident, incident.closed, now) : openLine(incident, now),
    runsLine(incident, standing.releases, now),
    impactLine(incident),
    ...(incident.closed ? [resolutionLine(incident.closed)] : []),
    ...publicLines(incident, standing, now),
    ...operationLines(standing, now, address),
  );
}

/** Its last line: what people type for it, and who opened it. */
export function openedLine({ id, openedAt, opener }: Incident, now: Date): Mrkdwn {
  return say`${shortId(id)} · opened ${since(openedAt, now)} by ${cap(opener.name, 60)}`;
}

function openLine({ severity, status, commander, startedAt }: Incident, now: Date): Mrkdwn {
  const led = commander ? say`led by ${cap(commander.name, 60)}` : say`nobody leads it yet`;
  return say`*SEV-${severity}* · ${status} · ${led} · ${lasted(now.getTime() - startedAt.getTime())} so far`;
}

function closedLine(
  { severity, startedAt }: Incident,
  { at, by, review, sameAs }: NonNullable<Incident['closed']>,
  now: Date,
): Mrkdwn {
  const took = lasted(at.getTime() - startedAt.getTime());
  const rest = sameAs === null ? say`review: ${review ?? 'TBD'}` : say`same as ${shortId(sameAs)}`;
  return say`*CLOSED* ${since(at, now)} by ${cap(by.name, 60)} · SEV-${severity} · lasted ${took} · ${rest}`;
}

function runsLine({ app, alsoApps }: Incident, releases: readonly KnownRelease[], now: Date): Mrkdwn {
  const of = (name: string): Mrkdwn => {
    const known = releases.find((each) => each.app === name);
    return known
      ? say`${name} runs v${known.version} (${known.ours ? 'proven' : 'seen'} ${since(known.at, now)})`
      : say`${name} (release not known yet)`;
  };
  const also = alsoApps.map(of);
  return also.length === 0 ? of(app) : say`${of(app)} · also ${joined(also, ', ')}`;
}

function impactLine({ impact, liveFlow }: Incident): Mrkdwn | null {
  const live = liveFlow ? say`Touches a live customer flow.` : null;
  if (impact === '') return live;
  return live ? say`Customers: ${cap(impact, 300)} · ${live}` : say`Customers: ${cap(impact, 300)}`;
}

function resolutionLine({ resolution }: NonNullable<Incident['closed']>): Mrkdwn | null {
  return resolution === '' ? null : say`Resolved by: ${cap(resolution, 300)}`;
}

function publicLines(
  { closed }: Incident,
  { published, promisedBy }: Standing,
  now: Date,
): readonly Mrkdwn[] {
  // The stored text is escaped markup made by `words/`.
  const last = published
    ? say`Public update ${since(published.at, now)}: “${excerpt(new Mrkdwn(published.text), 160)}”`
    : say`No public update yet.`;
  if (closed) return published ? [last] : [];
  if (!promisedBy) return [last];
  return [
    last,
    promisedBy > now
      ? say`Next one promised by ${hourMinute(promisedBy)}.`
      : say`The next one was promised by ${hourMinute(promisedBy)}: it is late.`,
  ];
}

function operationLines(
  { operations }: Standing,
  now: Date,
  address: string | null,
): readonly (Mrkdwn | null)[] {
  const earlier = operations.length - MOST_OPERATIONS;
  return [
    earlier > 0 ? say`… ${earlier} earlier rollbacks` : null,
    ...operations.slice(-MOST_OPERATIONS).map(({ operation, card }) => {
      const { requestedAt, recoveredAt, status, id } = operation;
      // As the rollback itself counts it: to the proof, not to the end of the hold (ruling 13).
      const time = recoveredAt
        ? say`proved ${minutesSeconds(recoveredAt.getTime() - requestedAt.getTime())} after the request`
        : say`asked ${since(requestedAt, now)}`;
      const link = whereIs('card', card, address);
      return say`• ${route(operation)} · ${STATUS_NAMES[status]} · ${time} (${link ?? list([id])})`;
    }),
  ];
}
