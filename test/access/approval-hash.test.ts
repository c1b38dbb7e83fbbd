import { expect, test } from 'vitest';
import { type Approvable, approvalHash } from '../../src/access/approval-hash.ts';

const SHOWN: Approvable = {
  operationId: 'rb-7f3ak2mn',
  action: 'rollback',
  app: 'raxx-api-prod',
  targetId: 'r84',
  baseId: 'r85',
  badVersion: 85,
  findings: ['{"code":"scaled-to-zero"}', '{"code":"not-checked","sources":["logs"]}'],
  expiresAt: new Date('2026-11-20T03:18:02Z'),
};

test('the same facts have the same hash, in whatever order they are written down', () => {
  const { app, ...rest } = SHOWN;
  expect(approvalHash({ ...rest, app })).toBe(approvalHash(SHOWN));
  expect(approvalHash(SHOWN)).toMatch(/^[0-9a-f]{64}$/);
});

test.each<[keyof Approvable, Partial<Approvable>]>([
  ['operationId', { operationId: 'rb-7f3ak2mm' }],
  ['app', { app: 'raxx-api-prod ' }],
  ['targetId', { targetId: 'r83' }],
  ['baseId', { baseId: 'r86' }],
  ['badVersion', { badVersion: 84 }],
  ['findings', { findings: SHOWN.findings.slice(0, 1) }],
  ['findings', { findings: [SHOWN.findings.join(',')] }],
  ['findings', { findings: SHOWN.findings.toReversed() }],
  ['findings', { findings: [] }],
  ['expiresAt', { expiresAt: new Date('2026-11-20T03:18:02.001Z') }],
  ['targetId', { targetId: 'r85', baseId: 'r84' }],
])('T19 another %s, another hash: %j', (_, over) => {
  expect(approvalHash({ ...SHOWN, ...over })).not.toBe(approvalHash(SHOWN));
});
