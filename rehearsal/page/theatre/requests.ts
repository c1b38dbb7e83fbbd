import { z } from 'zod';

export const theatreRequests = [
  /** Everything away, and begin again with nothing. */
  z.object({ what: z.literal('theatre.reset') }),
] as const;

export type TheatreRequest = z.infer<(typeof theatreRequests)[number]>;
