/** What a failed release command printed, for the thread (design.md ruling 6). */
import type { Operation } from '../../operation.ts';
import type { Post } from '../../ports.ts';
import * as words from '../../words/landed.ts';
import type { World } from '../world.ts';
import type { Known } from './observe.ts';
import { reply } from './reply.ts';

const READ = { purpose: 'rollback', deadlineMs: 4_000 } as const;
/** The traceback's end is what matters; a post holds this many lines of it. */
const TAIL = 15;

export async function outputPost(world: World, operation: Operation, { settled }: Known): Promise<Post> {
  const read = settled && (await world.heroku.releaseOutput(settled, READ));
  const printed = read?.ok ? read.value.slice(-TAIL) : null;
  return reply(operation, 'release-output', words.releaseOutput(operation, printed));
}

export function optionsPost(operation: Operation): Post {
  return reply(operation, 'release-options', words.afterFailedCommand(operation));
}
