import { expect, test } from 'vitest';
import { makeRecent } from '../../rehearsal/recent.ts';

test('the newest are kept, oldest first, and the oldest go', () => {
  const recent = makeRecent<number>(5, 2);
  for (const n of [1, 2, 3, 4, 5]) recent.add(n);
  expect(recent.items).toEqual([1, 2, 3, 4, 5]);
  recent.add(6);
  expect(recent.items).toEqual([3, 4, 5, 6]);
  recent.add(7);
  expect(recent.items).toEqual([3, 4, 5, 6, 7]);
});
