import { expect, test } from 'vitest';
import { noCodeOnly } from '../../src/runbooks/rollback/code-only.ts';
import { API, release } from './facts.ts';

const RELEASES = [release(86, { slugId: 'slug of v85' }), release(85), release(84)];

test.each([
  ['another code: it can come back', API, release(84), 86, null],
  ['nothing is known to run: it can come back', API, release(84), null, null],
  ['what runs is older than the list: it can come back', API, release(84), 40, null],
  ['only the config differs', API, release(85), 86, 'same-code'],
  ['no slug is left', API, release(84, { slugId: null }), 86, 'no-slug'],
  ['an image, whatever else', { ...API, stack: 'container' }, release(84, { slugId: null }), 86, 'container'],
] as const)('code only: %s', (_, app, target, bad, why) => {
  expect(noCodeOnly(app, target, RELEASES, bad)?.why ?? null).toBe(why);
});
