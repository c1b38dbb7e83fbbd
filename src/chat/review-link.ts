/** `/incident review [ID] LINK`: where the review of a closed incident is. */
import { linkReview } from '../runbooks/incident/review.ts';
import { whichEver } from '../runbooks/incident/which.ts';
import { LINKED, LINKED_ALREADY } from '../words/closing.ts';
import type { IncidentPart } from './incident-command.ts';
import { tell, tellRefusal } from './tell.ts';

export const reviewPart: IncidentPart = async (world, command, rest) => {
  const meant = await whichEver(world, command.channel, rest, 'closed');
  if (!meant.ok) return tellRefusal(meant.refusal);
  const { incident, rest: link } = meant.value;
  const outcome = await linkReview(world, incident, link.join(' '), command.slackId);
  if (!outcome.ok) return tellRefusal(outcome.refusal);
  return tell(outcome.value.changed ? LINKED : LINKED_ALREADY);
};
