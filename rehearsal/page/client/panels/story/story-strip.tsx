/** The way to the story from wherever one is, and how long it has gone on. */
import './story-strip.css';
import type { StoryShown } from '../../../shape.ts';
import { go } from '../../place.ts';
import { useSingle } from '../../window.ts';
import { useRunbookTime } from './runbook-clock.tsx';

export function StoryStrip() {
  const story = useSingle('story') ?? null;
  if (story !== null) return <Running story={story} />;
  return (
    <button type="button" className="story-strip only-narrow" onClick={goThere}>
      Stories
    </button>
  );
}

function Running({ story }: { readonly story: StoryShown }) {
  const time = useRunbookTime(story);
  return (
    <button type="button" className="story-strip" onClick={goThere}>
      {story.title}
      {story.askedAt === null ? null : <span className="story-strip-time"> · {time}</span>}
    </button>
  );
}

function goThere(): void {
  go({ panel: 'story', thread: null, pane: 'beside' });
}
