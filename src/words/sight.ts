/** What a look at an app found, for its incident's timeline. */
import type { ReadFailure, Release } from '../ports.ts';
import { list, type Mrkdwn, say } from './mrkdwn.ts';
import { hourMinute } from './time.ts';

const STATUS: Readonly<Record<Release['status'], string>> = {
  pending: ', its release command is running',
  succeeded: '',
  failed: ', its release command failed',
  expired: ', expired',
};

/** `raxx-api-prod v86: Deploy 4f1e2a9d` */
export function released(app: string, { version, description, status }: Release): Mrkdwn {
  return say`${app} v${version}: ${description}${STATUS[status]}.`;
}

export function flipped(app: string, release: Release, flags: readonly string[]): Mrkdwn {
  return say`${app} v${release.version} changed ${list(flags)}: ${release.description}${STATUS[release.status]}.`;
}

export function settled(app: string, { version, status }: Release): Mrkdwn {
  return status === 'failed'
    ? say`${app} v${version}: the release command failed.`
    : say`${app} v${version}: the release command is done, ${status}.`;
}

export function crashed(app: string, names: readonly string[], version: number): Mrkdwn {
  return say`${app} ${list(names)} crashed on v${version}.`;
}

export function allUp(app: string, type: string, count: number, version: number): Mrkdwn {
  return count === 1
    ? say`${app}: the ${type} dyno is up on v${version}.`
    : say`${app}: all ${count} ${type} dynos are up on v${version}.`;
}

const WHY: Readonly<Record<ReadFailure, string>> = {
  slow: 'Heroku does not answer in time',
  down: 'Heroku cannot be reached',
  'rate-limited': 'Heroku says we ask too often',
  unauthorized: 'Heroku refuses our token',
  forbidden: 'our Heroku token may not read it',
  'not-found': 'Heroku does not know it',
  malformed: 'Heroku answers something unreadable',
  'budget-spent': 'our own request budget is kept for rollbacks',
};

/** Its releases are told later; what its dynos did meanwhile, nobody can. */
export function blind(app: string, since: Date, why: ReadFailure): Mrkdwn {
  return say`I have not seen ${app} since ${hourMinute(since)}: ${WHY[why]}. Look yourself; I go on trying.`;
}

export function seesAgain(app: string): Mrkdwn {
  return say`I see ${app} again.`;
}
