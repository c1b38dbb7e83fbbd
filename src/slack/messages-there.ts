/** Messages as the Web API gives them, as far as we read them. */
import { z } from 'zod';

export const MessagesThere = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      thread_ts: z.string().optional(),
      text: z.string().optional(),
      user: z.string().optional(),
      username: z.string().optional(),
      bot_profile: z.object({ name: z.string().optional() }).optional().catch(undefined),
      subtype: z.string().optional(),
    }),
  ),
});
