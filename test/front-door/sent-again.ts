/** A form sent once more, as Slack offers when an answer was late: the same view, with a signature of its own. */
import { signedHeaders } from '../../rehearsal/slack/deliver/sign.ts';
import type { Delivery } from '../../rehearsal/slack/journal.ts';
import type { Submitted } from '../../rehearsal/slack/people/submit.ts';
import type { SharedStage } from '../support/stage.ts';

/** Throws for a form that was never sent, or not over HTTP. */
export function sentAgain({ slack }: SharedStage, sent: Submitted): Promise<Delivery> {
  if (sent.kind === 'incomplete' || sent.delivery.wire.transport !== 'http')
    throw new Error('no form that could be sent again');
  const { user, wire } = sent.delivery;
  // The door knows a copy by its signature, which holds the second it was made in.
  const second = String(Number(wire.headers['x-slack-request-timestamp']) - 1);
  const headers = signedHeaders(slack.signingSecret, second, wire.body);
  return slack.deliverForged('view_submission', user, wire.body, headers);
}
