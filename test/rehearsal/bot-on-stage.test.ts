/** The bot's process is killed and started from the page, where it has one of its own. */
import { expect, inject, onTestFinished, test } from 'vitest';
import { performBot } from '../../rehearsal/page/bot/perform.ts';
import { openStage, type Stage } from '../../rehearsal/stage.ts';

async function stageHere(mortal: boolean): Promise<Stage> {
  const stage = await openStage({ rate: 1, logLevel: 'error', mortal, serverUrl: inject('postgres').url });
  onTestFinished(() => stage.stop());
  return stage;
}

test('killed it answers nobody, started it answers again, and neither twice', async () => {
  const stage = await stageHere(true);
  const ana = stage.slack.as('ana');
  const answered = async () => {
    await ana.slash('ops', '/ops locks');
    return stage.slack.journal.deliveries.at(-1)?.outcome;
  };
  expect([stage.bot.state(), await answered()]).toEqual(['running', 'acknowledged']);
  await expect(performBot(stage, { what: 'bot.start' })).rejects.toThrow('The bot is running.');
  await performBot(stage, { what: 'bot.kill' });
  expect([stage.bot.state(), await answered()]).toEqual(['dead', 'unreachable']);
  await expect(performBot(stage, { what: 'bot.kill' })).rejects.toThrow('The bot is dead.');
  await performBot(stage, { what: 'bot.start' });
  expect([stage.bot.state(), await answered()]).toEqual(['running', 'acknowledged']);
});

test('a bot in the process of the page cannot be killed, and why is said', async () => {
  const stage = await stageHere(false);
  await expect(performBot(stage, { what: 'bot.kill' })).rejects.toThrow('it would take the page along');
  expect(stage.bot.state()).toBe('running');
});
