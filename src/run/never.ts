/**
 * Stop here without an outcome. A run that must not go on waits on this for ever: if its workflow function settled,
 * DBOS would write an outcome over the next owner's run.
 */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}
