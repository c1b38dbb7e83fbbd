import { expect, test } from 'vitest';
import { pauseForDynos, pauseForRelease } from '../../src/runbooks/rollback/pace.ts';

/** Looks made until `endsMs`, and how long after it the last of them comes, when reading takes no time. */
function looks(pause: (elapsedMs: number) => number, endsMs: number): { count: number; lateMs: number } {
  let at = 0;
  let count = 1;
  while (at < endsMs) {
    at += pause(at);
    count += 1;
  }
  return { count, lateMs: at - endsMs };
}

test('a slow rollback leaves 20 of its 60 requests for all that comes before verification', () => {
  const command = looks(pauseForRelease, 47_000);
  const dynos = looks(pauseForDynos, 30_000);
  expect(command.count + dynos.count).toBeLessThanOrEqual(40);
});

test.each([5_000, 12_345, 19_000, 29_999])('dynos up after %i ms are seen soon', (upMs) => {
  expect(looks(pauseForDynos, upMs).lateMs).toBeLessThanOrEqual(1_500);
});

test('an hour of a hanging release command costs a few hundred requests', () => {
  expect(looks(pauseForRelease, 60 * 60_000).count).toBeLessThan(300);
});
