/** A story's two sides: what happens, and the people's part when it is played for them. */
import type { Scenario } from './scenario.ts';
import type { Scene } from './scene.ts';

/** What a story is aborted with when it is merely over. */
export class StoryOver extends Error {}

/** What happens, until it has or `story` is aborted; a failure of it ends the story, and is thrown. */
export async function happen(scenario: Scenario, scene: Scene, story: AbortController): Promise<void> {
  try {
    await scenario.happens?.(scene);
  } catch (error) {
    if (error instanceof StoryOver) return;
    story.abort(error);
    throw error;
  }
}

/** Both sides, until the people are done. Throws what kept either from going on. */
export async function playOut(scenario: Scenario, scene: Scene, story: AbortController): Promise<void> {
  const happening = happen(scenario, scene, story);
  const playing = scenario.play(scene).finally(() => story.abort(new StoryOver('played to its end')));
  for (const side of await Promise.allSettled([happening, playing]))
    if (side.status === 'rejected') throw side.reason;
}
