/** What code prints: its release command's output, and the traceback of code that does not work. */

export const PASSED: readonly string[] = [
  'INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.',
  'INFO  [alembic.runtime.migration] Will assume transactional DDL.',
  '14 passed',
];

export const FAILED: readonly string[] = [
  ...PASSED.slice(0, 2),
  'FAILED tests/smoke/test_signup.py::test_signup_creates_account - assert 500 == 201',
  '1 failed, 13 passed in 3.41s',
];

/** Alembic's line about a migration; a deploy with one `prints` it. */
export function upgraded(from: string, to: string, what: string): string {
  return `INFO  [alembic.runtime.migration] Running upgrade ${from} -> ${to}, ${what}`;
}

/** Of gunicorn, which imports the app when it boots. `frames` are the app's own. */
export function traceback(
  frames: readonly { readonly path: string; readonly line: number; readonly inside: string }[],
  error: string,
): readonly string[] {
  return [
    'Traceback (most recent call last):',
    '  File "/app/.heroku/python/lib/python3.12/site-packages/gunicorn/arbiter.py", line 609, in spawn_worker',
    '    worker.init_process()',
    ...frames.map(({ path, line, inside }) => `  File "/app/${path}", line ${line}, in ${inside}`),
    error,
  ];
}

export const CANNOT_START = traceback(
  [{ path: 'app.py', line: 12, inside: 'create_app' }],
  'RuntimeError: cannot start',
);
