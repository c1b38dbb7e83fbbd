/** All stories, one click from their beginning. */
import { useState } from 'react';
import type { StoryOffered } from '../../../shape.ts';
import { go } from '../../place.ts';
import { usePage, useSingle } from '../../window.ts';

/** `again`: one was played before. */
export function StoryChoice({ again }: { readonly again: boolean }) {
  const page = usePage();
  const stories = useSingle('stories') ?? [];
  const [trouble, setTrouble] = useState<string | null>(null);

  async function start(what: 'story.begin' | 'story.show', name: string): Promise<void> {
    setTrouble(null);
    const answered = await page.ask({ what, name });
    if (answered.ok) go({ channel: '', thread: null, panel: 'story' });
    else setTrouble(answered.why);
  }

  return (
    <section aria-label="Stories">
      {again ? <h2>Another story</h2> : null}
      <p className="story-quiet">Each begins on a fresh stage: what is there now goes, for everybody.</p>
      {trouble === null ? null : <p role="alert">{trouble}</p>}
      <ul className="story-choice">
        {stories.map((story) => (
          <Offer key={story.name} story={story} onStart={(what) => void start(what, story.name)} />
        ))}
      </ul>
    </section>
  );
}

interface OfferProps {
  readonly story: StoryOffered;
  readonly onStart: (what: 'story.begin' | 'story.show') => void;
}

function Offer({ story: { title, story }, onStart }: OfferProps) {
  return (
    <li>
      <h3>{title}</h3>
      <p>{story}</p>
      <div className="story-buttons">
        <button type="button" aria-label={`Practise: ${title}`} onClick={() => onStart('story.begin')}>
          Practise
        </button>
        <button type="button" aria-label={`Watch: ${title}`} onClick={() => onStart('story.show')}>
          Watch
        </button>
      </div>
    </li>
  );
}
