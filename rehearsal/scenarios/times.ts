/** `02:58 UTC`, so many minutes after a release: when people began to notice. */
export function minutesAfter(
  releases: readonly { readonly version: number; readonly createdAt: string }[],
  version: number,
  minutes: number,
): string {
  const released = releases.find((release) => release.version === version);
  if (!released) throw new Error(`no v${version}`);
  return `${new Date(Date.parse(released.createdAt) + minutes * 60_000).toISOString().slice(11, 16)} UTC`;
}

const DAY_MS = 24 * 60 * 60_000;

/** Milliseconds until a clock in UTC shows this the next time: `23:58`. */
export function msUntil(time: string, now: Date): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const ofDay = now.getTime() % DAY_MS;
  return ((hours * 60 + minutes) * 60_000 - ofDay + DAY_MS) % DAY_MS;
}
