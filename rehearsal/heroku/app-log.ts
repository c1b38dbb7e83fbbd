/** What an app's log holds when the world begins: half an hour of visits, its last deploy if that is recent, its crash. */
import type { LogLine, Release } from './model.ts';
import { passedOn, refused } from './router-line.ts';

const MINUTE = 60_000;
const REACHES_MS = 30 * MINUTE;
const VISIT_EVERY_MS = 20_000;
const REFUSALS = 41;

export function logOf(app: string, current: Release, now: Date): LogLine[] {
  const deployed = current.createdAt.getTime();
  const since = current.updatedAt.getTime();
  const behaviour = current.artifact?.behaviour;
  const crashed = behaviour !== undefined && behaviour.crashesAfterMs !== null;
  const recent = now.getTime() - deployed < REACHES_MS;
  // However old the crash is, it is what the log ends with.
  const from = (recent || crashed ? deployed : now.getTime()) - REACHES_MS;
  const until = crashed ? since : now.getTime();
  return [
    ...visits(app, from, until),
    ...(recent || crashed ? release(current) : []),
    ...(crashed ? crash(app, current, since) : []),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
}

function visits(app: string, from: number, until: number): readonly LogLine[] {
  return Array.from({ length: Math.floor((until - from) / VISIT_EVERY_MS) }, (_, n) => ({
    at: new Date(from + n * VISIT_EVERY_MS),
    from: 'heroku[router]',
    text: passedOn({ app, method: 'GET', path: '/api/system/status', n }, 200),
  }));
}

function release({ version, description, user, createdAt, updatedAt, command }: Release): readonly LogLine[] {
  const dyno = `release.${1000 + version}`;
  return [
    { at: createdAt, from: 'app[api]', text: `${description} by user ${user.email}` },
    { at: createdAt, from: 'app[api]', text: `Release v${version} created by user ${user.email}` },
    ...(command?.lines ?? []).map((text) => ({ at: updatedAt, from: `app[${dyno}]`, text })),
    { at: updatedAt, from: 'heroku[web.1]', text: 'State changed from up to starting' },
  ];
}

function crash(app: string, { artifact }: Release, since: number): readonly LogLine[] {
  const printed = (artifact?.traceback ?? []).map((text) => ({ from: 'app[web.1]', text }));
  const died = [
    ...printed,
    { from: 'heroku[web.1]', text: 'Process exited with status 1' },
    { from: 'heroku[web.1]', text: 'State changed from starting to crashed' },
  ];
  const errors = Array.from({ length: REFUSALS }, (_, n) => ({
    at: new Date(since + 9_000 + n * 4_000),
    from: 'heroku[router]',
    text: refused({ app, method: 'POST', path: '/api/signup', n: `crash/${n}` }, 'H10', 'App crashed'),
  }));
  return [...died.map((line) => ({ ...line, at: new Date(since + 5_000) })), ...errors];
}
