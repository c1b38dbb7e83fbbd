/** What to do, in order; the world ticks it off. */
import type { HintShown } from '../../../shape.ts';
import { HintWays } from './hint-ways.tsx';

interface HintsProps {
  readonly hints: readonly HintShown[];
  /** Whether whoever reads this is to do it. */
  readonly led: boolean;
}

export function Hints({ hints, led }: HintsProps) {
  const next = hints.findIndex(({ done }) => !done);
  return (
    <>
      <h3>Step by step</h3>
      <ol className="story-hints">
        {hints.map((hint, n) => (
          <li
            key={hint.text}
            className={hint.done ? 'story-hint-done' : undefined}
            aria-current={n === next ? 'step' : undefined}
          >
            {hint.done ? <span className="story-tick">Done: </span> : null}
            {hint.text}
            {led && n === next ? <HintWays hint={hint} /> : null}
          </li>
        ))}
      </ol>
    </>
  );
}
