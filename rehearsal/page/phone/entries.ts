import type { Stage } from '../../stage.ts';
import type { Entry } from '../shape.ts';
import type { Phones } from './phones.ts';

export function* phoneEntries(phones: Phones, stage: Stage, handle: string): Iterable<Entry> {
  yield ['authenticator', '', phones.authenticator(stage, handle)];
}
