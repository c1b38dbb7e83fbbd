/** What all windows look into: the stage and the story on it. */
import type { Theatre } from '../theatre.ts';
import type { ShownTheatre } from './shown.ts';
import { type Director, directIn } from './story/director.ts';

export interface House {
  readonly theatre: ShownTheatre;
  /** Null where the people are not ours to direct: in their own Slack. */
  readonly director: Director | null;
}

export function openHouse(theatre: Theatre): House {
  return { theatre, director: directIn(theatre) };
}

/** Over people's own Slack. */
export function openHouseAlone(theatre: ShownTheatre): House {
  return { theatre, director: null };
}
