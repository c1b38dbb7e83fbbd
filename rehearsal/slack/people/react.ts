/** Putting an emoji under a message, or taking it away again. */
import type { Backstage } from '../backstage.ts';
import { BOT, type SlackUser } from '../cast.ts';
import { deliver } from '../deliver/deliver.ts';
import { reactionPayload } from '../deliver/events.ts';
import { messageAt } from '../messages.ts';
import type { Reaction, StoredMessage } from '../state.ts';
import { NotOnScreen } from './not-on-screen.ts';
import type { Done } from './slash.ts';

const NOTHING_SENT: Done = { delivery: null, notice: null };

/**
 * `name` without colons. The app is told where it is a member, if its manifest asks for that and has the scope; Slack says
 * nothing of an app that does not answer. Twice the same changes nothing.
 */
export async function react(
  backstage: Backstage,
  user: SlackUser,
  seen: StoredMessage,
  name: string,
  there: boolean,
): Promise<Done> {
  const { state, grants } = backstage;
  const message = messageAt(state, seen.channel, seen.ts);
  if (message === null || message.ephemeralFor !== null) throw new NotOnScreen('Nothing to react to');
  const key = `${message.channel}/${message.ts}`;
  const before = state.reactions.get(key) ?? [];
  const mine = before.some((each) => each.name === name && each.users.includes(user.id));
  if (mine === there) return NOTHING_SENT;
  state.reactions.set(key, there ? withMine(before, name, user.id) : withoutMine(before, name, user.id));
  const type = there ? 'reaction_added' : 'reaction_removed';
  const member = state.channels.get(message.channel)?.members.has(BOT.userId) === true;
  const granted = grants.events.includes(type) && grants.scopes.includes('reactions:read');
  if (!member || !granted) return NOTHING_SENT;
  const payload = reactionPayload(state, user, type, name, message);
  return { delivery: await deliver(backstage, { kind: type, user: user.id, payload }), notice: null };
}

function withMine(all: readonly Reaction[], name: string, user: string): readonly Reaction[] {
  if (!all.some((each) => each.name === name)) return [...all, { name, users: [user] }];
  return all.map((each) => (each.name === name ? { ...each, users: [...each.users, user] } : each));
}

function withoutMine(all: readonly Reaction[], name: string, user: string): readonly Reaction[] {
  return all
    .map((each) => (each.name === name ? { ...each, users: each.users.filter((id) => id !== user) } : each))
    .filter(({ users }) => users.length > 0);
}
