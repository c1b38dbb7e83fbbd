import { expect, test } from 'vitest';
import { remembered } from '../../src/http/readiness.ts';

test('however many ask at once, others are asked once', async () => {
  let asked = 0;
  const check = remembered(60_000, async () => {
    asked += 1;
    return true;
  });
  expect(await Promise.all(Array.from({ length: 50 }, check))).toEqual(Array(50).fill(true));
  expect(await check()).toBe(true);
  expect(asked).toBe(1);
});
