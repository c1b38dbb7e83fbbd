/** What all windows look into: the stage, the story on it, and people's phones. */
import type { Theatre } from '../theatre.ts';
import { createPhones, type Phones } from './phone/phones.ts';
import { type Director, directIn } from './story/director.ts';

export interface House {
  readonly theatre: Theatre;
  readonly director: Director;
  readonly phones: Phones;
}

export function openHouse(theatre: Theatre): House {
  return { theatre, director: directIn(theatre), phones: createPhones() };
}
