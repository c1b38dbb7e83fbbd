import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainOption } from '../../rehearsal/slack/block-kit/objects.ts';
import { targetOption } from '../../src/chat/ask-modal.ts';
import { matching } from '../../src/runbooks/rollback/search-targets.ts';
import { giant } from '../words/hostile.ts';
import { NOW, release } from './facts.ts';

const CHOICES = [
  release(84, { description: 'Deploy 69eec518', user: { id: 'cy', email: 'cy@raxx.app' } }),
  release(83, { description: 'Set FLAG_X config vars', user: { id: 'k', email: 'kristerpher@raxx.app' } }),
  release(82, { description: 'Deploy 9b40d2f1', user: { id: 'ben', email: 'ben@raxx.app' } }),
];

test.each<[string, readonly number[]]>([
  ['', [84, 83, 82]],
  ['  ', [84, 83, 82]],
  ['v83', [83]],
  ['8', [84, 83, 82]],
  ['82', [82]],
  ['deploy', [84, 82]],
  ['DEPLOY ben', [82]],
  ['ben deploy', [82]],
  ['flag_x', [83]],
  ['ｖ８４', [84]],
  ['nobody', []],
])('%j finds %j', (typed, expected) => {
  expect(matching(CHOICES, typed).map(({ version }) => version)).toEqual(expected);
});

test('whatever people called a release, Slack takes it as an option, and its value is its number', () => {
  fc.assert(
    fc.property(giant, giant, fc.integer({ min: 1, max: 999_999_999 }), (description, email, version) => {
      const option = targetOption(release(version, { description, user: { id: 'x', email } }), NOW);
      expect(plainOption(option, '')).toEqual([]);
      expect(option.value).toBe(`v${version}`);
    }),
  );
});

test('what, who, when', () => {
  const [choice] = CHOICES;
  expect(choice && targetOption(choice, NOW)).toMatchObject({
    text: { text: 'v84 Deploy 69eec518' },
    description: { text: 'cy@raxx.app · 16 h ago' },
  });
});
