import type { KnownBlock } from '@slack/types';
import { expect, test } from 'vitest';
import { renderMessage } from '../../../rehearsal/slack/render/render-message.ts';
import { createState } from '../../../rehearsal/slack/state.ts';
import { option } from './small-app.ts';

const world = {
  state: createState(
    () => 0,
    () => 0,
  ),
};

test('mrkdwn is read as a person reads it, in UTC, and escaped text stays as typed', () => {
  const text =
    '<!subteam^S0OPERATORS> and <@U0RAXX00ANA> in <#C0RAXX00OPS>: <https://raxx.app|status> &lt;!channel&gt; ' +
    '&amp;amp; <!date^1795143600^{date_num} {time_secs}|then> <!here>';
  expect(renderMessage({ text, blocks: [] }, world)).toBe(
    '@operators and @Ana in #ops: status (https://raxx.app) <!channel> &amp; 2026-11-20 03:00:00 UTC @here',
  );
});

test('blocks become lines', () => {
  const blocks: KnownBlock[] = [
    { type: 'header', text: { type: 'plain_text', text: 'Approve?' } },
    {
      type: 'section',
      text: { type: 'mrkdwn', text: 'v85 → v84' },
      fields: [{ type: 'plain_text', text: '2 of 2 dynos' }],
      accessory: { type: 'overflow', action_id: 'more', options: [option('a')] },
    },
    {
      type: 'context',
      elements: [
        { type: 'mrkdwn', text: 'by <@U0RAXX000BO>' },
        { type: 'plain_text', text: 'now' },
      ],
    },
    { type: 'divider' },
    {
      type: 'actions',
      elements: [
        { type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'Review' } },
        {
          type: 'static_select',
          action_id: 'b',
          options: [option('v83')],
          placeholder: { type: 'plain_text', text: 'Other' },
        },
      ],
    },
  ];
  expect(renderMessage({ text: 'unseen', blocks }, world)).toMatchInlineSnapshot(`
    "Approve?
    v85 → v84
    2 of 2 dynos
    […]
    by @Bo · now
    ────────────────────────
    [Review] [Other ▾]"
  `);
});
