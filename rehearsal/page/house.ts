/** What all windows look into: the stage, and the story on it. */
import type { Theatre } from '../theatre.ts';
import type { Director } from './story/director.ts';

export interface House {
  readonly theatre: Theatre;
  readonly director: Director;
}
