/** The two sides of a story end together, and a wait ends with the story. */
import { describe, expect, test } from 'vitest';
import { hintsDone } from '../../../rehearsal/page/story/hints-done.ts';
import { happen, playOut, StoryOver } from '../../../rehearsal/scenarios/play-out.ts';
import type { Hint, Scenario } from '../../../rehearsal/scenarios/scenario.ts';
import type { Scene } from '../../../rehearsal/scenarios/scene.ts';
import type { Sight } from '../../../rehearsal/scenarios/sight.ts';
import { waitingOn } from '../../../rehearsal/scenarios/waiting.ts';

const NEVER = () => false;

/** Durable time that stands still until it is set. */
function clockAt(first: number) {
  let at = first;
  return {
    now: () => new Date(at),
    set: (next: number) => {
      at = next;
    },
  };
}

/** The waits of a story that has no stage. */
function sceneOf(story: AbortController, clock = clockAt(0)) {
  return waitingOn(clock, story.signal) as Scene;
}

function scenario(sides: Pick<Scenario, 'play' | 'happens'>): Scenario {
  return {
    name: 'a-story',
    title: 'A story',
    story: 'Something breaks.',
    goal: 'It is mended.',
    rate: 1,
    hints: [],
    reached: () => true,
    ...sides,
  };
}

describe('waiting', () => {
  test.each(['once', 'pass', 'rest', 'soon'] as const)('%s ends with the story', async (how) => {
    const story = new AbortController();
    const waiting = sceneOf(story);
    const waits = {
      once: () => waiting.once(NEVER),
      pass: () => waiting.pass(60_000),
      rest: () => waiting.rest(60_000),
      soon: () => waiting.soon(NEVER, 'what never comes'),
    };
    const waited = waits[how]();
    story.abort(new StoryOver('enough'));
    await expect(waited).rejects.toThrow(new StoryOver('enough'));
    await expect(waits[how]()).rejects.toThrow(new StoryOver('enough'));
  });

  test('time of the story passes as its clock goes, jumps and all', async () => {
    const clock = clockAt(1_000);
    const waited = sceneOf(new AbortController(), clock).pass(60_000);
    clock.set(61_000);
    await waited;
  });
});

describe('both sides', () => {
  test('what happens first is so before anybody acts', async () => {
    const order: string[] = [];
    const both = scenario({
      happens: async () => {
        order.push('it breaks');
      },
      play: async () => {
        order.push('somebody acts');
      },
    });
    const story = new AbortController();
    await playOut(both, sceneOf(story), story);
    expect(order).toEqual(['it breaks', 'somebody acts']);
  });

  test('the story is over when the people are done, whatever was still to happen', async () => {
    const story = new AbortController();
    const both = scenario({ happens: ({ once }) => once(NEVER), play: async () => undefined });
    await playOut(both, sceneOf(story), story);
    expect(story.signal.reason).toBeInstanceOf(StoryOver);
  });

  test('what breaks on one side ends the other, and is thrown', async () => {
    const broken = new Error('it could not be');
    const waits = ({ once }: Scene) => once(NEVER);
    const breaks = async () => {
      throw broken;
    };
    for (const sides of [
      { happens: breaks, play: waits },
      { happens: waits, play: breaks },
    ]) {
      const story = new AbortController();
      await expect(playOut(scenario(sides), sceneOf(story), story)).rejects.toBe(broken);
    }
  });

  test('what happens beside people at the keyboard ends quietly when they end the story', async () => {
    const story = new AbortController();
    const beside = scenario({ happens: ({ once }) => once(NEVER), play: async () => undefined });
    const happening = happen(beside, sceneOf(story), story);
    story.abort(new StoryOver('ended at a window'));
    await happening;
  });
});

describe('hints', () => {
  const YES: Hint = { text: 'Done.', done: () => true };
  const NO: Hint = { text: 'Not done.', done: async () => false };
  const UNSEEN: Hint = { text: 'Nobody can tell.' };
  // The hints here look at nothing.
  const sees = {} as Sight;
  const cases: readonly (readonly [string, readonly Hint[], readonly boolean[], readonly boolean[]])[] = [
    ['nothing is done at first', [NO, NO], [false, false], [false, false]],
    ['what the world shows', [YES, NO], [false, false], [true, false]],
    ['whatever comes before what is done', [UNSEEN, NO, YES, UNSEEN], [], [true, true, true, false]],
    ['what was done once', [NO, NO], [true, false], [true, false]],
  ];
  test.each(cases)('%s', async (_, hints, before, after) => {
    expect(await hintsDone(hints, sees, before)).toEqual(after);
  });
});
