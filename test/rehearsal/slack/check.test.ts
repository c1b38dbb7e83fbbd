import { describe, expect, test } from 'vitest';
import { checkBlocks, checkView, spoken } from '../../../rehearsal/slack/block-kit/check.ts';
import { form, option } from './small-app.ts';

const words = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: 'x'.repeat(length) });
const button = (over: object = {}) => ({ type: 'button', action_id: 'go', text: words(4), ...over });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const input = (element: object, over: object = {}) => ({ type: 'input', label: words(5), element, ...over });

describe('a message that Slack takes, and the first thing more that it does not', () => {
  test.each([
    [
      '50 blocks',
      times(50, () => ({ type: 'divider' })),
      times(51, () => ({ type: 'divider' })),
      'no more than 50 items allowed [json-pointer:/blocks]',
    ],
    [
      'section text',
      [{ type: 'section', text: mrkdwn(3000) }],
      [{ type: 'section', text: mrkdwn(3001) }],
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'some text',
      [{ type: 'section', text: mrkdwn(1) }],
      [{ type: 'section', text: mrkdwn(0) }],
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'code points',
      [{ type: 'header', text: { type: 'plain_text', text: '⏪️🚑'.repeat(50) } }],
      [{ type: 'header', text: { type: 'plain_text', text: '🚑'.repeat(151) } }],
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'fields',
      [{ type: 'section', fields: times(10, () => mrkdwn(2000)) }],
      [{ type: 'section', fields: times(11, () => mrkdwn(1)) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
    [
      'a section of something',
      [{ type: 'section', text: words(1) }],
      [{ type: 'section' }],
      'must define either `text` or `fields` [json-pointer:/blocks/0/type]',
    ],
    [
      'header',
      [{ type: 'header', text: words(150) }],
      [{ type: 'header', text: mrkdwn(3) }],
      'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
    ],
    [
      'button text',
      [actions(button({ text: words(75) }))],
      [actions(button({ text: words(76) }))],
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    [
      'button value',
      [actions(button({ value: 'v'.repeat(2000) }))],
      [actions(button({ value: 'v'.repeat(2001) }))],
      'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
    ],
    [
      '25 buttons',
      [actions(...times(25, (n) => button({ action_id: `go-${n}` })))],
      [actions(...times(26, (n) => button({ action_id: `go-${n}` })))],
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'known properties',
      [actions(button({ style: 'danger' }))],
      [actions(button({ disabled: true }))],
      'invalid additional property: disabled [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'action ids',
      [actions(button(), button({ action_id: 'other' }))],
      [actions(button(), button())],
      '`action_id` "go" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ],
    [
      'block ids',
      [{ type: 'divider', block_id: 'b'.repeat(255) }],
      [{ type: 'divider', block_id: 'b'.repeat(256) }],
      'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
    ],
    [
      'other block ids',
      [
        { type: 'divider', block_id: 'a' },
        { type: 'divider', block_id: 'b' },
      ],
      [
        { type: 'divider', block_id: 'a' },
        { type: 'divider', block_id: 'a' },
      ],
      '`block_id` "a" already exists [json-pointer:/blocks/1/block_id]',
    ],
    [
      'confirm',
      [
        actions(
          button({ confirm: { title: words(100), text: mrkdwn(300), confirm: words(3), deny: words(2) } }),
        ),
      ],
      [actions(button({ confirm: { title: words(101), text: mrkdwn(3) } }))],
      'must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]',
    ],
    [
      'known types',
      [{ type: 'divider' }],
      [{ type: 'sparkle' }],
      'unsupported type: sparkle [json-pointer:/blocks/0/type]',
    ],
    [
      'elements in their place',
      [{ type: 'context', elements: [mrkdwn(5)] }],
      [{ type: 'context', elements: [button()] }],
      'unsupported type: button [json-pointer:/blocks/0/elements/0/type]',
    ],
    [
      'all that is required',
      [actions(button())],
      [actions({ type: 'button', action_id: 'go' })],
      'missing required field: text [json-pointer:/blocks/0/elements/0]',
    ],
  ])('%s', (_what, taken, refused, complaint) => {
    expect(checkBlocks(taken).map(spoken)).toEqual([]);
    expect(checkBlocks(refused).map(spoken)).toEqual([complaint]);
  });
});

describe('a modal that Slack takes, and the first thing more that it does not', () => {
  test.each([
    [
      'title',
      { title: words(24) },
      { title: words(25) },
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    [
      'submit',
      { submit: words(24) },
      { submit: words(25) },
      'must be less than 25 characters [json-pointer:/view/submit/text]',
    ],
    [
      'private_metadata',
      { private_metadata: 'm'.repeat(3000) },
      { private_metadata: 'm'.repeat(3001) },
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      '100 blocks',
      { blocks: times(100, () => ({ type: 'divider' })) },
      { blocks: times(101, () => ({ type: 'divider' })) },
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
    [
      '100 options',
      { blocks: [input({ type: 'static_select', options: times(100, (n) => option(`o${n}`)) })] },
      { blocks: [input({ type: 'static_select', options: times(101, (n) => option(`o${n}`)) })] },
      'no more than 100 items allowed [json-pointer:/view/blocks/0/element/options]',
    ],
    [
      'offered initial option',
      { blocks: [input({ type: 'radio_buttons', options: [option('a')], initial_option: option('a') })] },
      { blocks: [input({ type: 'radio_buttons', options: [option('a')], initial_option: option('b') })] },
      'initial option must exactly match one of the options [json-pointer:/view/blocks/0/element]',
    ],
    [
      'several initial options',
      {
        blocks: [
          input({
            type: 'multi_static_select',
            options: [option('a'), option('b')],
            initial_options: [option('b'), option('a')],
          }),
        ],
      },
      {
        blocks: [
          input({
            type: 'multi_static_select',
            options: [option('a'), option('b')],
            initial_options: [option('c')],
          }),
        ],
      },
      'initial option must exactly match one of the options [json-pointer:/view/blocks/0/element]',
    ],
    [
      'a date',
      { blocks: [input({ type: 'datepicker', initial_date: '2026-06-21' })] },
      { blocks: [input({ type: 'datepicker', initial_date: '21.06.2026' })] },
      'must be in the format YYYY-MM-DD [json-pointer:/view/blocks/0/element/initial_date]',
    ],
    [
      'a time',
      { blocks: [input({ type: 'timepicker', initial_time: '03:04', timezone: 'Etc/UTC' })] },
      { blocks: [input({ type: 'timepicker', initial_time: '3:04' })] },
      'must be in the format HH:mm [json-pointer:/view/blocks/0/element/initial_time]',
    ],
    [
      'an instant in seconds',
      { blocks: [input({ type: 'datetimepicker', initial_date_time: 1_782_011_040 })] },
      { blocks: [input({ type: 'datetimepicker', initial_date_time: 1_782_011_040_000 })] },
      'must be between 1000000000 and 9999999999 [json-pointer:/view/blocks/0/element/initial_date_time]',
    ],
    [
      'an instant, where there is room for one',
      { blocks: [actions({ type: 'datetimepicker' })] },
      { blocks: [{ type: 'section', text: words(1), accessory: { type: 'datetimepicker' } }] },
      'unsupported type: datetimepicker [json-pointer:/view/blocks/0/accessory/type]',
    ],
    [
      'people',
      {
        blocks: [
          input({ type: 'multi_users_select', initial_users: ['U0RAXX000BO'], max_selected_items: 1 }),
        ],
      },
      { blocks: [input({ type: 'users_select', initial_user: '@bo' })] },
      'must be a user id [json-pointer:/view/blocks/0/element/initial_user]',
    ],
    [
      'whether a number may have decimals',
      { blocks: [input({ type: 'number_input', is_decimal_allowed: false, min_value: '1' })] },
      { blocks: [input({ type: 'number_input' })] },
      'missing required field: is_decimal_allowed [json-pointer:/view/blocks/0/element]',
    ],
    [
      'a number in order',
      {
        blocks: [input({ type: 'number_input', is_decimal_allowed: true, min_value: '1', max_value: '1.5' })],
      },
      {
        blocks: [
          input({
            type: 'number_input',
            is_decimal_allowed: true,
            min_value: '9',
            max_value: '10',
            initial_value: '11',
          }),
        ],
      },
      '`initial_value` must be a number the field takes [json-pointer:/view/blocks/0/element]',
    ],
    [
      'an address',
      { blocks: [input({ type: 'url_text_input', initial_value: 'https://raxx.app' })] },
      { blocks: [input({ type: 'url_text_input', multiline: true })] },
      'invalid additional property: multiline [json-pointer:/view/blocks/0/element]',
    ],
    [
      'one focus',
      { blocks: [input({ type: 'plain_text_input', focus_on_load: true })] },
      { blocks: times(2, () => input({ type: 'plain_text_input', focus_on_load: true })) },
      'only one element can have `focus_on_load` [json-pointer:/view/blocks]',
    ],
  ])('%s', (_what, taken, refused, complaint) => {
    expect(checkView({ ...form(), ...taken }).map(spoken)).toEqual([]);
    expect(checkView({ ...form(), ...refused }).map(spoken)).toEqual([complaint]);
  });

  test('input without submit', () => {
    const { submit: _none, ...view } = form();
    expect(checkView(view).map(spoken)[0]).toBe(
      'must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]',
    );
  });

  test.each([[null], [[]], ['text'], [42], [{}]])('%j is not a view', (view) => {
    expect(checkView(view)).not.toEqual([]);
  });
});

function times<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}
