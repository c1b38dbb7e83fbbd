/** How often verification asks Heroku: closely where a second counts, within 60 requests a rollback. Pure; milliseconds. */

/** Until a release command ends. Noticing that late costs nothing: dynos take at least as long to boot. */
export function pauseForRelease(sinceSentMs: number): number {
  return sinceSentMs < 5 * MINUTE ? 5_000 : 15_000;
}

/** Since the release stood: dynos need some seconds, seldom more than 30, and then production is back. */
export function pauseForDynos(sinceReleaseMs: number): number {
  return DYNO_PACE.find(({ untilMs }) => sinceReleaseMs < untilMs)?.pauseMs ?? 15_000;
}

/** Three looks in a hold of up to half a minute. */
export function pauseForHold(holdMs: number): number {
  return Math.min(10_000, Math.max(250, holdMs / 3));
}

const MINUTE = 60_000;
const DYNO_PACE = [
  { untilMs: 4_000, pauseMs: 2_000 },
  { untilMs: 20_000, pauseMs: 1_000 },
  { untilMs: 40_000, pauseMs: 1_500 },
  { untilMs: MINUTE, pauseMs: 2_000 },
  { untilMs: 2 * MINUTE, pauseMs: 3_000 },
  { untilMs: 5 * MINUTE, pauseMs: 5_000 },
] as const;
