/** One story on its stage: what happens in it, what was told, which hints are done, whether its goal is reached. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Debrief } from '../../debrief/debrief.ts';
import { readDebrief } from '../../debrief/facts.ts';
import { tellDebrief } from '../../debrief/words.ts';
import { happen, playOut, StoryOver } from '../../scenarios/play-out.ts';
import { CAME_TO_NOTHING, type Scenario } from '../../scenarios/scenario.ts';
import { openScene } from '../../scenarios/scene.ts';
import type { Stage } from '../../stage.ts';
import type { StoryMode, StoryShown } from '../shape.ts';
import { hintsDone } from './hints-done.ts';

export interface Performance {
  shown(): StoryShown;
  /** Nothing of it touches the stage afterwards. May be called again. */
  end(): Promise<void>;
}

/** Real milliseconds between two looks at the world. */
const LOOK_MS = 250;
/** A watcher reads along. */
const BEAT_MS = 1_200;

export function perform(scenario: Scenario, mode: StoryMode, stage: Stage): Performance {
  const beganAt = stage.clock.now().getTime();
  const told: { readonly at: number; readonly line: string }[] = [];
  const story = new AbortController();
  const tell = (line: string) => {
    told.push({ at: stage.clock.now().getTime(), line });
  };
  const beatMs = mode === 'watched' ? BEAT_MS : 0;
  const scene = openScene({ stage, tell, signal: story.signal, beatMs });
  let state: StoryShown['state'] = 'going-on';
  let why: string | null = null;
  let done: readonly boolean[] = scenario.hints.map(() => false);
  let debrief: Debrief | null = null;
  let ended = false;

  function close(to: StoryShown['state'], because: string | null): void {
    if (state !== 'going-on') return;
    state = to;
    why = because;
  }

  async function act(): Promise<void> {
    if (mode === 'practised') return happen(scenario, scene, story);
    await playOut(scenario, scene, story);
    if (!(await scenario.reached(scene.sees))) close('not-reached', CAME_TO_NOTHING);
  }

  async function look(): Promise<void> {
    const { sees } = scene;
    if (await scenario.reached(sees)) close('reached', null);
    const missed = state === 'going-on' ? await scenario.missed?.(sees) : null;
    if (typeof missed === 'string') close('not-reached', missed);
    done = await hintsDone(scenario.hints, sees, done);
    debrief = await readDebrief(stage);
  }

  async function follow(): Promise<void> {
    while (!ended) {
      await look();
      await pause(LOOK_MS);
    }
  }

  /** Whatever breaks when it is over has no story left to break. */
  function broke(error: unknown): void {
    if (!ended) close('not-reached', error instanceof Error ? error.message : String(error));
  }

  const going = Promise.all([act().catch(broke), follow().catch(broke)]);

  return {
    shown: () => ({
      name: scenario.name,
      title: scenario.title,
      story: scenario.story,
      goal: scenario.goal,
      mode,
      beganAt,
      state,
      why,
      hints: scenario.hints.map(({ text, as = null, types = null }, n) => ({
        text,
        as,
        types,
        done: done[n] ?? false,
      })),
      told,
      askedAt: debrief?.operations[0]?.operation.requestedAt.getTime() ?? null,
      recoveredAt: debrief?.operations.at(-1)?.operation.recoveredAt?.getTime() ?? null,
      debrief: state === 'going-on' || debrief === null ? null : tellDebrief(debrief),
    }),
    async end() {
      close('ended', null);
      ended = true;
      story.abort(new StoryOver('ended at a window'));
      await going;
    },
  };
}
