/** Ctrl-C, a terminal closed, a service manager's word: asked once, everything is stopped in order; twice, at once. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** From now on. Whatever is left behind by the second time is found by the next start. */
export function toldToStop(tell: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    let told = false;
    const hear = (signal: NodeJS.Signals) => {
      if (told) process.exit(signal === 'SIGINT' ? 130 : 143);
      told = true;
      tell('\nStopping. Once more to stop at once.');
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, hear);
  });
}
