/** Dynos up, errors served: where to look before rolling back. */
import { describe, expect, it } from 'vitest';
import type { LogLine, SmokeResult } from '../../src/ports.ts';
import { type PathFacts, type RequestPath, requestPath } from '../../src/runbooks/rollback/request-path.ts';
import { dyno, NOW } from './facts.ts';

const answered = (status: number, originGuard = false): SmokeResult => ({
  kind: 'answered',
  status,
  cached: false,
  originGuard,
});

const routed = (text: string, secondsAgo = 30): LogLine => ({
  at: new Date(NOW.getTime() - secondsAgo * 1_000),
  source: 'heroku',
  process: 'router',
  text,
});
const h = (code: string, secondsAgo?: number) => routed(`at=error code=${code} status=503`, secondsAgo);

function look(smoke: SmokeResult, lines: readonly LogLine[] | null, over: Partial<PathFacts> = {}) {
  return requestPath({
    dynos: { ok: true, value: [dyno('web.1', 85), dyno('web.2', 85, 'crashed'), dyno('worker.1', 85)] },
    smoke,
    lines: lines === null ? { ok: false, why: 'slow' } : { ok: true, value: lines },
    now: NOW,
    ...over,
  });
}

describe('is nothing to tell when', () => {
  it.each<[string, RequestPath | null]>([
    ['no error shows', look(answered(200), [routed('at=info status=200')])],
    ['the only errors are old', look(answered(200), [h('H12', 600)])],
    ['clients went away', look(answered(200), [routed('at=info code=H27 status=499')])],
    [
      'no web dyno is up',
      look(answered(503), [h('H10')], { dynos: { ok: true, value: [dyno('web.1', 85, 'crashed')] } }),
    ],
    ['dynos are not known', look(answered(503), [], { dynos: { ok: false, why: 'slow' } })],
    ['the check was not allowed to look', look({ kind: 'unreachable', why: 'forbidden-address' }, [])],
  ])('%s', (_name, found) => {
    expect(found).toBeNull();
  });
});

describe('leads to', () => {
  it.each<[RequestPath['where'], string, RequestPath | null]>([
    ['origin-guard', 'the smoke check came past the front door', look(answered(403, true), [h('H12')])],
    ['maintenance', 'the maintenance page is on', look(answered(503), [h('H80'), h('H80'), h('H12')])],
    ['platform', 'Heroku says that it is Heroku', look(answered(503), [h('H99')])],
    [
      'router',
      'dynos do not answer in time',
      look(answered(503), [h('H12'), h('H12'), routed('at=info status=500')]),
    ],
    [
      'app',
      'the app answers 500 itself',
      look(answered(500), [routed('at=info status=500'), routed('at=info status=502')]),
    ],
    ['before-heroku', 'Cloudflare cannot reach the origin', look(answered(521), [])],
    [
      'before-heroku',
      'errors outside that the router never saw',
      look(answered(503), [routed('at=info status=200')]),
    ],
    ['before-heroku', 'the front door does not open', look({ kind: 'unreachable', why: 'tls' }, [])],
    ['unknown', 'errors, and no log to tell', look(answered(503), null)],
  ])('%s: %s', (where, _name, found) => {
    expect(found?.where).toBe(where);
  });
});

it('tells what it rests on', () => {
  expect(look(answered(503), [h('H13'), h('H12'), h('H12'), routed('at=info status=500')])).toEqual({
    where: 'router',
    webUp: 1,
    webAll: 2,
    smoke: 503,
    codes: [
      { code: 'H12', count: 2 },
      { code: 'H13', count: 1 },
    ],
    appErrors: 1,
  });
});
