/** What the log says: since the release against before it, code of the release named, and how far back it reaches. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../src/ports.ts';
import { type LogEvidence, type LogFacts, logEvidence } from '../../src/runbooks/rollback/log-evidence.ts';
import { tracebacksIn } from '../../src/runbooks/rollback/tracebacks.ts';
import { NOW } from './facts.ts';

const RELEASED = new Date(NOW.getTime() - 10 * 60_000);

/** `minutes` after the release; negative before it. */
function line(minutes: number, from: string, text: string): LogLine {
  const [, source = '', process = ''] = /^(\w+)\[(.+)\]$/.exec(from) ?? [];
  return { at: new Date(RELEASED.getTime() + minutes * 60_000), source, process, text };
}
const router = (minutes: number, text: string) => line(minutes, 'heroku[router]', text);
const h = (minutes: number, code: string, status = 503) =>
  router(minutes, `at=error code=${code} desc="x" method=GET path="/" dyno=web.1 status=${status} bytes=`);
const served = (minutes: number, status: number) =>
  router(minutes, `at=info method=GET path="/" dyno=web.1 status=${status} bytes=2`);
const app = (minutes: number, ...texts: string[]) => texts.map((text) => line(minutes, 'app[web.1]', text));
const quiet = line(-30, 'app[web.1]', 'Listening');
const many = (count: number, of: (n: number) => LogLine) => Array.from({ length: count }, (_, n) => of(n));

const look = (lines: readonly LogLine[], over: Partial<LogFacts> = {}): LogEvidence =>
  logEvidence({ lines, releasedAt: RELEASED, changedPaths: null, now: NOW, ...over });

const BOOM = [
  '[2026-11-20 02:54:01 +0000] [4] [ERROR] Exception in worker process',
  'Traceback (most recent call last):',
  '  File "/app/.heroku/python/lib/python3.12/site-packages/gunicorn/arbiter.py", line 609, in spawn_worker',
  '    worker.init_process()',
  '  File "/app/signup/forms.py", line 42, in validate',
  '    return SignupForm(data)',
  '  File "/app/.heroku/python/lib/python3.12/site-packages/wtforms/form.py", line 20, in __init__',
  "ImportError: cannot import name 'SignupForm'",
];

describe('the verdict', () => {
  it.each<[string, readonly LogLine[], LogEvidence['verdict']]>([
    ['no line at all', [], 'unknown'],
    ['requests served, none failed', [quiet, served(1, 200), served(2, 404)], 'nothing'],
    ['crashes since, none in half an hour before', [quiet, h(1, 'H10'), h(2, 'H10')], 'began-with-release'],
    ['crashes since, and lines begin after the release', [h(1, 'H10')], 'unknown'],
    ['crashes since, and a minute of log before', [line(-1, 'app[web.1]', 'x'), h(1, 'H10')], 'unknown'],
    [
      'as many timeouts before',
      [quiet, ...many(6, (n) => h(-n - 1, 'H12')), h(1, 'H12')],
      'was-there-before',
    ],
    [
      'many more timeouts than before',
      [quiet, h(-5, 'H12'), ...many(20, (n) => h(n / 4, 'H12'))],
      'began-with-release',
    ],
    ['one fault old, another new', [quiet, h(-5, 'H12'), h(1, 'H12'), h(1, 'H10')], 'began-with-release'],
    ['only before', [quiet, h(-5, 'H12')], 'nothing'],
    ['a maintenance page', [quiet, h(1, 'H80')], 'nothing'],
    ['a client that went away', [quiet, h(1, 'H27', 499)], 'nothing'],
    ['memory', [quiet, line(1, 'heroku[web.1]', 'Error R14 (Memory quota exceeded)')], 'began-with-release'],
    [
      'an app that prints what Heroku would',
      [quiet, ...app(1, 'Error R14 (x)', 'code=H10 status=503')],
      'nothing',
    ],
    ['a new traceback', [quiet, ...app(1, ...BOOM)], 'began-with-release'],
  ])('%s: %s', (_name, lines, verdict) => {
    expect(look(lines).verdict).toBe(verdict);
  });

  it('takes a traceback that names the release’s code for proof where older lines are missing', () => {
    const lines = app(1, ...BOOM);
    expect(look(lines, { changedPaths: ['signup/forms.py'] }).verdict).toBe('began-with-release');
    expect(look(lines, { changedPaths: ['orders/forms.py'] }).verdict).toBe('unknown');
  });
});

it('counts each code on both sides of the release, and says how far the lines reach', () => {
  const lines = [
    quiet,
    h(-3, 'H12'),
    h(0, 'H10'),
    h(1, 'H10'),
    h(2, 'H13'),
    served(3, 500),
    served(3, 200),
    line(4, 'heroku[web.1]', 'Error R10 (Boot timeout) -> Web process failed to bind'),
    line(4, 'heroku[web.2]', 'Error R14 (Memory quota exceeded)'),
  ];
  expect(look(lines)).toMatchObject({
    counts: {
      R10: { since: 1, before: 0 },
      R14: { since: 1, before: 0 },
      H10: { since: 2, before: 0 },
      H12: { since: 0, before: 1 },
      'other-5xx': { since: 2, before: 0 },
    },
    reachesTo: quiet.at.toISOString(),
    beforeMs: 30 * 60_000,
  });
});

it('what it does not reach back to, it does not count', () => {
  expect(look([h(1, 'H10')])).toMatchObject({ counts: { H10: { since: 1, before: null } }, beforeMs: null });
});

describe('tracebacks', () => {
  const ofRelease = { path: 'signup/forms.py', line: 42, inside: 'validate', ofRelease: true };

  it('name code of the release, as the repository or a folder of it has the path', () => {
    for (const path of ['signup/forms.py', 'backend/signup/forms.py']) {
      expect(look([quiet, ...app(1, ...BOOM)], { changedPaths: ['README.md', path] }).tracebacks).toEqual({
        since: 1,
        before: 0,
        naming: 1,
        example: { ...ofRelease, error: "ImportError: cannot import name 'SignupForm'" },
      });
    }
  });

  it.each([
    ['another file', ['signup/views.py', 'xsignup/forms.py', 'forms.py']],
    ['a library', ['site-packages/wtforms/form.py', 'wtforms/form.py']],
  ])('that name %s do not', (_name, changedPaths) => {
    const { naming, example } = look([quiet, ...app(1, ...BOOM)], { changedPaths }).tracebacks;
    expect([naming, example?.ofRelease, example?.path]).toEqual([0, false, 'signup/forms.py']);
  });

  it('with no paths known are counted, and an example is given', () => {
    const { naming, example } = look([quiet, ...app(1, ...BOOM)]).tracebacks;
    expect([naming, example]).toMatchObject([null, { path: 'signup/forms.py', ofRelease: false }]);
  });

  it('in chains are one failure, and any of them may name the cause', () => {
    const handler = [
      'Traceback (most recent call last):',
      '  File "/app/web/errors.py", line 7, in handle',
      'OSError',
    ];
    const chain = [
      ...BOOM,
      '',
      'During handling of the above exception, another exception occurred:',
      '',
      ...handler,
    ];
    const { since, naming } = look([quiet, ...app(1, ...chain)], {
      changedPaths: ['signup/forms.py'],
    }).tracebacks;
    expect([since, naming]).toEqual([1, 1]);
  });

  it('of several processes are told apart though their lines are mixed', () => {
    const two = BOOM.flatMap((text) => [line(1, 'app[web.1]', text), line(1, 'app[web.2]', text)]);
    expect(look([quiet, ...two]).tracebacks.since).toBe(2);
  });

  it('of Node are understood', () => {
    const lines = app(
      1,
      "TypeError: Cannot read properties of undefined (reading 'theme')",
      '    at renderTheme (/app/src/theme.js:12:31)',
      '    at Layer.handle (/app/node_modules/express/lib/router/layer.js:95:5)',
      '    at node:internal/process/task_queues:95:5',
      'Listening',
    );
    expect(look([quiet, ...lines], { changedPaths: ['src/theme.js'] }).tracebacks).toMatchObject({
      naming: 1,
      example: {
        path: 'src/theme.js',
        line: 12,
        inside: 'renderTheme',
        error: expect.stringMatching(/^TypeError/),
      },
    });
  });

  it('that are cut off by the end of the log still count', () => {
    expect(
      look([quiet, ...app(1, ...BOOM.slice(0, 6))], { changedPaths: ['signup/forms.py'] }).tracebacks,
    ).toMatchObject({ since: 1, naming: 1 });
  });
});

describe('whatever the log holds', () => {
  const anyLine = fc.record({
    at: fc.integer({ min: -60, max: 10 }).map((minutes) => new Date(RELEASED.getTime() + minutes * 60_000)),
    source: fc.constantFrom('app', 'heroku'),
    process: fc.constantFrom('router', 'web.1', 'web.2'),
    text: fc.oneof(
      fc.string(),
      fc.constantFrom(...BOOM, 'at=error code=H10 status=503', 'Error R14 (x)', '    at f (/app/x.js:1:1)'),
    ),
  });

  it('counts add up, frames never name a library, and nothing throws', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 60 }), (lines) => {
        const evidence = look(lines, { changedPaths: ['signup/forms.py'] });
        const counted = [...Object.values(evidence.counts), evidence.tracebacks];
        for (const { since, before } of counted) {
          expect(since + (before ?? 0)).toBeLessThanOrEqual(lines.length);
          expect(before === null).toBe((evidence.beforeMs ?? 0) < 120_000);
        }
        expect(evidence.tracebacks.naming).toBeLessThanOrEqual(evidence.tracebacks.since);
        const paths = tracebacksIn(lines).flatMap(({ frames }) => frames.map(({ path }) => path));
        expect(paths.filter((path) => path.includes('site-packages'))).toEqual([]);
      }),
    );
  });
});
