/** What somebody did waits for no answer: words, if there are any, reach them alone. */
import type { Log } from '../log.ts';
import type { Answer } from '../ports.ts';
import { eventFault } from '../words/transport.ts';
import { newReference } from './reference.ts';
import { sayAside } from './say.ts';
import type { SlackWeb } from './web.ts';

type Heard = (
  to: { readonly user: string; readonly channel: string },
  handle: () => Promise<Answer>,
) => () => Promise<void>;

/** A job that never throws. */
export function asideTo(web: SlackWeb, log: Log): Heard {
  return (to, handle) => async () => {
    const answer = await handle().catch((err: unknown): Answer => {
      const reference = newReference();
      log.error({ err, reference }, 'what somebody did could not be answered');
      return { kind: 'tell', message: { text: eventFault(reference) } };
    });
    if (answer.kind === 'tell') await sayAside(web, log, to, answer.message);
  };
}
