/** Postgres crashes and comes back at random instants: nothing accepted is lost, doubled or stuck (facts/threats.md R4). */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type MortalPostgres, startMortalPostgres } from '../support/mortal-postgres.ts';
import { openRooms, type Room } from './rooms.ts';

let postgres: MortalPostgres | null = null;
const ROOMS = 4;
const RESTARTS = 6;

const rooms = openRooms(
  { 'raxx-api-prod': ROOMS },
  {
    database: async () => {
      postgres = await startMortalPostgres();
      return postgres.database;
    },
  },
);
rooms.allow('expired_trigger_id');

/** As people do: what did not work is tried again, until the rows say that it did. */
async function untilDone<T>(what: string, attempt: () => Promise<T | null>): Promise<T> {
  const until = performance.now() + 120_000;
  let last: unknown = null;
  while (performance.now() < until) {
    const done = await attempt().catch((error: unknown) => {
      last = error;
      return null;
    });
    if (done !== null) return done;
    await pause(100);
  }
  throw new Error(`${what} never worked: ${String(last)}`);
}

async function status(room: Room): Promise<string | null> {
  return ((await room.operation()) as { status?: string } | undefined)?.status ?? null;
}

async function throughAll(room: Room): Promise<void> {
  await untilDone('asking', async () => {
    if ((await status(room)) !== null) return true;
    await room.as('ana').closeModal();
    await room.asks('ana');
    return true;
  });
  await untilDone('approving', async () => {
    if ((await status(room)) !== 'requested') return true;
    await room.as('bo').closeModal();
    await room.approves('bo');
    return (await status(room)) === 'requested' ? null : true;
  });
}

test('six crashes of the server during four rollbacks', async () => {
  const { slack, logged } = rooms.stage();
  const all = Array.from({ length: ROOMS }, () => rooms.room());
  let working = true;
  const crashes = (async () => {
    for (let n = 0; n < RESTARTS || working; n += 1) {
      await pause(300 + Math.random() * 2_000);
      if (n < RESTARTS) await postgres?.restart();
    }
  })();
  // One person has one modal open at a time, so the rooms take turns; what follows the approval overlaps.
  for (const room of all) await throughAll(room);
  await slack.until(
    async () => {
      const now = await Promise.all(all.map((room) => status(room).catch(() => null)));
      return now.every((each) => each === 'recovered');
    },
    150_000,
    () => all.map((room) => room.reads('kim')).join('\n======\n'),
  );
  working = false;
  await crashes;
  for (const room of all) {
    expect(room.posts().filter((post) => post.endsWith('acted'))).toHaveLength(1);
    await room.sees('bo', /I watch it/, 60_000);
    const said = room
      .as('bo')
      .messages(room.channel)
      .map(({ plain }) => plain);
    for (const once of [/^Incident open/, /^Approved by Bo/, /^Rolling back/, /^Rollback confirmed/])
      expect(said.filter((text) => once.test(text))).toHaveLength(1);
  }
  expect(logged.filter((line) => line.startsWith('FATAL'))).toEqual([]);
}, 300_000);
