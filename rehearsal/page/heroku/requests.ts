/** What a window can do to the simulated Heroku. */
import { z } from 'zod';

const name = z.string().min(1).max(120);

export const herokuRequests = [
  /** A named trouble, on or off. */
  z.object({
    what: z.literal('heroku.trouble'),
    id: name,
    app: name,
    amount: z.number().int().nullable(),
    on: z.boolean(),
  }),
  /** Any fault that the simulator knows; its own schema checks it, so that what is wrong is said in words. */
  z.object({ what: z.literal('heroku.fault'), fault: z.record(z.string(), z.unknown()) }),
  /** One armed fault, or all of them. */
  z.object({ what: z.literal('heroku.lift'), id: z.number().int().nullable() }),
] as const;

export type HerokuRequest = z.infer<(typeof herokuRequests)[number]>;
