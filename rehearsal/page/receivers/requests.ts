/** Troubles of the status page and of the pager, as a window asks for them. */
import { z } from 'zod';

export const receiverRequests = [
  z.object({
    what: z.literal('receiver.trouble'),
    receiver: z.enum(['statusPage', 'pager']),
    id: z.string().min(1).max(60),
    amount: z.number().nullable(),
    on: z.boolean(),
  }),
] as const;

export type ReceiverRequest = z.infer<(typeof receiverRequests)[number]>;
