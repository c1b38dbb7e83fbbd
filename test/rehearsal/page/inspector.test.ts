/** What a window is told, and may ask, of what went between Slack and the bot. */
import { expect, inject, onTestFinished, test } from 'vitest';
import { inspectorEntries } from '../../../rehearsal/page/inspector/entries.ts';
import { performInspector } from '../../../rehearsal/page/inspector/perform.ts';
import type { ExchangeShown, Inspected } from '../../../rehearsal/page/inspector/shape.ts';
import { openScene } from '../../../rehearsal/scenarios/scene.ts';
import { openStage, type Stage } from '../../../rehearsal/stage.ts';

async function stageHere(): Promise<Stage> {
  const stage = await openStage({ rate: 1, logLevel: 'error', serverUrl: inject('postgres').url });
  onTestFinished(() => stage.stop());
  return stage;
}

function exchanges(stage: Stage): readonly ExchangeShown[] {
  return [...inspectorEntries(stage)].flatMap((each) => (each[0] === 'slack.exchange' ? [each[2]] : []));
}

async function inspect(stage: Stage, { side, n }: Pick<ExchangeShown, 'side' | 'n'>): Promise<Inspected> {
  const all = await performInspector(stage, { what: 'slack.inspect', side, n });
  if (all === null) throw new Error('nothing to inspect');
  return all;
}

test('a key and a code of a second factor pass through, and no window is shown them', async () => {
  const stage = await stageHere();
  const { slack } = stage;
  const ana = slack.as('ana');
  await ana.slash('ops', '/ops totp');
  const modal = await slack.until(() => {
    const open = ana.modal();
    return open !== null && /key/i.test(open.text()) && /code your app shows/.test(open.text()) ? open : null;
  }, 10_000);
  const key = /(?:[A-Z2-7]{4} ){3,}[A-Z2-7]{1,4}/.exec(modal.text())?.[0] ?? '';
  expect(key.length).toBeGreaterThan(30);
  await modal.fill('code', 'code', '987654');
  await modal.submit();

  const wire = JSON.stringify([slack.journal.calls, slack.journal.deliveries]);
  for (const passed of [key, '987654']) expect(wire).toContain(passed);
  const all = exchanges(stage);
  const shown = JSON.stringify([all, await Promise.all(all.map((each) => inspect(stage, each)))]);
  const secrets = [key, key.replaceAll(' ', ''), '987654', '/totp/', slack.botToken, slack.signingSecret];
  for (const secret of secrets) expect(shown).not.toContain(secret);
});

test('each request and call in the order in which it began, with what became of it', async () => {
  const stage = await stageHere();
  const { slack } = stage;
  const { people } = openScene({
    stage,
    tell: () => undefined,
    signal: new AbortController().signal,
    beatMs: 0,
  });
  await people.asks('ana', '/rollback raxx-api-prod v84 signup is broken');
  const card = await people.reads('gus', /\[Review\]/);
  const before = exchanges(stage).at(-1)?.order ?? 0;
  await slack.as('gus').tap(card, 'rollback.review');
  await slack.until(
    () =>
      exchanges(stage).some(({ name, outcome }) => name === 'chat.postEphemeral' && outcome === 'answered'),
    10_000,
    () => JSON.stringify(exchanges(stage).filter(({ order }) => order > before)),
  );
  const news = exchanges(stage).filter(({ order }) => order > before);
  expect(news.map(({ order }) => order)).toEqual(news.map(({ order }) => order).sort((a, b) => a - b));
  expect(news.find(({ side }) => side === 'request')).toMatchObject({
    name: 'block_actions',
    about: 'rollback.review',
    who: 'Gus',
    transport: 'http',
    status: 200,
    outcome: 'acknowledged',
    late: false,
    error: null,
  });
  const told = news.find(({ name }) => name === 'chat.postEphemeral');
  expect(told).toMatchObject({ side: 'call', about: '#ops Gus', who: null, error: null });
  // What only he may read is not in what every window is sent.
  const text = slack.as('gus').messages('ops').at(-1)?.text ?? '';
  expect(text).not.toBe('');
  expect(JSON.stringify(exchanges(stage))).not.toContain(text);
});

test('a request in full: its form read, its signature shortened', async () => {
  const stage = await stageHere();
  await stage.slack.as('ana').slash('ops', '/rollback raxx-api-prod v84 signup');
  const request = exchanges(stage).find(({ side }) => side === 'request');
  if (request === undefined) throw new Error('nothing was sent');
  const { headers, sent } = await inspect(stage, request);
  expect(sent).toMatchObject({ command: '/rollback', text: 'raxx-api-prod v84 signup', user_name: 'ana' });
  expect(headers['x-slack-signature']).toMatch(/^v0=[0-9a-f]{8}…$/);
  await expect(inspect(stage, { side: 'call', n: 99_999 })).rejects.toThrow('too long ago');
});
