import { z } from 'zod';

/**
 * What Slack may send us. Unknown keys are dropped, so Bolt and the handlers see these fields and no others: no
 * smuggled `event` or `response_url`, no prototype pollution.
 */

/** NUL and lone surrogates cannot be stored by Postgres. */
function storable(text: string): string {
  return text.replace(/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

const id = z.string().regex(/^[A-Za-z0-9_.-]{1,100}$/);
const name = z.string().regex(/^[\x21-\x7e]{1,255}$/);
const text = z.string().max(12_000).transform(storable);
const option = z.object({ value: text });

/** A button, or any element holding a choice. One field of these is filled. */
const Element = z.object({
  type: z.string().max(60),
  value: text.nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).max(100).nullish(),
  selected_user: text.nullish(),
  selected_users: z.array(text).max(100).nullish(),
  selected_channel: text.nullish(),
  selected_conversation: text.nullish(),
  selected_date: text.nullish(),
  selected_time: text.nullish(),
});
type Element = z.infer<typeof Element>;

/** Typed text, or the chosen values joined by newlines; empty when nothing was chosen. */
export function chosen(element: Element): string {
  const many = element.selected_options?.map((each) => each.value) ?? element.selected_users ?? null;
  if (many !== null) return many.join('\n');
  return (
    element.selected_option?.value ??
    element.selected_user ??
    element.selected_channel ??
    element.selected_conversation ??
    element.selected_date ??
    element.selected_time ??
    element.value ??
    ''
  );
}

const blockId = z.string().min(1).max(255);
const Block = z.object({ type: z.string().max(60), block_id: blockId.optional() });
const State = z
  .object({ values: z.record(blockId, z.record(z.string().min(1).max(255), Element)) })
  .default({ values: {} });
const View = z.object({
  id,
  type: z.enum(['modal', 'home']).default('modal'),
  callback_id: z.string().max(255).default(''),
  hash: z.string().max(255).optional(),
  private_metadata: z.string().max(4_000).default('').transform(storable),
  team_id: id.optional(),
  app_installed_team_id: id.optional(),
  blocks: z.array(Block).max(100).default([]),
  state: State,
});

const Team = z.object({ id, enterprise_id: id.nullish() });
const Enterprise = z.object({ id });

/** Fields by which a payload says whose workspace it is from. */
const origin = {
  team: Team,
  user: z.object({ id, team_id: id.optional() }),
  enterprise: Enterprise.nullish(),
  is_enterprise_install: z.literal(false).default(false),
  trigger_id: name.optional(),
};

export const CommandBody = z.object({
  command: z.string().regex(/^\/[a-z0-9_-]{1,32}$/),
  text: text.default(''),
  user_id: id,
  channel_id: id,
  team_id: id,
  enterprise_id: id.optional(),
  is_enterprise_install: z.enum(['false']).default('false'),
  trigger_id: name.optional(),
});

/** Where the tapped message stands. Of one only its reader sees Slack sends the container alone. */
const Container = z.object({ thread_ts: id.optional().catch(undefined) });
const Tapped = z.object({ ts: id, subtype: z.string().max(60).optional().catch(undefined) });

export const TapBody = z.object({
  type: z.literal('block_actions'),
  ...origin,
  channel: z.object({ id }).optional(),
  container: Container.optional().catch(undefined),
  message: Tapped.optional().catch(undefined),
  view: View.optional(),
  /** What is ticked or typed in the message; a modal's is in its view. */
  state: State,
  actions: z
    .array(Element.extend({ action_id: z.string().min(1).max(255), block_id: blockId.optional() }))
    .min(1)
    .max(10),
});

/** A select that asks for its options while somebody types into it. */
export const SearchBody = z.object({
  type: z.literal('block_suggestion'),
  ...origin,
  action_id: z.string().min(1).max(255),
  block_id: blockId.optional(),
  value: text.default(''),
  view: View.optional(),
});

export const SubmissionBody = z.object({ type: z.literal('view_submission'), ...origin, view: View });

/** Slack keeps up to 40,000 characters; the beginning is all that is shown again. */
const messageText = z
  .string()
  .nullish()
  .transform((given) => storable((given ?? '').slice(0, 12_000)));

/** Apps give themselves names. */
const authorName = z.string().max(500).transform(storable).optional().catch(undefined);

export const ShortcutBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('shortcut'), ...origin, callback_id: z.string().min(1).max(255) }),
  z.object({
    type: z.literal('message_action'),
    ...origin,
    callback_id: z.string().min(1).max(255),
    channel: z.object({ id }),
    message: z.object({
      ts: id,
      text: messageText,
      thread_ts: id.optional().catch(undefined),
      user: id.optional().catch(undefined),
      username: authorName,
      bot_profile: z.object({ name: authorName }).optional().catch(undefined),
    }),
  }),
]);

export const EventBody = z.object({
  type: z.literal('event_callback'),
  team_id: id,
  enterprise_id: id.nullish(),
  event_id: id,
  // Other events describe a user here, or nobody.
  event: z.object({
    type: z.string().min(1).max(100),
    user: id.optional().catch(undefined),
    tab: z.string().max(100).optional().catch(undefined),
    reaction: z.string().max(200).optional().catch(undefined),
    item: z
      .object({ type: z.literal('message'), channel: id, ts: id })
      .optional()
      .catch(undefined),
  }),
});

export type CommandBody = z.infer<typeof CommandBody>;
export type TapBody = z.infer<typeof TapBody>;
export type SearchBody = z.infer<typeof SearchBody>;
export type SubmissionBody = z.infer<typeof SubmissionBody>;
export type ShortcutBody = z.infer<typeof ShortcutBody>;
export type EventBody = z.infer<typeof EventBody>;

/** One delivery from Slack, rebuilt from the fields above. */
export type Incoming =
  | { readonly kind: 'command'; readonly body: CommandBody }
  | { readonly kind: 'tap'; readonly body: TapBody }
  | { readonly kind: 'submission'; readonly body: SubmissionBody }
  | { readonly kind: 'search'; readonly body: SearchBody }
  | { readonly kind: 'shortcut'; readonly body: ShortcutBody }
  | { readonly kind: 'event'; readonly body: EventBody };

/** The payload in our shape, or null when it is none of the six kinds we serve. */
export function readPayload(value: unknown): Incoming | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const command = CommandBody.safeParse(value);
  if (command.success) return { kind: 'command', body: command.data };
  const tap = TapBody.safeParse(value);
  if (tap.success) return { kind: 'tap', body: tap.data };
  const submission = SubmissionBody.safeParse(value);
  if (submission.success) return { kind: 'submission', body: submission.data };
  const search = SearchBody.safeParse(value);
  if (search.success) return { kind: 'search', body: search.data };
  const shortcut = ShortcutBody.safeParse(value);
  if (shortcut.success) return { kind: 'shortcut', body: shortcut.data };
  const event = EventBody.safeParse(value);
  return event.success ? { kind: 'event', body: event.data } : null;
}

/** The workspace the bot is installed in. */
export interface Home {
  readonly teamId: string;
  readonly enterpriseId: string | null;
}

/** Whether every field that names a workspace names ours (threats.md T17). */
export function fromHome(incoming: Incoming, home: Home): boolean {
  const { teams, enterprises } = provenance(incoming);
  return (
    teams.every((team) => team === undefined || team === home.teamId) &&
    enterprises.every((each) => each === undefined || each === null || each === home.enterpriseId)
  );
}

function provenance(incoming: Incoming): {
  readonly teams: readonly (string | undefined)[];
  readonly enterprises: readonly (string | null | undefined)[];
} {
  if (incoming.kind === 'command' || incoming.kind === 'event') {
    return { teams: [incoming.body.team_id], enterprises: [incoming.body.enterprise_id] };
  }
  const { team, user, enterprise } = incoming.body;
  const view = 'view' in incoming.body ? incoming.body.view : undefined;
  return {
    teams: [team.id, user.team_id, view?.team_id, view?.app_installed_team_id],
    enterprises: [team.enterprise_id, enterprise?.id],
  };
}
