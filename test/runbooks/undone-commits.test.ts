import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Commit, Comparison } from '../../src/ports.ts';
import { commitOf, undoneCommits } from '../../src/runbooks/rollback/undone-commits.ts';
import { NOW, release } from './facts.ts';

function commit(title: string, over: Partial<Commit> = {}): Commit {
  return { sha: 'c'.repeat(40), title, author: 'Ben', labels: [], ...over };
}

function comparison(...commits: readonly Commit[]): Comparison {
  return { commits, files: [], complete: true, labelsKnown: true };
}

test('newest first, and each author once, however the name is spelled', () => {
  const undone = undoneCommits(
    comparison(
      commit('First', { author: 'Cy' }),
      commit('Second', { author: 'ben' }),
      commit('Third', { author: 'Ben\u200b ' }),
      commit('Fourth', { author: 'Ben' }),
    ),
  );
  expect(undone.commits.map(({ title }) => title)).toEqual(['Fourth', 'Third', 'Second', 'First']);
  expect(undone.authors).toEqual(['Ben', 'Cy']);
  expect(undone.fixes).toEqual([]);
});

test.each([
  ['Security: rotate session keys', 'security'],
  ['security - close open redirect', 'security'],
  ['[Security] Pin Werkzeug', 'security'],
  ['fix(security): escape names', 'security'],
  ['chore(security)!: drop TLS 1.1', 'security'],
  ['CVE-2026-1234: bump Pillow', 'security'],
  ['Bump Pillow (CVE-2026-1234)', 'security'],
  ['Bump got, GHSA-pfrx-2q88-qq97', 'security'],
  ['Ｓecurity: in full-width letters', 'security'],
  ['Secu\u200brity: with something invisible in it', 'security'],
  ['hotfix signup', 'incident-fix'],
  ['Hot-fix: signup', 'incident-fix'],
  ['[hotfix] signup', 'incident-fix'],
  ['SEV-1: stop double charges', 'incident-fix'],
  ['fix(incident): stop double charges', 'incident-fix'],
  ['Incident 2026-06-21: smoke tests set their own flag', 'incident-fix'],
  ['Add security page to the console', null],
  ['Securityholders may vote', null],
  ['Describe what a hotfix is', null],
  ['several fixes', null],
  ['', null],
])('the title %j: %s', (title, expected) => {
  expect(undoneCommits(comparison(commit(title))).commits[0]?.protects).toBe(expected);
});

test.each([
  ['security', 'security'],
  ['type: Security', 'security'],
  ['area/security-fix', 'security'],
  ['cve', 'security'],
  ['vulnerability', 'security'],
  ['incident', 'incident-fix'],
  ['incident-fix', 'incident-fix'],
  ['hotfix', 'incident-fix'],
  ['sev-1', 'incident-fix'],
  ['SEV2', 'incident-fix'],
  ['sev-high', 'incident-fix'],
  ['no-security-impact', null],
  ['not an incident', null],
  ['non-security', null],
  ['coincidental', null],
  ['insecurity', null],
  ['several', null],
  ['<!channel>', null],
])('the label %j: %s', (label, expected) => {
  const { commits, fixes } = undoneCommits(comparison(commit('Rework signup', { labels: ['docs', label] })));
  expect(commits[0]?.protects).toBe(expected);
  expect(fixes).toHaveLength(expected === null ? 0 : 1);
});

test('what is not wholly known says so', () => {
  const partly = { ...comparison(commit('One')), complete: false, labelsKnown: false };
  expect(undoneCommits(partly)).toMatchObject({ complete: false, labelsKnown: false });
});

test('whatever people write, every commit is there and every author of one is named', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 });
  const commits = fc.array(fc.record({ title: text, author: text, labels: fc.array(text) }), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(commits, (given) => {
      const undone = undoneCommits(comparison(...given.map((each) => commit('', each))));
      expect(undone.commits).toHaveLength(given.length);
      expect(new Set(undone.authors).size).toBe(undone.authors.length);
      for (const { author } of given.slice(-1)) expect(undone.authors[0]).toBe(author);
      expect(undone.fixes.every(({ protects }) => protects !== null)).toBe(true);
    }),
  );
});

const SHA = '69eec51805af2b7a9c0d1e2f3a4b5c6d7e8f9a0b';
const slug = (commitId: string | null) => ({ id: 's1', commit: commitId, createdAt: NOW });

test.each([
  ['the slug knows', 'Set X config vars', slug(SHA), SHA],
  ['the slug knows better than the description', 'Deploy e07f41b2', slug(SHA.toUpperCase()), SHA],
  ['the slug knows nothing, the description does', 'Deploy e07f41b2', slug(null), 'e07f41b2'],
  ['no slug was read', 'Deploy e07f41b2', null, 'e07f41b2'],
  ['a container', 'Deployed web (sha256:1234)', null, null],
  ['a rollback', 'Rollback to v84', null, null],
  ['too short to name a commit', 'Deploy e07f41', null, null],
  ['longer than a commit', `Deploy ${SHA}0`, null, null],
  ['more than a commit', 'Deploy e07f41b2/../../user', null, null],
  ['a second line', 'Deploy e07f41b2\nDeploy 69eec518', null, null],
  ['a slug that names no commit', 'Deploy e07f41b2', slug('../../user'), null],
  ['look-alike digits', 'Deploy ｅ07f41b2', null, null],
] as const)('the commit of a release: %s', (_, description, noted, expected) => {
  expect(commitOf(release(85, { description }), noted)).toBe(expected);
});
