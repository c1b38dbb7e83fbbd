/** Ctrl-C, a terminal closed, a service manager's word: told once, everything is stopped in order; told twice, at once. */

/** npm passes a Ctrl-C on that the terminal has sent to everybody: this near together they are one. */
const ONE_MS = 400;

/** From now on. What is left behind by the second time is found by the next start. */
export function toldToStop(tell: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    let toldAt: number | null = null;
    const hear = (signal: NodeJS.Signals) => {
      if (toldAt === null) {
        toldAt = performance.now();
        tell('\nStopping. Once more to stop at once.');
        resolve();
        return;
      }
      // A terminal that closes while everything stops is not in a hurry.
      if (signal === 'SIGHUP' || performance.now() - toldAt < ONE_MS) return;
      process.exit(signal === 'SIGINT' ? 130 : 143);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, hear);
  });
}
