/** The edge against the simulated GitHub: what a comparison is, and every failure a value. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Fate } from '../../rehearsal/github/faults.ts';
import { changedFile, newFile } from '../../rehearsal/github/repository.ts';
import { type GitHubSim, startGitHub } from '../../rehearsal/github/start.ts';
import { type HerokuSim, startHeroku } from '../../rehearsal/heroku/start.ts';
import { openGitHub } from '../../src/github/open-github.ts';
import { createLog } from '../../src/log.ts';
import type { GitHub } from '../../src/ports.ts';

const REPOSITORY = 'raxx-app/TradeMasterAPI';
/** As Heroku describes v84 and v85 of raxx-api-prod. */
const TARGET = '69eec518';
const BAD = 'e07f41b2';
/** Longer than anything here takes. */
const PATIENT = 20_000;

let heroku: HerokuSim;
let sim: GitHubSim;
let github: GitHub;
let logged = '';

beforeAll(async () => {
  heroku = await startHeroku();
  sim = await startGitHub({ world: heroku.world });
  github = open(sim.token);
});

beforeEach(() => {
  expect(sim.faultsWaiting()).toBe(0);
  logged = '';
});

afterAll(async () => {
  await Promise.all([heroku.stop(), sim.stop()]);
});

function open(token: string | null): GitHub {
  const write = (line: string) => {
    logged += line;
  };
  const log = createLog({ level: 'debug', destination: { write } });
  return openGitHub({ token: () => token, apiUrl: sim.url, allowLoopback: true, log });
}

/** Fresh ids, so that what one test plants is nobody else's. */
function pair(n: number): readonly [string, string] {
  return [`a${n}`.padEnd(40, '0'), `b${n}`.padEnd(40, '0')];
}

test('what lies between two releases: commits oldest first, files, nothing missing', async () => {
  const read = await github.compare(REPOSITORY, TARGET, BAD, PATIENT);
  expect(read).toEqual({
    ok: true,
    value: {
      commits: [
        {
          sha: expect.stringMatching(/^[0-9a-f]{40}$/),
          title: 'Prepare: Rework signup validation',
          author: 'Cy',
          labels: [],
        },
        { sha: expect.any(String), title: 'Test: Rework signup validation', author: 'Ben', labels: [] },
        {
          sha: expect.stringMatching(/^e07f41b2/),
          title: 'Rework signup validation',
          author: 'Ben',
          labels: [],
        },
      ],
      files: [
        {
          path: 'signup/validation.py',
          previousPath: null,
          status: 'modified',
          patch: expect.any(String),
        },
        {
          path: 'tests/test_rework_signup_validation.py',
          previousPath: null,
          status: 'modified',
          patch: expect.any(String),
        },
      ],
      complete: true,
      labelsKnown: true,
    },
  });
});

test('labels of all commits come with one request', async () => {
  const [from, to] = pair(1);
  const commits = Array.from({ length: 120 }, (_, i) => ({
    labels: i % 2 === 0 ? [`label ${i}`, 'security'] : [],
  }));
  sim.plant({ from, to, commits });
  const before = sim.requests().length;
  const read = await github.compare(REPOSITORY, from, to, PATIENT);
  expect(read.ok && read.value.commits.map(({ labels }) => labels)).toEqual(
    commits.map(({ labels }) => labels),
  );
  expect(
    sim
      .requests()
      .slice(before)
      .map(({ name }) => name),
  ).toEqual(['compare', 'labels']);
});

test.each([
  ['one after the other', TARGET, BAD, true],
  ['the same twice', BAD, BAD, true],
  ['the newer first', BAD, TARGET, 'diverged'],
  ['two lines that never meet', TARGET, 'd41a97e3', 'diverged'],
  ['a commit nobody knows', TARGET, 'abcdef012345', 'not-found'],
  ['not a commit', TARGET, '../../user', 'not-found'],
  ['a name that leads elsewhere', TARGET, 'e07f41b2?x=', 'not-found'],
])('%s', async (_, from, to, expected) => {
  const read = await github.compare(REPOSITORY, from, to, PATIENT);
  expect(read.ok || read.why).toBe(expected);
});

test('two commits without a common past have diverged too', async () => {
  const [from, to] = pair(2);
  sim.plant({ from, to, status: 'unrelated' });
  expect(await github.compare(REPOSITORY, from, to, PATIENT)).toEqual({ ok: false, why: 'diverged' });
});

test.each(['raxx-app/Other', '../user', 'raxx-app/..', 'raxx-app', 'a/b/c', 'raxx app/x'])(
  'the repository %s is not found',
  async (repository) => {
    expect(await github.compare(repository, TARGET, BAD, PATIENT)).toEqual({ ok: false, why: 'not-found' });
  },
);

test('without a token nothing is asked', async () => {
  const before = sim.requests().length;
  expect(await open(null).compare(REPOSITORY, TARGET, BAD, PATIENT)).toEqual({ ok: false, why: 'no-token' });
  expect(sim.requests()).toHaveLength(before);
});

test.each<[string, Partial<Parameters<GitHubSim['plant']>[0]>]>([
  [
    'more files than GitHub lists',
    { files: Array.from({ length: 301 }, (_, i) => newFile(`f${i}.py`, 'x')) },
  ],
  ['more commits than GitHub lists', { commits: Array.from({ length: 251 }, () => ({})) }],
])('not complete: %s', async (_, planted) => {
  const [from, to] = pair(planted.files === undefined ? 3 : 4);
  sim.plant({ from, to, ...planted });
  const read = await github.compare(REPOSITORY, from, to, PATIENT);
  expect(read).toMatchObject({ ok: true, value: { complete: false, labelsKnown: true } });
});

test('a diff that was left out, or cut short, is no diff; a file without content hides nothing', async () => {
  const [from, to] = pair(5);
  const files = [
    newFile('whole.py', 'a\nb'),
    { ...newFile('cut.py', 'a\nb'), missingLines: 3 },
    { ...newFile('left-out.py', ''), patch: null },
    { path: 'new.py', previousPath: 'old.py', status: 'renamed' as const, patch: null },
    { ...changedFile('copy.py', 'a', 'b'), status: 'copied' as const, previousPath: 'a.py' },
  ];
  sim.plant({ from, to, files });
  const read = await github.compare(REPOSITORY, from, to, PATIENT);
  expect(read.ok && read.value.files).toEqual([
    { path: 'whole.py', previousPath: null, status: 'added', patch: '@@ -0,0 +1,2 @@\n+a\n+b' },
    { path: 'cut.py', previousPath: null, status: 'added', patch: null },
    { path: 'left-out.py', previousPath: null, status: 'added', patch: null },
    { path: 'new.py', previousPath: 'old.py', status: 'renamed', patch: null },
    { path: 'copy.py', previousPath: 'a.py', status: 'other', patch: expect.any(String) },
  ]);
});

test('T60 T62 what people write comes through as text, cut where it never ends', async () => {
  const [from, to] = pair(6);
  const hostile = '<!channel> <@U0BO> \u202e*bold* ghp_0123456789abcdef0123456789abcdef0123';
  sim.plant({
    from,
    to,
    commits: [
      { title: hostile, author: hostile, labels: [hostile] },
      { title: 'x'.repeat(100_000), author: 'y'.repeat(100_000), labels: ['z'.repeat(100_000)] },
      { title: '\n\nBehind empty lines', author: '   ' },
      { title: '' },
    ],
  });
  const read = await github.compare(REPOSITORY, from, to, PATIENT);
  const [first, second, third, fourth] = read.ok ? read.value.commits : [];
  expect(first).toMatchObject({ title: hostile, author: hostile, labels: [hostile] });
  expect(second).toMatchObject({
    title: 'x'.repeat(300),
    author: 'y'.repeat(300),
    labels: ['z'.repeat(300)],
  });
  expect(third).toMatchObject({ title: 'Behind empty lines', author: 'unknown' });
  expect(fourth?.title).toBe('Why it is so, in more lines.');
  expect(logged).not.toMatch(/channel|ghp_/);
});

const FATES: readonly (readonly [Fate, string])[] = [
  [{ kind: 'hang' }, 'slow'],
  [{ kind: 'slow', ms: 60_000 }, 'slow'],
  [{ kind: 'reset' }, 'down'],
  [{ kind: 'cut-body' }, 'down'],
  [{ kind: 'error', status: 500 }, 'down'],
  [{ kind: 'error', status: 503 }, 'down'],
  [{ kind: 'unauthorized' }, 'unauthorized'],
  [{ kind: 'forbidden' }, 'forbidden'],
  [{ kind: 'rate-limited', limit: 'primary' }, 'rate-limited'],
  [{ kind: 'rate-limited', limit: 'secondary' }, 'rate-limited'],
  [{ kind: 'not-found' }, 'not-found'],
  [{ kind: 'redirect', to: '/repositories/1/compare' }, 'not-found'],
  [{ kind: 'html' }, 'malformed'],
  [{ kind: 'endless' }, 'malformed'],
  [{ kind: 'graphql-errors' }, 'malformed'],
];

describe('asked once, and what it comes to', () => {
  test.each(FATES)('%j: %s', async (fate, why) => {
    const before = sim.requests().length;
    sim.fault({ on: 'compare', fate });
    const read = await github.compare(REPOSITORY, TARGET, BAD, why === 'slow' ? 200 : PATIENT);
    expect(read).toEqual({ ok: false, why });
    expect(sim.requests()).toHaveLength(before + 1);
  });

  test.each(FATES)('%j: costs the labels at most', async (fate, why) => {
    const before = sim.requests().length;
    sim.fault({ on: 'labels', fate });
    const read = await github.compare(REPOSITORY, TARGET, BAD, why === 'slow' ? 3_000 : PATIENT);
    expect(read).toMatchObject({ ok: true, value: { complete: true, labelsKnown: false } });
    expect(sim.requests()).toHaveLength(before + 2);
  });

  test('nobody there', async () => {
    const gone = await startGitHub({ world: heroku.world });
    await gone.stop();
    const log = createLog({ level: 'silent' });
    const nobody = openGitHub({ token: () => 'ghp_x', apiUrl: gone.url, allowLoopback: true, log });
    expect(await nobody.compare(REPOSITORY, TARGET, BAD, PATIENT)).toEqual({ ok: false, why: 'down' });
  });

  test('a token that is refused', async () => {
    const refused = await open('ghp_canary_of_somebody_else').compare(REPOSITORY, TARGET, BAD, PATIENT);
    expect(refused).toEqual({ ok: false, why: 'unauthorized' });
  });
});
