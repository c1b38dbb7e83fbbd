/** Everything a window may ask for, checked before it is done. One list per area, in the folder of that area. */
import { z } from 'zod';
import { botRequests } from './bot/requests.ts';
import { clockRequests } from './clock/requests.ts';
import { herokuRequests } from './heroku/requests.ts';
import { inspectorRequests } from './inspector/requests.ts';
import { receiverRequests } from './receivers/requests.ts';
import { slackRequests } from './slack/requests.ts';
import { storyRequests } from './story/requests.ts';
import { theatreRequests } from './theatre/requests.ts';

const requestSchema = z.discriminatedUnion('what', [
  ...slackRequests,
  ...clockRequests,
  ...theatreRequests,
  ...storyRequests,
  ...botRequests,
  ...herokuRequests,
  ...inspectorRequests,
  ...receiverRequests,
]);

/** `as`: handle of whoever sits at this window. */
export const askSchema = z.object({ as: z.string().min(1).max(60), request: requestSchema });

export type Request = z.infer<typeof requestSchema>;
