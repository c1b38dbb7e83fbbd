import { z } from 'zod';

/** Faster than this, a second of the database round trip is an hour of the story. */
const FASTEST = 3_600;
const DAY_MS = 24 * 60 * 60_000;

export const clockRequests = [
  z.object({ what: z.literal('clock.rate'), rate: z.number().min(1).max(FASTEST) }),
  z.object({
    what: z.literal('clock.leap'),
    ms: z
      .number()
      .int()
      .min(1)
      .max(7 * DAY_MS),
  }),
] as const;

export type ClockRequest = z.infer<(typeof clockRequests)[number]>;
