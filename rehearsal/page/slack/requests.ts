/** What a person can do in the workspace, as a window asks for it. */
import { z } from 'zod';

const text = z.string().max(40_000);
const id = z.string().min(1).max(300);
const field = { viewId: id, blockId: id, actionId: id };

export const slackRequests = [
  /** A line typed in a channel: a slash command, or words to everybody in it. */
  z.object({ what: z.literal('say'), channel: id, text, threadTs: id.nullable() }),
  z.object({
    what: z.literal('tap'),
    channel: id,
    ts: id,
    blockId: id,
    actionId: id,
    value: text.optional(),
  }),
  z.object({ what: z.literal('home.open') }),
  z.object({ what: z.literal('home.tap'), blockId: id, actionId: id, value: text.optional() }),
  z.object({ what: z.literal('shortcut'), callbackId: id }),
  z.object({ what: z.literal('message-shortcut'), callbackId: id, channel: id, ts: id }),
  z.object({ what: z.literal('modal.tap'), ...field, value: text.optional() }),
  z.object({ what: z.literal('modal.fill'), ...field, text }),
  z.object({ what: z.literal('modal.tick'), ...field, values: z.array(text) }),
  z.object({ what: z.literal('modal.choose'), ...field, value: text }),
  z.object({ what: z.literal('modal.search'), ...field, text }),
  z.object({ what: z.literal('modal.submit'), viewId: id }),
  z.object({ what: z.literal('modal.close'), viewId: id }),
] as const;

export type SlackRequest = z.infer<(typeof slackRequests)[number]>;
