/** For what has to be true on the way to the goal: throws, saying it, when it is not. */
export function mustHold(holds: boolean, what: string): void {
  if (!holds) throw new Error(`This should hold by now and does not: ${what}.`);
}
