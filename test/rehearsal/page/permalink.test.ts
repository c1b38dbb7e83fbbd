import { expect, test } from 'vitest';
import { messageAddress } from '../../../rehearsal/page/client/block-kit/permalink.ts';

test.each([
  ['https://raxx.slack.com/archives/C0OPS/p1763607600000100', { channel: 'C0OPS', thread: null }],
  [
    'https://raxx.slack.com/archives/C0OPS/p1763607600000100?thread_ts=1763607500.000200&cid=C0OPS',
    { channel: 'C0OPS', thread: '1763607500.000200' },
  ],
  ['https://raxx.slack.com/', null],
  ['https://raxx.slack.com.evil.example/archives/C0OPS/p1763607600000100', null],
  ['http://raxx.slack.com/archives/C0OPS/p1763607600000100', null],
  ['not an address', null],
])('%s', (href, there) => {
  expect(messageAddress(href)).toEqual(there);
});
