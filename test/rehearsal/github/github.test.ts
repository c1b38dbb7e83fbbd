/** The stand-in: what it knows of the simulated Heroku's code, and how it says no. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newFile } from '../../../rehearsal/github/repository.ts';
import { type GitHubSim, startGitHub } from '../../../rehearsal/github/start.ts';
import { BEN } from '../../../rehearsal/heroku/seed.ts';
import { type HerokuSim, startHeroku } from '../../../rehearsal/heroku/start.ts';

let heroku: HerokuSim;
let github: GitHubSim;

beforeAll(async () => {
  heroku = await startHeroku();
  github = await startGitHub({ world: heroku.world });
});

afterAll(async () => {
  await Promise.all([heroku.stop(), github.stop()]);
});

async function compare(from: string, to: string, token = github.token) {
  const url = `${github.url}/repos/raxx-app/TradeMasterAPI/compare/${from}...${to}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  const body = (await answer.json()) as {
    readonly status: string;
    readonly total_commits: number;
    readonly commits: readonly { readonly sha: string }[];
    readonly files: readonly { readonly filename: string; readonly additions: number }[];
  };
  return { status: answer.status, body };
}

/** `e07f41b2` of `Deploy e07f41b2`, oldest first. */
function deployed(app: string): readonly string[] {
  return heroku.control
    .app(app)
    .releases.toReversed()
    .flatMap(({ description }) => /^Deploy (\w+)$/.exec(description)?.[1] ?? []);
}

test('every deploy of every app is a commit, and each contains the one before it', async () => {
  for (const { name } of heroku.control.state()) {
    const commits = deployed(name);
    for (const [i, to] of commits.entries()) {
      const from = commits[i - 1];
      if (from === undefined) continue;
      const { body } = await compare(from, to);
      expect(body).toMatchObject({ status: 'ahead', total_commits: 3 });
      expect(body.commits.at(-1)?.sha.startsWith(to)).toBe(true);
    }
  }
});

test('what is deployed from now on is committed too', async () => {
  heroku.control.release('raxx-api-prod', BEN, { kind: 'deploy', commit: 'feed5eed0123' });
  const commits = deployed('raxx-api-prod');
  expect(commits.at(-1)).toBe('feed5eed');
  expect((await compare(commits.at(-2) ?? '', 'feed5eed')).body).toMatchObject({
    status: 'ahead',
    total_commits: 3,
  });
});

test('what is planted between two commits is what lies between them; the last word counts', async () => {
  const [from = '', to = ''] = deployed('raxx-console-prod');
  github.plant({ from, to, commits: [{ title: 'Old news' }] });
  github.plant({ from, to, files: [newFile('migrations/1.sql', 'DROP TABLE a;\n')] });
  const { body } = await compare(from, to);
  expect(body).toMatchObject({ total_commits: 3, files: [{ filename: 'migrations/1.sql', additions: 1 }] });
});

test('a wrong token, another repository, an unknown commit', async () => {
  expect((await compare('69eec518', 'e07f41b2', 'ghp_wrong')).status).toBe(401);
  expect((await compare('69eec518', 'abcdef0123')).status).toBe(404);
  const other = await fetch(`${github.url}/repos/a/b/compare/69eec518...e07f41b2`, {
    headers: { authorization: `token ${github.token}` },
  });
  expect(other.status).toBe(404);
});

test('a fault spoils as many requests as it says, and those it is for', async () => {
  github.fault({ on: 'labels', fate: { kind: 'forbidden' } });
  github.fault({ on: 'compare', times: 2, fate: { kind: 'rate-limited', limit: 'primary' } });
  const statuses = [];
  for (let i = 0; i < 3; i += 1) statuses.push((await compare('69eec518', 'e07f41b2')).status);
  expect(statuses).toEqual([403, 403, 200]);
  expect(github.faultsWaiting()).toBe(1);
  github.clearFaults();
  expect(
    github
      .requests()
      .slice(-3)
      .map(({ name, status }) => `${name} ${status}`),
  ).toEqual(['compare 403', 'compare 403', 'compare 200']);
});
