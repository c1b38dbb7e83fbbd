import type { ModalView } from '@slack/types';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { post } from '../../rehearsal/slack/messages.ts';
import type { SeenMessage } from '../../rehearsal/slack/people/sight.ts';
import type { Answer, FrontDesk, OpenModal } from '../../src/ports.ts';
import { type Bench, gate, NO_DESK, openBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

function form(line: string): ModalView {
  return {
    type: 'modal',
    callback_id: 'rollback.ask',
    private_metadata: 'op_7f3a',
    title: { type: 'plain_text', text: 'Roll back' },
    submit: { type: 'plain_text', text: 'Ask' },
    blocks: [
      { type: 'section', block_id: 'checks', text: { type: 'mrkdwn', text: line } },
      {
        type: 'input',
        block_id: 'symptom',
        label: { type: 'plain_text', text: 'Symptom' },
        element: { type: 'plain_text_input', action_id: 'text' },
      },
    ],
  };
}

function desk(answer: () => Answer | Promise<Answer>, more: Partial<FrontDesk> = {}): FrontDesk {
  return { ...NO_DESK, commands: { '/rollback': async () => answer() }, ...more };
}

const tell = (text: string): Answer => ({ kind: 'tell', message: { text } });

test('a form opens at once, is filled in while somebody types, and keeps what was typed', async () => {
  const checked = gate();
  const fill = async (modal: OpenModal) => {
    await checked.promise;
    await modal.update(form('CLEAR'));
  };
  await bench.open(desk(() => ({ kind: 'open', view: form('Checking'), fill })));
  const ana = bench.slack.as('ana');
  expect((await ana.slash('ops', '/rollback api')).notice).toBeNull();
  const modal = await bench.slack.until(() => ana.modal(), 3_000);
  expect(modal.text()).toContain('Checking');
  await modal.fill('symptom', 'text', 'signup 500s');
  checked.open();
  await bench.slack.until(() => modal.text().includes('CLEAR'), 3_000);
  expect(modal.value('symptom', 'text')).toMatchObject({ value: 'signup 500s' });
});

test('an update that lost a race is sent again; a closed form ends the updates quietly', async () => {
  const steps = [gate(), gate(), gate()];
  const fill = async (modal: OpenModal) => {
    for (const [at, step] of steps.entries()) {
      await step.promise;
      await modal.update(form(`Check ${at}`));
    }
  };
  const bot = await bench.open(desk(() => ({ kind: 'open', view: form('Checking'), fill })));
  const ana = bench.slack.as('ana');
  await ana.slash('ops', '/rollback api');
  const modal = await bench.slack.until(() => ana.modal(), 3_000);
  bench.slack.faults.add({ kind: 'error', error: 'hash_conflict', method: 'views.update' });
  steps[0]?.open();
  await bench.slack.until(() => modal.text().includes('Check 0'), 3_000);
  await modal.close();
  steps[1]?.open();
  steps[2]?.open();
  expect(await bot.jobs.drain(3_000)).toBe(true);
  expect(bot.log.lines.filter((line) => ['warn', 'error'].includes(line.level))).toEqual([]);
  expect(ana.modal()).toBeNull();
});

test.each([
  [{ kind: 'error', error: 'expired_trigger_id' } as const, /let the moment for opening the form pass/],
  [{ kind: 'reset', when: 'after' } as const, /did not confirm that the form opened/],
  [
    { kind: 'error', error: 'invalid_auth' } as const,
    /could not be opened, reference [0-9A-F]{4}-[0-9A-F]{4}/,
  ],
])('a form that does not open (%o) is explained', async (fault, sentence) => {
  await bench.open(desk(() => ({ kind: 'open', view: form('Checking') })));
  bench.slack.faults.add({ ...fault, method: 'views.open' });
  const ana = bench.slack.as('ana');
  await ana.slash('ops', '/rollback api');
  const told = await bench.slack.until(() => ana.find('ops', sentence), 3_000);
  expect(told.ephemeralFor).toBe(ana.id);
});

test.each([
  [{ kind: 'server-error', when: 'before' } as const],
  [{ kind: 'reset', when: 'after' } as const],
  [{ kind: 'rate-limited', retryAfterSeconds: 1 } as const],
])('what a form is filled in with reaches it although Slack falters (%o)', async (fault) => {
  const fill = (modal: OpenModal) => modal.update(form('CLEAR'));
  await bench.open(desk(() => ({ kind: 'open', view: form('Checking'), fill })));
  bench.slack.faults.add({ ...fault, method: 'views.update' });
  const ana = bench.slack.as('ana');
  await ana.slash('ops', '/rollback api');
  const modal = await bench.slack.until(() => ana.modal(), 3_000);
  await bench.slack.until(() => modal.text().includes('CLEAR'), 5_000);
});

test('a form whose filling fails says so, keeps what was typed, and can still be sent', async () => {
  const typed = gate();
  const fill = async (modal: OpenModal) => {
    await modal.update(form('Half of it'));
    await typed.promise;
    throw new Error('the details');
  };
  const bot = await bench.open(
    desk(() => ({ kind: 'open', view: form('Checking'), fill }), {
      submissions: { 'rollback.ask': async ({ values }) => tell(`Sent: ${values['symptom']?.['text']}`) },
    }),
  );
  const ana = bench.slack.as('ana');
  await ana.slash('ops', '/rollback api');
  const modal = await bench.slack.until(() => ana.modal(), 3_000);
  await modal.fill('symptom', 'text', 'signup 500s');
  typed.open();
  await bench.slack.until(() => modal.text().includes('I could not look any further'), 3_000);
  const shown = modal.text();
  const reference = /reference ([0-9A-F]{4}-[0-9A-F]{4})/.exec(shown)?.[1];
  expect(shown).toContain('Half of it');
  expect(shown).not.toContain('the details');
  expect(bot.log.lines).toContainEqual({
    level: 'error',
    message: 'a form could not be filled in',
    facts: { reference, err: new Error('the details'), view: modal.viewId },
  });
  await modal.submit();
  expect(modal.text()).toContain('Sent: signup 500s');
});

test('a fault gives the person a reference, and the log the stack under it', async () => {
  const bot = await bench.open(
    desk(() => {
      throw new Error('the details');
    }),
  );
  const ana = bench.slack.as('ana');
  await ana.slash('ops', '/rollback api');
  const told = ana.find('ops', /Something went wrong/);
  const reference = /reference ([0-9A-F]{4}-[0-9A-F]{4})/.exec(told?.plain ?? '')?.[1];
  expect(told?.plain).not.toContain('the details');
  expect(bot.log.lines).toContainEqual({
    level: 'error',
    message: 'a handler failed',
    facts: { reference, err: new Error('the details') },
  });
});

test('a handler slower than Slack is answered for in time, and its own answer follows', async () => {
  const slow = gate<Answer>();
  await bench.open(desk(() => slow.promise));
  const ana = bench.slack.as('ana');
  const { delivery, notice } = await ana.slash('ops', '/rollback api');
  expect(notice).toBeNull();
  expect(delivery?.outcome).toBe('acknowledged');
  expect(ana.find('ops', /taking longer than Slack waits, reference/)).not.toBeNull();
  slow.open(tell('Here I am'));
  expect((await bench.slack.until(() => ana.find('ops', /Here I am/), 3_000)).ephemeralFor).toBe(ana.id);
});

test('a submission carries what was typed; its answers show in the form', async () => {
  const answers: Answer[] = [
    { kind: 'errors', errors: { symptom: 'Say a little more.' } },
    { kind: 'replace', view: { ...form('Asked'), blocks: form('Asked').blocks.slice(0, 1) } },
  ];
  const heard: unknown[] = [];
  await bench.open(
    desk(() => ({ kind: 'open', view: form('CLEAR') }), {
      submissions: {
        'rollback.ask': async (submission) => {
          heard.push(submission);
          return answers.shift() ?? { kind: 'nothing' };
        },
      },
    }),
  );
  const ana = bench.slack.as('ana');
  await ana.slash('ops', '/rollback api');
  const modal = await bench.slack.until(() => ana.modal(), 3_000);
  await modal.fill('symptom', 'text', 'signup 500s');
  await modal.submit();
  expect(modal.text()).toContain('Say a little more.');
  await modal.submit();
  expect(modal.text()).toContain('Asked');
  expect(heard[0]).toEqual({
    callbackId: 'rollback.ask',
    metadata: 'op_7f3a',
    viewId: modal.viewId,
    slackId: ana.id,
    values: { symptom: { text: 'signup 500s' } },
  });
});

test('a tap in a thread is answered there; on what the channel shows too, in the channel', async () => {
  const button = {
    type: 'actions' as const,
    elements: [
      {
        type: 'button' as const,
        action_id: 'look',
        value: 'op',
        text: { type: 'plain_text' as const, text: 'Look' },
      },
    ],
  };
  const refusal = { text: 'You may not', blocks: [button] };
  await bench.open(
    desk(() => tell(''), { taps: { look: async () => ({ kind: 'tell', message: refusal }) } }),
  );
  const { slack } = bench;
  const ana = slack.as('ana');
  const placed = { channel: 'C0RAXX00OPS', text: 'Card', blocks: [button] };
  const root = post(slack.state, placed);
  const reply = post(slack.state, { ...placed, threadTs: root.ts });
  const shownToo = post(slack.state, { ...placed, threadTs: root.ts, broadcast: true });
  async function told(on: string): Promise<SeenMessage> {
    const known = ana.messages('ops');
    const tapped = known.find(({ ts }) => ts === on);
    if (tapped === undefined) throw new Error('nothing to tap');
    await ana.tap(tapped, 'look');
    return await slack.until(() => ana.messages('ops')[known.length], 3_000, 'an answer');
  }
  expect((await told(root.ts)).threadTs).toBeNull();
  expect((await told(shownToo.ts)).threadTs).toBeNull();
  const inThread = await told(reply.ts);
  expect(inThread).toMatchObject({ threadTs: root.ts, ephemeralFor: ana.id });
  // What only they see is no part of Slack's history: it may come without its message.
  expect((await told(inThread.ts)).threadTs).toBe(root.ts);
});

test('a tap is told about where it was made: in the channel alone, or on top of the form', async () => {
  const button = {
    type: 'actions' as const,
    block_id: 'buttons',
    elements: [
      {
        type: 'button' as const,
        action_id: 'look',
        value: 'op_7f3a',
        text: { type: 'plain_text' as const, text: 'Look' },
      },
    ],
  };
  const view = form('CLEAR');
  await bench.open(
    desk(() => ({ kind: 'open', view: { ...view, blocks: [...view.blocks, button] } }), {
      commands: {
        '/rollback': async () => ({ kind: 'open', view: { ...view, blocks: [...view.blocks, button] } }),
        '/drill': async () => ({ kind: 'tell', message: { text: 'Drill', blocks: [button] } }),
      },
      taps: { look: async ({ value, channel }) => tell(`Looked at ${value} in ${channel}`) },
    }),
  );
  const ana = bench.slack.as('ana');
  await ana.slash('ops', '/drill');
  const shown = ana.messages('ops').at(-1);
  if (shown === undefined) throw new Error('no answer to /drill');
  await ana.tap(shown, 'look');
  const told = await bench.slack.until(() => ana.find('ops', /Looked at op_7f3a in C0RAXX00OPS/), 3_000);
  expect(told.ephemeralFor).toBe(ana.id);

  await ana.slash('ops', '/rollback api');
  const modal = await bench.slack.until(() => ana.modal(), 3_000);
  await modal.fill('symptom', 'text', 'typed before');
  await modal.tap('look');
  const onTop = await bench.slack.until(
    () => (ana.modal()?.viewId === modal.viewId ? null : ana.modal()),
    3_000,
  );
  expect(onTop.text()).toContain('Looked at op_7f3a in null');
  await onTop.close();
  expect(modal.value('symptom', 'text')).toMatchObject({ value: 'typed before' });
});
