/** What comes after nobody expects it any more: adopted and said, never sent again over it, and nothing waits for ever. */
import { describe, test } from 'vitest';
import type { Fault } from '../../rehearsal/heroku/faults.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 3 });
const BEN = 'ben@raxx.app';
const FIX = { kind: 'deploy', commit: 'f1xed00d', behaviour: 'healthy' } as const;

/** Bo has looked and is about to approve; `onList`: what befalls the release list once it was read for the last time. */
async function approved(room: Room, onList?: Partial<Fault>): Promise<void> {
  await room.asks('ana');
  await room.busy('bo', async () => {
    const review = await room.reviews('bo');
    if (onList)
      rooms.stage().heroku.control.fault({ on: 'releases-read', app: room.app, skip: 1, ...onList });
    await review.submit();
  });
}

async function landed(room: Room, version: number): Promise<void> {
  const { heroku, slack } = rooms.stage();
  const there = () => heroku.control.app(room.app).releases.some((release) => release.version === version);
  await slack.until(there, 20_000, `v${version} of ${room.app}`);
}

describe.concurrent('an unconfirmed rollback', () => {
  test('lands late over what somebody released meanwhile: it is adopted, and people hear what it went over', async ({
    expect,
  }) => {
    const { heroku } = rooms.stage();
    const room = rooms.room();
    heroku.control.fault({ on: 'rollback-post', app: room.app, fate: { kind: 'late-landing', ms: 4_000 } });
    await approved(room, {
      modifiers: [{ kind: 'foreign-release', when: 'before', by: BEN, what: FIX }],
    });
    await room.sees('bo', /^Heroku did not confirm, and ben@raxx.app released v86/);
    await landed(room, 87);
    const told = await room.sees('bo', /^v87 landed over/);
    expect(room.readable(told.plain)).toMatchInlineSnapshot(`
      "v87 landed over v86 (Deploy f1xed00d) by ben@raxx.app, which nobody had seen before it was sent. @Ana @Bo
      If that one is needed: [Undo], or \`/rollback undo raxx-api-prod\`, brings it back. I go on checking v87.
      [Undo]"
    `);
    expect(room.posts()).toEqual(['late-landing, acted']);
  });

  test('lands just before [Send once more] takes effect: the first is adopted, a second is not sent', async ({
    expect,
  }) => {
    const { heroku } = rooms.stage();
    const room = rooms.room();
    // Past the 90 s after which people are asked, at twenty to one.
    heroku.control.fault({ on: 'rollback-post', app: room.app, fate: { kind: 'late-landing', ms: 7_000 } });
    await approved(room);
    const asked = await room.sees('bo', /^Heroku never confirmed/);
    await landed(room, 86);
    await room.as('bo').tap(asked, 'rollback.send-once-more');
    await room.sees('bo', /It did happen: Heroku lists v86/);
    await room.becomes('recovered');
    expect(room.posts()).toEqual(['late-landing, acted']);
    expect(room.reads('bo')).not.toContain('Nothing was sent');
  });

  test('cannot be looked for: people hear of it in time, and what is found later is adopted', async ({
    expect,
  }) => {
    const { heroku, database } = rooms.stage();
    const room = rooms.room();
    heroku.control.fault({ on: 'rollback-post', app: room.app, fate: { kind: 'lost-after-acting' } });
    await approved(room, { times: 20, fate: { kind: 'unauthorized' } });
    const told = await room.sees('bo', /cannot read/);
    expect(room.readable(told.plain)).toMatchInlineSnapshot(`
      "Heroku never confirmed, and I cannot read raxx-api-prod's releases either at HH:MM UTC. The rollback may or may not have happened. @Ana @Bo
      I go on looking, and send nothing more. See for yourself: \`heroku releases -a raxx-api-prod\`. [Close] ends it here.
      [Close]"
    `);
    const { rows } = await database.pool.query({
      text: `select settled_at < intent_at + interval '2 minutes 30 seconds' as in_time
               from attempt a join operation o on o.id = a.operation_id where o.app = $1`,
      values: [room.app],
    });
    expect(rows).toEqual([{ in_time: true }]);
    await room.sees('bo', /It did happen: Heroku lists v86/);
    await room.becomes('recovered');
    expect(room.posts()).toEqual(['lost-after-acting, acted']);
  });
});
