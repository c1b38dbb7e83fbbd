import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SlackWorld, startSlack } from '../../../rehearsal/slack/start.ts';
import { form, type SmallApp, startHttpApp, startSocketApp, webClient } from './small-app.ts';

/** Everything a person can do, the same over both transports. */
describe.each([
  ['signed HTTP', startHttpApp],
  ['Socket Mode', startSocketApp],
] as const)('over %s', (_name, start) => {
  let world: SlackWorld;
  let running: SmallApp;

  beforeEach(async () => {
    world = await startSlack({ ackLimitMs: 1_000 });
  });
  afterEach(async () => {
    await running.stop();
    await world.stop();
  });

  async function run(register: (app: App) => void): Promise<void> {
    running = await start(world, register);
  }

  test('a command arrives as typed, and the text of its acknowledgement is seen by the typist alone', async () => {
    await run((app) => {
      app.command('/rollback', async ({ command, ack }) => {
        await ack(`${command.user_id} typed «${command.text}» in ${command.channel_id}`);
      });
    });
    const ana = world.as('ana');
    const done = await ana.slash('#ops', '/rollback api v84 <@U0RAXX000BO> & more');
    expect(done.notice).toBeNull();
    expect(ana.find('ops', /typed/)?.plain).toBe('U0RAXX00ANA typed «api v84 @Bo & more» in C0RAXX00OPS');
    expect(world.as('bo').find('ops', /typed/)).toBeNull();
  });

  test('a button in a message opens a modal, whose fields, errors and submission go both ways', async () => {
    await run((app) => {
      app.action('review', async ({ ack, body, client }) => {
        await ack();
        if (body.type === 'block_actions')
          await client.views.open({ trigger_id: body.trigger_id, view: form() });
      });
      app.view('form', async ({ ack, view, body, client }) => {
        const text = view.state.values['symptom']?.['text']?.value ?? '';
        if (text === 'nothing')
          return ack({ response_action: 'errors', errors: { symptom: 'Say what is wrong' } });
        await ack();
        const target = view.state.values['target']?.['pick']?.selected_option?.value;
        const ticked = view.state.values['warnings']?.['tick']?.selected_options?.map((each) => each.value);
        await client.chat.postMessage({
          channel: 'C0RAXX00OPS',
          text: `${body.user.id} ${view.private_metadata} ${text} ${target} ${ticked?.join('+')}`,
        });
        return undefined;
      });
    });
    await webClient(world).chat.postMessage({
      channel: 'C0RAXX00OPS',
      text: 'Approve?',
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: 'Approve? <!subteam^S0OPERATORS>' } },
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: 'review',
              value: 'op_1',
              text: { type: 'plain_text', text: 'Review' },
            },
          ],
        },
      ],
    });
    const bo = world.as('bo');
    const card = await world.until(() => bo.find('ops', /Approve/), 1_000);
    expect(card.plain).toBe('Approve? @operators\n[Review]');

    await bo.tap(card, 'review');
    const modal = await world.until(() => bo.modal(), 1_000);
    expect(await modal.submit()).toEqual({
      kind: 'incomplete',
      errors: {
        symptom: 'Please complete this required field.',
        warnings: 'Please complete this required field.',
      },
    });
    await modal.fill('symptom', 'text', 'nothing');
    await modal.tick('warnings', 'tick');
    expect(await modal.submit()).toMatchObject({ kind: 'errors', errors: { symptom: 'Say what is wrong' } });
    expect(modal.text()).toMatchInlineSnapshot(`
      "── Roll back ──
      Symptom
        nothing
        ! Say what is wrong
      Target
        [v84 ▾]
      I have read
        [x] smoke
        [x] migration
      [Close] [Ask]"
    `);
    await modal.fill('symptom', 'text', 'signup 500s');
    expect((await modal.submit()).kind).toBe('closed');
    expect(modal.isOpen()).toBe(false);
    const said = await world.until(() => bo.find('ops', /signup/), 1_000);
    expect(said.plain).toBe('U0RAXX000BO op_1 signup 500s v84 smoke+migration');
  });

  test('an acknowledgement that is late or missing is shown to the person as Slack shows it', async () => {
    await run((app) => {
      app.command('/drill', async () => {
        /* never acknowledged */
      });
    });
    const ana = world.as('ana');
    await ana.slash('ops', '/drill record');
    expect(ana.notices()).toEqual(['/drill failed with the error "operation_timeout"']);
    await ana.slash('ops', '/rollforward api');
    expect(ana.notices().at(-1)).toBe('/rollforward is not a valid command.');
    expect(world.journal.deliveries.map((each) => each.outcome)).toEqual(['timeout']);
  });
});
