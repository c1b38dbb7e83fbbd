/** What a run says, with everything that differs from run to run made equal: times, ids, durations. */
export function readable(text: string): string {
  return (
    text
      .replace(/\b(rb|in)-[a-z0-9]{8}\b/g, '$1-xxxxxxxx')
      .replace(/reference [\w-]+/g, 'reference xxxx')
      .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, 'YYYY-MM-DD HH:MM:SS UTC')
      .replace(/(?<!since )\b\d\d:\d\d:\d\d UTC/g, 'HH:MM:SS UTC')
      .replace(/(?<!since )\b\d\d:\d\d UTC/g, 'HH:MM UTC')
      .replace(/\b\d{1,2}:\d\d( of 5:00| after)/g, 'M:SS$1')
      .replace(/, \d+ (?:s|min) after recovery/g, ', N min after recovery')
      .replace(/ · \d{1,2}:\d\d( so far| in all|$)/gm, ' · M:SS$1')
      .replace(/Wall-clock: (?:<1|\d+) min/g, 'Wall-clock: N min')
      // One that the test itself made: time runs fast.
      .replace(
        /Expect ~3\d s \(release command \d s last time\)/g,
        'Expect ~NN s (release command N s last time)',
      )
      .replace(/Incident open since \d\d:\d\d UTC/g, 'Incident open since HH:MM UTC')
      .replace(/\b(\w+): \d+ since (v\d+), [1-9]\d* before/g, '$1: N since $2, N before')
      .replace(/\b(\w+): \d+ since (v\d+),/g, '$1: N since $2,')
      .replace(/succeeded, command \d+ (s|min)/g, 'succeeded, command NN s')
  );
}
