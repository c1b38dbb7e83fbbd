/** From the request to recovery, against the runbook's five minutes. */
import { BUDGET_MS } from '../../../../../src/runbooks/rollback/patience.ts';
import { minutesSeconds } from '../../../../../src/words/time.ts';
import type { StoryShown } from '../../../shape.ts';
import { useStoryTime } from '../story-clock.tsx';

export function RunbookClock({ story }: { readonly story: StoryShown }) {
  const words = useRunbookTime(story);
  return <p className="story-clock-line">{words}</p>;
}

/** `1:55 of 5:00 since the request` */
export function useRunbookTime({ askedAt, recoveredAt, state }: StoryShown): string {
  const now = useStoryTime();
  const budget = minutesSeconds(BUDGET_MS);
  if (askedAt === null) return `${budget} from the request to recovery; nobody has asked yet.`;
  if (recoveredAt !== null)
    return `Recovered ${minutesSeconds(recoveredAt - askedAt)} after the request, of ${budget}.`;
  if (now === null || state !== 'going-on') return `Not recovered, of ${budget}.`;
  return `${minutesSeconds(now.getTime() - askedAt)} of ${budget} since the request.`;
}
