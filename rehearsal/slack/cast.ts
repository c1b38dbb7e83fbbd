/** Who and what the workspace holds at the start. Ids are fixed, so config and tests can name them. */

export const TEAM = { id: 'T0RAXX0WORK', name: 'Raxx', domain: 'raxx' } as const;
const FOREIGN_TEAM = 'T0PARTNERCO';
export const APP_ID = 'A0SWITCHBCK';
export const BOT = { id: 'B0SWITCHBCK', userId: 'U0SWITCHBOT' } as const;
export const OPERATORS = { id: 'S0OPERATORS', handle: 'operators' } as const;

export const CHANNELS = {
  ops: 'C0RAXX00OPS',
  general: 'C0RAXXGENRL',
  status: 'C0RAXXSTATS',
  record: 'C0RAXXRECRD',
} as const;
export type ChannelName = keyof typeof CHANNELS;

export interface SlackUser {
  readonly id: string;
  /** What `as()` takes. */
  readonly handle: string;
  readonly name: string;
  readonly teamId: string;
  readonly deleted: boolean;
  readonly bot: boolean;
  readonly guest: 'none' | 'multi-channel' | 'single-channel';
}

const member = { teamId: TEAM.id, deleted: false, bot: false, guest: 'none' } as const;

export const CAST = {
  ana: { ...member, id: 'U0RAXX00ANA', handle: 'ana', name: 'Ana' },
  bo: { ...member, id: 'U0RAXX000BO', handle: 'bo', name: 'Bo' },
  kim: { ...member, id: 'U0RAXX00KIM', handle: 'kim', name: 'Kim' },
  kristerpher: { ...member, id: 'U0RAXX0KRIS', handle: 'kristerpher', name: 'Kristerpher' },
  sue: { ...member, id: 'U0RAXX00SUE', handle: 'sue', name: 'Sue' },
  gus: { ...member, id: 'U0RAXX00GUS', handle: 'gus', name: 'Gus', guest: 'single-channel' },
  otto: { ...member, id: 'U0PARTNOTTO', handle: 'otto', name: 'Otto', teamId: FOREIGN_TEAM },
  dee: { ...member, id: 'U0RAXX00DEE', handle: 'dee', name: 'Dee', deleted: true },
  switchback: { ...member, id: BOT.userId, handle: 'switchback', name: 'Switchback', bot: true },
  'raxx-dev-bot': { ...member, id: 'U0RAXXDEVBT', handle: 'raxx-dev-bot', name: 'raxx-dev-bot' },
} as const satisfies Record<string, SlackUser>;

export type Handle = keyof typeof CAST;

/** Everybody is in #ops, also those who may do nothing there: refusals are met where the work is done. */
export const MEMBERSHIPS: Readonly<Record<ChannelName, readonly Handle[]>> = {
  ops: ['ana', 'bo', 'kim', 'kristerpher', 'sue', 'gus', 'otto', 'dee', 'switchback', 'raxx-dev-bot'],
  general: ['ana', 'bo', 'kim', 'kristerpher', 'sue', 'dee', 'switchback', 'raxx-dev-bot'],
  status: ['ana', 'bo', 'kim', 'kristerpher', 'sue', 'switchback'],
  record: ['ana', 'bo', 'kim', 'kristerpher', 'switchback'],
};
export const OPERATOR_HANDLES: readonly Handle[] = ['bo', 'kim'];
