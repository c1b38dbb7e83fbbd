/** What happened, newest last; what somebody reads can be folded out. */
import { hourMinute } from '../../../../../src/words/time.ts';
import type { StoryShown } from '../../../shape.ts';

export function Told({ told }: { readonly told: StoryShown['told'] }) {
  return (
    <>
      <h3>What happened</h3>
      <ol className="story-told" role="log" aria-label="What happened">
        {told.map(({ at, line }, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added.
          <li key={n}>
            <time>{hourMinute(new Date(at))}</time> <Line line={line} />
          </li>
        ))}
      </ol>
    </>
  );
}

/** `What Bo reads:`, and then what it is. */
function Line({ line }: { readonly line: string }) {
  const [first = '', ...rest] = line.split('\n');
  if (rest.length === 0) return first;
  return (
    <details>
      <summary>{first}</summary>
      {rest.map((each) => each.trim()).join('\n')}
    </details>
  );
}
