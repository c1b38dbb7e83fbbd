/** A new post in an operation's thread: edits do not notify, so what must be noticed is said anew. */
import type { Operation } from '../../operation.ts';
import type { Message, Post } from '../../ports.ts';
import { cardKey } from '../../words/rollback.ts';

/** `name` makes it once-only for this operation, however often the run is repeated. */
export function reply(operation: Operation, name: string, message: Message, broadcast = false): Post {
  return {
    key: `${operation.id}/${name}`,
    channel: operation.channel,
    thread: operation.incidentId ? `incident/${operation.incidentId}` : cardKey(operation.id),
    ...message,
    ...(broadcast ? { broadcast: true } : {}),
  };
}
