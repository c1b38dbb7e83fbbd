/** Which hints the world shows to be done. Once done, a hint stays done, and so is every one before it. */
import type { Hint } from '../../scenarios/scenario.ts';
import type { Sight } from '../../scenarios/sight.ts';

export async function hintsDone(
  hints: readonly Hint[],
  sees: Sight,
  before: readonly boolean[],
): Promise<readonly boolean[]> {
  const now: boolean[] = [];
  for (const [n, hint] of hints.entries())
    now.push(before[n] === true || ((await hint.done?.(sees)) ?? false));
  const last = now.lastIndexOf(true);
  return now.map((_, n) => n <= last);
}
