/** The story on the stage: its goal, what to do next, what happened, and in the end what it came to. */
import { hourMinute } from '../../../../../src/words/time.ts';
import type { StoryShown } from '../../../shape.ts';
import { usePage } from '../../window.ts';
import { Debrief } from './debrief.tsx';
import { Hints } from './hints.tsx';
import { RunbookClock } from './runbook-clock.tsx';
import { Told } from './told.tsx';

const OUTCOMES: Readonly<Record<StoryShown['state'], string>> = {
  'going-on': '',
  reached: 'Goal reached',
  'not-reached': 'Goal not reached',
  ended: 'Ended before the goal was reached',
};

export function CurrentStory({ story }: { readonly story: StoryShown }) {
  const { title, goal, mode, state, why, hints, told, beganAt, debrief } = story;
  const page = usePage();
  const over = state !== 'going-on';
  return (
    <section aria-label="The story">
      <h2>{title}</h2>
      <p>{story.story}</p>
      <p>
        <strong>Goal:</strong> {goal}
      </p>
      <p className="story-quiet">
        {mode === 'watched' ? 'Played for you: look on in any channel. ' : ''}Begun at{' '}
        {hourMinute(new Date(beganAt))}.
      </p>
      <RunbookClock story={story} />
      <div role="status">
        {over ? <h3 className={`story-outcome story-${state}`}>{OUTCOMES[state]}</h3> : null}
        {why === null ? null : <p className="story-why">{why}</p>}
      </div>
      {debrief === null ? null : <Debrief debrief={debrief} />}
      <Hints hints={hints} led={mode === 'practised' && !over} />
      {told.length === 0 ? null : <Told told={told} />}
      {over ? null : (
        <button type="button" className="story-end" onClick={() => void page.ask({ what: 'story.end' })}>
          End the story
        </button>
      )}
    </section>
  );
}
