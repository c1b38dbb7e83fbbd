/** What the app's home says: who somebody is to the bot, what is going on, and where to begin. */
import type { App } from '../apps.ts';
import type { DrillRow, KnownRelease, MessagePlace, Picture } from '../ledger.ts';
import type { Operation } from '../operation.ts';
import { type Action, may, type Person } from '../people.ts';
import type { WhoAmI } from '../ports.ts';
import { cap, channelLink, code, lines, list, type Mrkdwn, messageLink, say } from './mrkdwn.ts';
import { NOT_MEMBER, ROLE_NAMES, refusalText } from './refusals.ts';
import { statusLine } from './status.ts';
import { dateTime, hourMinute, toTheSecond } from './time.ts';

/** In the order people need them; each is said only to those who may. */
const ABILITIES: readonly (readonly [Action, string])[] = [
  ['rollback.request', 'ask for a rollback'],
  ['rollback.approve', "approve or reject other people's"],
  ['rollback.override', 'override a block'],
  ['deploy.lock', 'lock and unlock deploys'],
  ['public.publish', 'publish to customers'],
  ['incident.close', 'close incidents'],
  ['second-factor.reset', 'take a lost second factor away'],
  ['incident.note', 'add notes to a rollback'],
  ['rollback.status', 'see where things stand'],
  ['drill.read', 'read the drill record'],
];

export function whoYouAre({ name, role, agent }: Person): Mrkdwn {
  const called = role === null ? 'no' : ROLE_NAMES[role];
  return agent
    ? say`*${cap(name, 80)}*, you are an agent with the ${called} role: people approve what you ask for.`
    : say`*${cap(name, 80)}*, you have the ${called} role.`;
}

export function whatYouMay(person: Person): Mrkdwn {
  const abilities = ABILITIES.filter(([action]) => may(person, action)).map(([, what]) => what);
  return say`You may ${list(abilities)}.`;
}

export const FACTOR = {
  on: say`Second factor: set up. Approving alone and overriding ask for its code.`,
  missing: say`Second factor: not set up. Alone at night you could ask for a rollback, not approve it.`,
  unavailable: say`Second factor: no codes can be used here, TOTP_KEY is not set.`,
} as const;

export const GOING_ON: Mrkdwn = say`*Going on now*`;
export const NOTHING_GOING_ON: Mrkdwn = say`Nothing: no rollback is under way or waiting, no incident is open, no deploy is locked.`;

export function underWay(operation: Operation, now: Date, where: Mrkdwn | null): Mrkdwn {
  const until = operation.status === 'requested' ? say` · expires ${hourMinute(operation.expiresAt)}` : say``;
  const symptom = operation.symptom === '' ? null : say`${cap(operation.symptom, 200)}`;
  return lines(say`${statusLine(operation, now)}${until}${linked(where)}`, symptom);
}

/** Null while it is not posted yet, or Slack has not told us its address. */
export function whereIs(
  what: 'card' | 'thread',
  place: MessagePlace | null,
  address: string | null,
): Mrkdwn | null {
  return place && address ? messageLink(address, place, `open the ${what}`) : null;
}

export function incident(
  { app, drill, severity, symptom, openedAt }: Picture['incidents'][number],
  where: Mrkdwn | null,
): Mrkdwn {
  return say`${drill ? say`DRILL · ` : say``}SEV-${severity} incident open: ${app} ${cap(symptom, 200)} · since ${dateTime(openedAt)}${linked(where)}`;
}

export const DEPLOYS_LOCKED: Mrkdwn = say`Deploys locked:`;

function linked(where: Mrkdwn | null): Mrkdwn {
  return where ? say` · ${where}` : say``;
}

/** `more`: how many are left out, and what to type to see them. */
export function andMore(more: number, typed: string): Mrkdwn {
  return say`… and ${more} more: ${code(typed)}`;
}

export const APPS: Mrkdwn = say`*Apps*`;

export function appLine(app: App, release: KnownRelease | null, last: DrillRow | null): Mrkdwn {
  const aliases = app.aliases.length > 0 ? say` (${list(app.aliases)})` : say``;
  const runs = release
    ? say`v${release.version} ${release.ours ? 'proven' : 'seen'} ${dateTime(release.at)}`
    : say`release not known yet`;
  const rolledBack = last
    ? say`last rolled back ${dateTime(last.happenedAt)}: ${last.badRelease} → ${last.rolledTo}, ${last.wallClock} min`
    : say`no rollback on record`;
  return say`${app.name}${aliases} · ${app.environment} · ${runs} · ${rolledBack}`;
}

export function footer(now: Date): Mrkdwn {
  return lines(
    say`As of ${toTheSecond(now)}, from my own records: releases made since by others are not in it.`,
    say`Practise a bad night, with no accounts: ${code('npm run rehearse')} in my repository.`,
  );
}

export function noRole(person: Person, opsChannel: string): Mrkdwn {
  return lines(
    say`*${cap(person.name, 80)}*, I roll Heroku apps back for the people on call, prove that they recovered and keep the record.`,
    say`You have no role with me, so I show and do nothing here. Whoever keeps config/switchback.yaml gives roles.`,
    say`If something is broken, say what you see in ${channelLink(opsChannel)}: an operator takes it from there.`,
  );
}

export function notKnown(why: Extract<WhoAmI, { ok: false }>['why']): Mrkdwn {
  if (why === 'slack-unreachable') return refusalText({ reason: 'membership-unknown' });
  return lines(
    say`*I roll Heroku apps back for this workspace's people on call*, prove that they recovered and keep the record.`,
    say`That needs a full member of this workspace; your account is ${NOT_MEMBER[why]}, so I show and do nothing here.`,
    say`If something is broken for you, tell the people you work with here: an operator takes it from there.`,
  );
}
