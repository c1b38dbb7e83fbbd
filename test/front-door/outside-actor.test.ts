/** Somebody else releases around our send, at each of the four timings, for each kind of send (facts/threats.md T27, T28, T38, T84). */
import { describe, test } from 'vitest';
import type { ForeignRelease } from '../../rehearsal/heroku/faults.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 12 });
const BEN = 'ben@raxx.app';
const FIX = { kind: 'deploy', commit: 'f1xed00d', behaviour: 'healthy' } as const;

interface Kind {
  readonly kind: string;
  readonly post: 'rollback-post' | 'release-create';
  readonly target: number;
  asks(room: Room): Promise<unknown>;
}

const KINDS: readonly Kind[] = [
  { kind: 'rollback', post: 'rollback-post', target: 84, asks: (room) => room.asks('ana') },
  { kind: 'code only', post: 'release-create', target: 80, asks: (room) => room.asksForCode('ana') },
];

/** Asked and looked at; Bo is about to approve. Then this happens to the last read, or around the POST. */
async function approved(
  room: Room,
  { post, asks }: Kind,
  when: 'before the last read' | ForeignRelease['when'],
  what: ForeignRelease['what'] = FIX,
): Promise<void> {
  await asks(room);
  await room.busy('bo', async () => {
    const review = await room.reviews('bo');
    const early = when === 'before the last read';
    rooms.stage().heroku.control.fault({
      on: early ? 'releases-read' : post,
      app: room.app,
      modifiers: [{ kind: 'foreign-release', when: early ? 'before' : when, by: BEN, what }],
    });
    const sent = await review.submit();
    if (sent.kind !== 'closed') throw new Error(`${sent.kind}: ${review.text()}`);
  });
}

describe.concurrent.each(KINDS)('$kind', (kind) => {
  const { post, target } = kind;

  test('T27 a release before the last read: nothing is sent, and whose it is', async ({ expect }) => {
    const room = rooms.room();
    await approved(room, kind, 'before the last read');
    await room.becomes('stale');
    const told = await room.sees('bo', /^Not run/);
    expect(room.readable(told.plain)).toBe(
      [
        'Not run: ben@raxx.app released v86 (Deploy f1xed00d) at HH:MM UTC, after you looked. @Ana @Bo',
        `Nothing was sent. Review v86 → v${target}?`,
        `[Review v86 → v${target}]`,
      ].join('\n'),
    );
    expect(room.posts(post)).toEqual([]);
  });

  test.for(['before', 'inside'] as const)(
    'T28 a release between read and POST (%s): not to be prevented, said at once with its way back',
    async (when, { expect }) => {
      const room = rooms.room();
      await approved(room, kind, when);
      const told = await room.sees('bo', /^v87 landed over/);
      expect(room.readable(told.plain)).toMatchInlineSnapshot(`
        "v87 landed over v86 (Deploy f1xed00d) by ben@raxx.app, which nobody had seen before it was sent. @Ana @Bo
        If that one is needed: [Undo], or \`/rollback undo raxx-api-prod\`, brings it back. I go on checking v87.
        [Undo]"
      `);
      // In the very transaction that recorded the release.
      const { rows } = await rooms.stage().database.pool.query({
        text: `select (select count(*)::int from outbox where key = o.id || '/landed-over') as said
                 from operation o where app = $1 order by requested_at desc limit 1`,
        values: [room.app],
      });
      expect(rows).toEqual([{ said: 1 }]);
      expect(room.posts(post)).toEqual(['answered, acted']);
    },
  );

  test('T28 a release just after ours: what runs is theirs, nothing is claimed and nothing sent again', async ({
    expect,
  }) => {
    const room = rooms.room();
    await approved(room, kind, 'after');
    await room.becomes('superseded');
    const told = await room.sees('bo', /released v87/);
    expect(room.readable(told.plain)).toMatchInlineSnapshot(`
      "ben@raxx.app released v87 (Deploy f1xed00d) over v86 at HH:MM UTC, before v86 was proven. @Ana @Bo
      I stop here: what runs now is theirs, see \`heroku ps -a raxx-api-prod\`. Back to the rollback: \`/rollback raxx-api-prod v86\`
      [Unlock deploys]"
    `);
    expect(room.reads('bo')).not.toContain('confirmed');
    expect(room.posts(post)).toEqual(['answered, acted']);
  });

  test('T38, T84 the same rollback by hand before the last read: nothing is sent, and it says so', async ({
    expect,
  }) => {
    const room = rooms.room();
    await approved(room, kind, 'before the last read', { kind: 'rollback', to: target });
    await room.becomes('superseded');
    const told = room.readable((await room.sees('bo', /^Done by hand/)).plain);
    if (kind.kind === 'rollback')
      expect(told).toMatchInlineSnapshot(`
      "Done by hand: ben@raxx.app made v86 (Rollback to v84) at HH:MM UTC, after you looked. I sent nothing. @Ana @Bo
      I do not verify it: see whether it holds with \`heroku ps -a raxx-api-prod\`, and look at the app."
    `);
    else
      expect(told).toMatchInlineSnapshot(`
      "Done by hand: ben@raxx.app made v86 (Rollback to v80) at HH:MM UTC, after you looked. I sent nothing. @Ana @Bo
      Their rollback put v80's config vars back too. I do not verify it; see \`heroku ps -a raxx-api-prod\`"
    `);
    expect(room.posts(post)).toEqual([]);
  });
});

describe.concurrent('afterwards', () => {
  test('a rollback that landed over a fix is undone while it is still checked: the fix comes back', async ({
    expect,
  }) => {
    const { heroku, database, slack } = rooms.stage();
    const room = rooms.room();
    const [rollback] = KINDS;
    if (!rollback) throw new Error('no kinds');
    await approved(room, rollback, 'inside');
    const told = await room.sees('kim', /^v87 landed over/);
    await room.busy('kim', async () => {
      const modal = await room.fills('kim', () =>
        room.as('kim').tap(told, 'rollback.undo', { confirm: true }),
      );
      expect(await modal.submit()).toMatchObject({ kind: 'closed' });
    });
    await room.sees('bo', /Approve\?\* \S+ v\d+ → v86 \(undo of[\s\S]*(NEEDS|BLOCKED)/);
    const { rows } = await database.pool.query({
      text: `select status, undoes is not null as undo from operation where app = $1 order by requested_at`,
      values: [room.app],
    });
    expect(rows).toEqual([
      { status: expect.stringMatching(/closed|recovered/), undo: false },
      { status: 'requested', undo: true },
    ]);
    // Its release command may still run: the approval waits for that.
    await slack.until(
      () => heroku.control.app(room.app).releases[0]?.status === 'succeeded',
      20_000,
      'v87 to be released',
    );
    await room.approves('bo');
    await slack.until(
      () => heroku.control.app(room.app).releases[0]?.description === 'Rollback to v86',
      20_000,
      'v88',
    );
  });

  test('a second release of our own lands on top while the first is checked: said, and what runs is what is proven', async ({
    expect,
  }) => {
    const { heroku, slack } = rooms.stage();
    const room = rooms.room();
    await room.asks('ana');
    await room.approves('bo');
    const newest = () => heroku.control.app(room.app).releases[0]?.version;
    await slack.until(() => newest() === 86, 10_000, 'v86');
    // As a request would that was lost on its way and arrives now.
    heroku.control.release(room.app, 'switchback-bot@raxx.app', { kind: 'rollback', to: 84 });
    const told = await room.sees('bo', /^A second rollback landed/);
    expect(room.readable(told.plain)).toMatchInlineSnapshot(`
      "A second rollback landed: v87 (Rollback to v84) at HH:MM UTC. @Ana @Bo
      I sent one. Look at \`heroku releases -a raxx-api-prod\` before doing anything else."
    `);
    await room.becomes('recovered');
    await room.sees('bo', /^Rollback confirmed: v87 \(Rollback to v84\)/);
    expect(room.posts()).toEqual(['answered, acted']);
    // v86 is ours too, and has the same code: undoing goes past it, to what was bad.
    const live = await room.sees('ana', /\[Undo\]/);
    await room.busy('ana', async () => {
      const undo = await room.fills('ana', () => room.as('ana').tap(live, 'rollback.undo'));
      expect(undo.text()).toMatch(/v87 → v85\* \(undo of/);
    });
  });
});
