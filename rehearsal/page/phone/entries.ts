import type { Stage } from '../../stage.ts';
import type { Entry } from '../shape.ts';
import { authenticatorOf } from './authenticator.ts';

export function* phoneEntries(stage: Stage, handle: string): Iterable<Entry> {
  yield ['authenticator', '', authenticatorOf(stage, handle)];
}
