/** What a window can ask of what went between Slack and the bot, and the troubles of Slack's own. */
import { z } from 'zod';

export const inspectorRequests = [
  /** All of one exchange. */
  z.object({
    what: z.literal('slack.inspect'),
    side: z.enum(['request', 'call']),
    n: z.number().int().positive(),
  }),
  z.object({
    what: z.literal('slack.trouble'),
    id: z.string().min(1).max(120),
    channel: z.string().min(1).max(120),
    amount: z.number().int().nullable(),
    on: z.boolean(),
  }),
] as const;

export type InspectorRequest = z.infer<(typeof inspectorRequests)[number]>;
