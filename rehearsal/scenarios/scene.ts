/** What a story is handed: the stage, its people, what can be seen, and ways to wait that end when the story does. */
import type { Stage } from '../stage.ts';
import { type People, peopleOf } from './people.ts';
import { type Sight, sightOf } from './sight.ts';
import { type Waiting, waitingOn } from './waiting.ts';

export interface Scene extends Waiting {
  readonly stage: Stage;
  readonly people: People;
  readonly sees: Sight;
  /** One line of the story, to whoever watches or practises. */
  tell(line: string): void;
}

export interface SceneOptions {
  readonly stage: Stage;
  readonly tell: (line: string) => void;
  /** Aborted when the story is over. */
  readonly signal: AbortSignal;
  /** Real milliseconds that people take before they tap or send; 0 when nobody watches. */
  readonly beatMs: number;
}

export function openScene({ stage, tell, signal, beatMs }: SceneOptions): Scene {
  const waiting = waitingOn(stage.clock, signal);
  const sees = sightOf(stage);
  const beat = () => waiting.rest(beatMs);
  const people = peopleOf({ stage, tell, waiting, beat });
  return { ...waiting, stage, sees, tell, people };
}
