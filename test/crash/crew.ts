/** Many runs at a time, as many as the machine bears. */
import type { BotStore } from './bots.ts';
import { type Case, play, type Result } from './run.ts';

/** Plays all, `hands` at a time, until `until` (monotonic milliseconds); tells each result as it comes. */
export async function playAll(
  bots: BotStore,
  cases: readonly Case[],
  { hands, until, onResult }: { hands: number; until: number; onResult: (result: Result) => void },
): Promise<void> {
  const left = [...cases];
  await Promise.all(
    Array.from({ length: hands }, async () => {
      for (let next = left.shift(); next && performance.now() < until; next = left.shift()) {
        onResult(await attempt(bots, next));
      }
    }),
  );
}

/** A harness that fails is a result as well: not of the bot, but not to be overlooked. */
async function attempt(bots: BotStore, asked: Case): Promise<Result> {
  const began = performance.now();
  try {
    return await play(bots, asked);
  } catch (error) {
    return {
      asked,
      rollbacks: 0,
      posts: 0,
      adopted: false,
      doubledPosts: [],
      problems: [`HARNESS: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`],
      killed: false,
      phase: null,
      status: 'none',
      why: null,
      ms: Math.round(performance.now() - began),
      log: [],
    };
  }
}

/** In one line. */
export function told({
  asked,
  status,
  why,
  rollbacks,
  posts,
  adopted,
  problems,
  doubledPosts,
  ms,
  killed,
}: Result): string {
  return [
    problems.length > 0 ? 'BAD ' : 'ok  ',
    `${(ms / 1000).toFixed(1)}s`,
    asked.kill,
    asked.branch,
    asked.outside ?? '',
    asked.fate,
    asked.at ?? 'nowhere',
    killed ? '' : '(not reached)',
    `→ ${status}${why ? ` (${why})` : ''}, ${rollbacks} rollback${rollbacks === 1 ? '' : 's'}${adopted ? ' adopted' : ''}, ${posts} POST`,
    doubledPosts.length > 0 ? `DOUBLED ${doubledPosts.join(', ')}` : '',
    ...problems,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
