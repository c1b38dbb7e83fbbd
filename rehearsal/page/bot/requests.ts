import { z } from 'zod';

export const botRequests = [
  /** Between two instructions, as a machine that fails. */
  z.object({ what: z.literal('bot.kill') }),
  /** As a dyno manager would. */
  z.object({ what: z.literal('bot.start') }),
] as const;

export type BotRequest = z.infer<(typeof botRequests)[number]>;
