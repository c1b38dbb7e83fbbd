/** Puts stories on the theatre's stage, one at a time, and knows how the one that is on goes. */
import type { Scenario } from '../../scenarios/scenario.ts';
import type { Theatre } from '../../theatre.ts';
import type { StoryMode, StoryShown } from '../shape.ts';
import { type Performance, perform } from './performance.ts';

export interface Director {
  /** Ends the story that is on, sets a fresh stage, and begins this one. Throws what kept the stage from opening. */
  begin(scenario: Scenario, mode: StoryMode): Promise<void>;
  /** The stage stays as it is, and the windows go on showing what the story came to. */
  end(): Promise<void>;
  /** Ends it and forgets it: its stage goes. */
  forget(): Promise<void>;
  /** Null when there is none. */
  shown(): StoryShown | null;
}

export function directIn(theatre: Theatre): Director {
  let present: Performance | null = null;

  async function forget(): Promise<void> {
    const ended = present;
    present = null;
    await ended?.end();
  }

  return {
    async begin(scenario, mode) {
      await forget();
      const { rate, byHand = 1, mortal = false } = scenario;
      const stage = await theatre.renew({ rate: mode === 'watched' ? rate : byHand, mortal });
      // Two windows may have asked at once; the stage is the later one's.
      await forget();
      if (theatre.stage() === stage) present = perform(scenario, mode, stage);
    },
    end: async () => present?.end(),
    forget,
    shown: () => present?.shown() ?? null,
  };
}
