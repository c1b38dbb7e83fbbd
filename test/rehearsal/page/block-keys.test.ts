/** Whoever is at a button stays at that button, and never comes to be at another one, when blocks are drawn anew. */
import type { KnownBlock } from '@slack/types';
import { expect, test } from 'vitest';
import { blockKeys } from '../../../rehearsal/page/client/block-kit/block-keys.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const section = (text: string, block_id: string): KnownBlock => ({
  type: 'section',
  block_id,
  text: plain(text),
});
const buttons = (block_id: string, ...values: readonly string[]): KnownBlock => ({
  type: 'actions',
  block_id,
  elements: values.map((value) => ({ type: 'button', action_id: 'review', value, text: plain('Review') })),
});
const field = (block_id: string): KnownBlock => ({
  type: 'input',
  block_id,
  label: plain('What is broken?'),
  element: { type: 'plain_text_input', action_id: 'text' },
});

test('buttons go by what they do, whatever Slack calls their block and whatever stands above', () => {
  const [, before] = blockKeys([section('Checking', 'b1'), buttons('b2', 'op_1')]);
  const [, , after] = blockKeys([section('v85', 'b3'), section('CLEAR', 'b4'), buttons('b5', 'op_1')]);
  expect(after).toBe(before);
});

test('a button for something else does not take the place of the one before', () => {
  const [before] = blockKeys([buttons('b1', 'op_1')]);
  const [after] = blockKeys([buttons('b1', 'op_2')]);
  expect(after).not.toBe(before);
});

test('a field goes by its own id, and no two blocks by the same key', () => {
  const keys = blockKeys([field('symptom'), field('note'), section('a', 'b1'), section('a', 'b2')]);
  expect(new Set(keys).size).toBe(4);
  expect(blockKeys([section('a', 'b3'), field('note')])[1]).toBe(keys[1]);
});
