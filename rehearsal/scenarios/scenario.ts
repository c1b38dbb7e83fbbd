/** A short story with a goal. One file each beside this one, listed in `all.ts`; `story.ts` has what people do in them. */
import type { Stage } from '../stage.ts';

export interface Scenario {
  readonly name: string;
  /** One line: what is wrong and what is to be practised. */
  readonly story: string;
  /** One line: what has to be true in the end. */
  readonly goal: string;
  /** Durable seconds per real second. */
  readonly rate: number;
  /** The bot runs in a process of its own, to be killed. */
  readonly mortal?: true;
  /** Plays it through the front door and answers whether the goal was reached. `tell` prints a line of the story. */
  play(stage: Stage, tell: (line: string) => void): Promise<boolean>;
}
