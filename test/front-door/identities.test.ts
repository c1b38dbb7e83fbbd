/** Who may do what to a request that waits: each person's tap on each button, and their name on somebody else's form (S3, T12 to T20). */
import { expect, test } from 'vitest';
import { CAST, type Handle } from '../../rehearsal/slack/cast.ts';
import { signed } from '../slack/signed.ts';
import { clicker } from './clicks.ts';
import { openRooms } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 2 }, { rate: 5 });
const { caught } = clicker(rooms);

const BUTTONS = ['rollback.review', 'rollback.reject', 'rollback.cancel'] as const;
type Button = (typeof BUTTONS)[number];

/** Neither a member with a role, nor a human: what each is told, by button. */
const NOBODY: Readonly<Partial<Record<Handle, RegExp>>> = {
  sue: /needs the operator or superadmin role; you have support/,
  gus: /your account is a guest/,
  dee: /your account is deactivated/,
  switchback: /your account is a bot/,
};

async function statusOf(app: string): Promise<unknown> {
  const { rows } = await rooms.stage().database.pool.query<{ status: string }>({
    text: 'select status from operation where app = $1',
    values: [app],
  });
  return rows.map(({ status }) => status);
}

/** A form sent in this very shape, signed anew. */
async function sends(body: string): Promise<string> {
  const { slack } = rooms.stage();
  const request = signed(body, { secret: slack.signingSecret });
  const response = await fetch(slack.requestUrl() ?? '', { method: 'POST', ...request });
  return response.ok ? await response.text() : `${response.status}: Nothing was done.`;
}

function joins(channel: string, id: string): void {
  const { state } = rooms.stage().slack;
  for (const found of [...state.channels.values()].filter(({ name }) => name === channel)) {
    state.channels.set(found.id, { ...found, members: new Set([...found.members, id]) });
  }
}

test('nobody without the role, and no agent, does anything to a request; each is told why', async () => {
  const room = rooms.room();
  const card = await room.asks('ana');
  for (const [handle, why] of Object.entries(NOBODY)) {
    joins(room.channel, CAST[handle as Handle].id);
    for (const button of BUTTONS) {
      const told = await room.tells(handle, button, card);
      expect(told).toMatch(why);
      expect(told).toContain('Nothing was done.');
    }
  }
  for (const button of ['rollback.review', 'rollback.reject'] satisfies readonly Button[])
    expect(await room.tells('raxx-dev-bot', button, card)).toMatch(
      /needs a human; agents may ask, not approve/,
    );
  const agent = await room.tells('raxx-dev-bot', 'rollback.cancel', card);
  expect(agent).toContain('An agent cancels only what it asked for itself. Nothing was done.');
  await room.as('raxx-dev-bot').slash(room.channel, `/rollback cancel ${room.app}`);
  expect(
    room
      .as('raxx-dev-bot')
      .messages(room.channel)
      .filter(({ plain }) => plain.includes('An agent cancels only')),
  ).toHaveLength(2);
  expect(await room.tells('ana', 'rollback.review', card)).toMatch(/a second person must approve it/);
  expect(await statusOf(room.app)).toEqual(['requested']);
  expect(room.posts()).toEqual([]);
});

test('T13, T20: Bo’s form with any other name on it approves nothing', async () => {
  const room = rooms.room();
  const card = await room.asks('ana');
  await room.busy('bo', async () => {
    const modal = await room.reviews('bo', card);
    const body = await caught(() => modal.submit());
    expect(body).toContain(CAST.bo.id);
    for (const other of Object.values(CAST)) {
      if (other.id === CAST.bo.id) continue;
      expect(await sends(body.replaceAll(CAST.bo.id, other.id))).toMatch(/Nothing was done\./);
      expect(await statusOf(room.app)).toEqual(['requested']);
    }
    expect(room.posts()).toEqual([]);
    // Under its own name it is good all the same.
    expect(await sends(body)).toBe('');
    await modal.close();
  });
  await room.becomes('recovered');
  expect(room.posts()).toEqual(['answered, acted']);
});
