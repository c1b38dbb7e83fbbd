/** What stands where an answer is still awaited. Whoever was to fill it in may be gone: the line says what to do then. */
import { type Mrkdwn, say } from './mrkdwn.ts';

const REOPEN = 'If this line stays, close the form and open it again; nothing is lost.';

export const LOOKING_AFRESH: Mrkdwn = say`Looking at it afresh… ${REOPEN}`;
export const MAKING_A_KEY: Mrkdwn = say`Making a key… ${REOPEN}`;
/** In the form that asks: it may be sent at any time. */
export const CHECKING: Mrkdwn = say`Checking… you may send this before the checks are back.`;
/** On the card of a request that waits for approval. */
export const CHECKS_NOT_BACK: Mrkdwn = say`The checks are not back yet; [Review] looks afresh in any case.`;
/** On the card of a request that nobody has to approve. */
export const RUNS_IF_CLEAR: Mrkdwn = say`Checking; it runs by itself if nothing blocks it.`;
