/** The hour, minute and second of an ISO instant: UTC, as the bot says it. */
export function storyTime(iso: string): string {
  return iso.slice(11, 19);
}
