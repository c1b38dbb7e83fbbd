import { NotThere } from '../page/not-there.ts';

/** A rehearsal in people's own Slack cannot be held as asked; the message says why and what to do. */
export class NotPossible extends NotThere {}
