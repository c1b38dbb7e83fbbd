/** What a workspace's own administrators do: archive, invite, deactivate. */
import { BOT, OPERATORS, type SlackUser } from './cast.ts';
import { type Channel, channelCalled, type SlackState, userByHandle } from './state.ts';

export interface Office {
  archive(channel: string): void;
  unarchive(channel: string): void;
  makePrivate(channel: string): void;
  makePublic(channel: string): void;
  removeBot(channel: string): void;
  inviteBot(channel: string): void;
  join(handle: string, channel: string): void;
  leave(handle: string, channel: string): void;
  deactivate(handle: string): void;
  reactivate(handle: string): void;
  /** Changes what `users.info` says of a person. */
  change(handle: string, flags: Partial<Pick<SlackUser, 'guest' | 'teamId' | 'bot' | 'name'>>): void;
  /** Who is in @operators from now on. */
  setOperators(handles: readonly string[]): void;
}

export function officeOf(state: SlackState): Office {
  function amend(called: string, change: (channel: Channel) => Partial<Channel>): void {
    const channel = channelCalled(state, called);
    state.channels.set(channel.id, { ...channel, ...change(channel) });
  }
  function admit(user: string, called: string): void {
    amend(called, ({ members }) => ({ members: new Set([...members, user]) }));
  }
  function remove(user: string, called: string): void {
    amend(called, ({ members }) => ({ members: new Set([...members].filter((each) => each !== user)) }));
  }
  function describe(handle: string, change: Partial<SlackUser>): void {
    const user = userByHandle(state, handle);
    state.users.set(user.id, { ...user, ...change });
  }

  return {
    archive: (channel) => amend(channel, () => ({ archived: true })),
    unarchive: (channel) => amend(channel, () => ({ archived: false })),
    makePrivate: (channel) => amend(channel, () => ({ kind: 'private' })),
    makePublic: (channel) => amend(channel, () => ({ kind: 'public' })),
    removeBot: (channel) => remove(BOT.userId, channel),
    inviteBot: (channel) => admit(BOT.userId, channel),
    join: (handle, channel) => admit(userByHandle(state, handle).id, channel),
    leave: (handle, channel) => remove(userByHandle(state, handle).id, channel),
    deactivate: (handle) => describe(handle, { deleted: true }),
    reactivate: (handle) => describe(handle, { deleted: false }),
    change: describe,
    setOperators: (handles) =>
      state.groups.set(OPERATORS.id, {
        ...OPERATORS,
        members: handles.map((handle) => userByHandle(state, handle).id),
      }),
  };
}
