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
