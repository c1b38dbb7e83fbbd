/** The story on the stage and what it came to; otherwise, and then below it, the stories to choose from. */
import './story.css';
import { useSingle } from '../../window.ts';
import { CurrentStory } from './current-story.tsx';
import { StoryChoice } from './story-choice.tsx';

export function StoryPanel() {
  const story = useSingle('story') ?? null;
  return (
    <div className="story">
      {story === null ? <Welcome /> : <CurrentStory story={story} />}
      {story?.state === 'going-on' ? null : <StoryChoice again={story !== null} />}
    </div>
  );
}

function Welcome() {
  return (
    <>
      <h2>Rehearse a bad night</h2>
      <p>
        This is the real Switchback between a simulated Slack and a simulated Heroku; nothing leaves this
        machine. Choose a story, play it as any of the people, or watch it being played.
      </p>
    </>
  );
}
