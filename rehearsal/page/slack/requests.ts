/** What a person can do in the workspace, as a window asks for it. */
import { z } from 'zod';

const text = z.string().max(40_000);
const id = z.string().min(1).max(300);
const timestamp = z.string().regex(/^\d+\.\d{6}$/);
const field = { viewId: id, blockId: id, actionId: id };
const values = z.array(text).max(100);
/** Filled in at this window a moment ago: it counts before whatever comes after it. */
const unkept = z.array(z.object({ blockId: id, actionId: id, values })).max(100);

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
  /** An emoji under a message, put there or taken away. */
  z.object({
    what: z.literal('react'),
    channel: id,
    ts: id,
    name: z.string().regex(/^[\w+-]{1,60}$/),
    there: z.boolean(),
  }),
  /** Up to here, in a channel or in one of its threads. */
  z.object({ what: z.literal('read'), channel: id, threadTs: timestamp.nullable(), ts: timestamp }),
  z.object({ what: z.literal('modal.tap'), ...field, unkept, value: text.optional() }),
  z.object({ what: z.literal('modal.change'), ...field, unkept, values }),
  /** Enter in a line of text that reports it. */
  z.object({ what: z.literal('modal.enter'), ...field, unkept }),
  z.object({ what: z.literal('modal.search'), ...field, text }),
  z.object({ what: z.literal('modal.submit'), viewId: id, unkept }),
  z.object({ what: z.literal('modal.close'), viewId: id, unkept }),
] as const;

export type SlackRequest = z.infer<(typeof slackRequests)[number]>;

export type ModalRequest = Extract<SlackRequest, { readonly what: `modal.${string}` }>;
