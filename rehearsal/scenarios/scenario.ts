/** A short story with a goal. One file each beside this one, listed in `all.ts`: see docs/rehearsal.md, "Adding a story". */
import type { Scene } from './scene.ts';
import type { Sight } from './sight.ts';

/** Said of a story that was played to its end without reaching its goal. */
export const CAME_TO_NOTHING = 'Everybody did their part, and it did not come to this.';

/** One thing to do, in its turn, for whoever practises by hand. */
export interface Hint {
  /** One sentence. */
  readonly text: string;
  /** Handle of whoever does it. */
  readonly as?: string;
  /** What they type, as it stands. */
  readonly types?: string;
  /** Whether the world shows that it is done. Without it, it is done once a later one is. */
  done?(sees: Sight): boolean | Promise<boolean>;
}

export interface Scenario {
  /** What `--play` takes. */
  readonly name: string;
  /** A few words. */
  readonly title: string;
  /** One line: what is wrong and what is to be practised. */
  readonly story: string;
  /** One line: what has to be true in the end. */
  readonly goal: string;
  /** Durable seconds per real second when it is played; people at the keyboard get `byHand`, default 1. */
  readonly rate: number;
  readonly byHand?: number;
  /** The bot runs in a process of its own, to be killed. */
  readonly mortal?: true;
  readonly hints: readonly Hint[];
  /**
   * The bad night itself: what breaks, and what colleagues do. Runs beside the people until it is over or they are. What
   * it does before it first waits is so before anybody acts; the rest waits for what people do, never for a time of theirs.
   */
  happens?(scene: Scene): Promise<void>;
  /** The people's part, when nobody at the keyboard plays it; through the front door only. */
  play(scene: Scene): Promise<void>;
  /** Whether the goal is reached now, from what the world shows alone: whoever played. Asked again and again. */
  reached(sees: Sight): boolean | Promise<boolean>;
  /** Why it can no longer be reached on this stage, in one sentence; null while it can. */
  missed?(sees: Sight): string | null | Promise<string | null>;
}
