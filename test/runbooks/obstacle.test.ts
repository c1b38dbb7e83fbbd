import { expect, test } from 'vitest';
import { obstacleTo } from '../../src/runbooks/rollback/obstacle.ts';
import { BO, operation, release } from './facts.ts';

const OLD = [release(85), release(84)];
const BACK = { description: 'Rollback to v84' };

test.each([
  ['what the approver saw', OLD, {}, null],
  ['a deploy on top', [release(86), ...OLD], {}, 'not-the-base'],
  ['the same rollback by hand', [release(86, BACK), ...OLD], {}, 'done-by-hand'],
  [
    'the same, its command still running',
    [release(86, { ...BACK, status: 'pending' }), ...OLD],
    {},
    'done-by-hand',
  ],
  ['the same, which failed', [release(86, { ...BACK, status: 'failed' }), ...OLD], {}, 'not-the-base'],
  ['a rollback elsewhere', [release(86, { description: 'Rollback to v83' }), ...OLD], {}, 'not-the-base'],
  ['the same rollback, and a deploy on top', [release(87), release(86, BACK), ...OLD], {}, 'not-the-base'],
  ['a deploy, and the same rollback on top', [release(87, BACK), release(86), ...OLD], {}, 'done-by-hand'],
  [
    'code only: rolled back whole by hand',
    [release(86, BACK), ...OLD],
    { kind: 'code-only' },
    'done-by-hand',
  ],
  [
    'the code of it, by another operation',
    [release(86, { description: 'Code of v84, config kept (Switchback rb-2222aaaa)' }), ...OLD],
    { kind: 'code-only' },
    'not-the-base',
  ],
  ['the base still pending', [release(85, { status: 'pending' }), release(84)], {}, 'not-the-base'],
  [
    'the base still pending, overridden',
    [release(85, { status: 'pending' }), release(84)],
    { approver: BO, override: 'it hangs' },
    null,
  ],
  ['the target expired', [release(85), release(84, { eligibleForRollback: false })], {}, 'target-gone'],
  ['no release at all', [], {}, 'target-gone'],
  ['a target older than the list', [release(85)], {}, null],
] as const)('in the way of a send: %s', (_, releases, over, why) => {
  expect(obstacleTo(operation(over), releases)?.why ?? null).toBe(why);
});
