/** Every story of the rehearsal, played to its goal: what the bot says must not leave a story waiting for other words. */
import { describe, inject, test } from 'vitest';
import { playedOut } from '../../rehearsal/play.ts';
import { SCENARIOS } from '../../rehearsal/scenarios/all.ts';
import { openStage } from '../../rehearsal/stage.ts';

/** Minutes of real time; the longest takes one and a half on a quiet machine. */
const PATIENCE_MS = 6 * 60_000;

describe.concurrent('is played to its goal', () => {
  for (const scenario of SCENARIOS) {
    test(scenario.name, { timeout: PATIENCE_MS }, async ({ expect }) => {
      const told: string[] = [];
      const story = new AbortController();
      // One process has one bot: stories side by side need bots of their own.
      const stage = await openStage({
        rate: scenario.rate,
        logLevel: 'error',
        mortal: true,
        serverUrl: inject('postgres').url,
      });
      try {
        const missed = await playedOut(scenario, stage, (line) => told.push(line), story);
        expect(missed, told.join('\n')).toBeNull();
      } finally {
        await stage.stop();
      }
    });
  }
});
