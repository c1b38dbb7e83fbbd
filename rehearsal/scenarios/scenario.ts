/** A short story with a goal. One file each beside this one, listed in `all.ts`. */
import type { Stage } from '../stage.ts';

export interface Scenario {
  readonly name: string;
  /** One line: what is wrong and what is to be practised. */
  readonly story: string;
  /** Durable seconds per real second. */
  readonly rate: number;
  /** Plays it through the front door and answers whether the goal was reached. `tell` prints a line of the story. */
  play(stage: Stage, tell: (line: string) => void): Promise<boolean>;
}
