/** Fields that hold a date, a time, people, numbers: what a person picks is what the app is told. */
import type { ModalView } from '@slack/types';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { openModal } from '../../../rehearsal/slack/modals.ts';
import { type SlackWorld, startSlack } from '../../../rehearsal/slack/start.ts';
import { form, option, startHttpApp } from './small-app.ts';

let world: SlackWorld;

beforeEach(async () => {
  world = await startSlack();
  onTestFinished(() => world.stop());
});

const text = (words: string) => ({ type: 'plain_text' as const, text: words });
const field = (block_id: string, element: object) => ({
  type: 'input' as const,
  block_id,
  label: text(block_id),
  element: { action_id: 'in', ...element },
});

const FIELDS = [
  field('began', { type: 'datetimepicker' }),
  field('due', { type: 'datepicker' }),
  field('hour', { type: 'timepicker', timezone: 'Etc/UTC' }),
  field('commander', { type: 'users_select' }),
  field('also', { type: 'multi_users_select', max_selected_items: 2 }),
  field('apps', { type: 'multi_static_select', options: ['api', 'worker'].map(option) }),
  field('minutes', { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '60' }),
  field('review', { type: 'url_text_input' }),
];

function openFor(handle: string) {
  openModal(world.state, world.as(handle).id, form({ blocks: FIELDS } as Partial<ModalView>));
  const modal = world.as(handle).modal();
  if (modal === null) throw new Error('no modal');
  return modal;
}

test('the app is told each as Slack tells it, and a person reads what they picked', async () => {
  const told: unknown[] = [];
  const running = await startHttpApp(world, (app) =>
    app.view('form', async ({ ack, view }) => {
      told.push(Object.fromEntries(Object.entries(view.state.values).map(([id, held]) => [id, held['in']])));
      await ack();
    }),
  );
  onTestFinished(() => running.stop());
  const modal = openFor('ana');
  await modal.pickInstant('began', 'in', new Date('2026-06-21T02:58:31.500Z'));
  await modal.pickDate('due', 'in', '2026-06-30');
  await modal.pickTime('hour', 'in', '03:04');
  await modal.pickUser('commander', 'in', 'bo');
  await modal.pickUser('also', 'in', 'kim', 'ana');
  await modal.set('apps', 'in', ['worker', 'api']);
  await modal.fill('minutes', 'in', '15');
  await modal.fill('review', 'in', 'https://raxx.app/review');
  expect(modal.text()).toMatchInlineSnapshot(`
    "── Roll back ──
    began
      [2026-06-21 02:58 UTC ▾]
    due
      [2026-06-30 ▾]
    hour
      [03:04 ▾]
    commander
      [@Bo ▾]
    also
      [@Kim, @Ana ▾]
    apps
      [worker, api ▾]
    minutes
      15
    review
      https://raxx.app/review
    [Close] [Ask]"
  `);
  expect(await modal.submit()).toMatchObject({ kind: 'closed' });
  expect(told).toEqual([
    {
      began: { type: 'datetimepicker', selected_date_time: 1_782_010_711 },
      due: { type: 'datepicker', selected_date: '2026-06-30' },
      hour: { type: 'timepicker', selected_time: '03:04', timezone: 'Etc/UTC' },
      commander: { type: 'users_select', selected_user: world.as('bo').id },
      also: { type: 'multi_users_select', selected_users: [world.as('kim').id, world.as('ana').id] },
      apps: { type: 'multi_static_select', selected_options: ['worker', 'api'].map(option) },
      minutes: { type: 'number_input', value: '15' },
      review: { type: 'url_text_input', value: 'https://raxx.app/review' },
    },
  ]);
});

test('nothing that a picker does not have can be picked', async () => {
  const modal = openFor('ana');
  await expect(modal.pickDate('due', 'in', '2026-06-31')).rejects.toThrow('not on the picker');
  await expect(modal.pickTime('hour', 'in', '24:00')).rejects.toThrow('not on the picker');
  await expect(modal.pickUser('commander', 'in', 'dee')).rejects.toThrow('Nobody to pick');
  await expect(modal.pickUser('also', 'in', 'ana', 'bo', 'kim')).rejects.toThrow('No more than 2');
  await expect(modal.choose('apps', 'in', 'web')).rejects.toThrow('on offer: api, worker');
  await expect(modal.fill('due', 'in', '2026-06-30')).rejects.toThrow('is a datepicker');
});

test('Slack wants numbers and addresses that are ones, before the app hears of them', async () => {
  const modal = openFor('ana');
  await modal.fill('minutes', 'in', '61');
  await modal.fill('review', 'in', 'later');
  expect(await modal.submit()).toMatchObject({
    kind: 'incomplete',
    errors: {
      minutes: 'Please enter 60 or less.',
      review: 'Please enter a valid URL.',
      due: 'Please complete this required field.',
    },
  });
  await modal.fill('minutes', 'in', '1.5');
  expect(await modal.submit()).toMatchObject({ errors: { minutes: 'Please enter a whole number.' } });
});
