/** Between asking and sending: who may decide, once, on what they were shown, and what an old button still does. */
import { describe, test } from 'vitest';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms(
  { 'raxx-api-prod': 9, 'raxx-api-staging': 1 },
  {
    // Slow enough that a busy machine does not spend the five minutes in between.
    rate: 10,
    // Nobody alone: how fast the stage's time runs must not decide who may.
    setUp: { apps: { 'raxx-api-prod': { solo_after: null } } },
  },
);
const KRISTERPHER = 'kristerpher@raxx.app';
const CONFIG = { kind: 'config', name: 'FLAG_NEW_SIGNUP' } as const;

/** The run's own reads come after the approval: the next list read finds the new release. */
function releaseBeforeTheSend(room: Room): void {
  rooms.stage().heroku.control.fault({
    on: 'releases-read',
    app: room.app,
    modifiers: [{ kind: 'foreign-release', when: 'before', by: KRISTERPHER, what: CONFIG }],
  });
}

describe.concurrent('stale', () => {
  test('a release lands after the review: nothing is sent, and one tap by the same approver renews it', async ({
    expect,
  }) => {
    const { slack } = rooms.stage();
    const room = rooms.room();
    await room.asks('ana');
    await room.busy('bo', async () => {
      const review = await room.reviews('bo');
      await room.released(CONFIG);
      expect(await review.submit()).toMatchObject({ kind: 'closed' });
    });
    await room.becomes('stale');
    const stale = await room.sees('bo', /^Not run/);
    expect(room.readable(stale.plain)).toMatchInlineSnapshot(`
      "Not run: kristerpher@raxx.app released v86 (Set FLAG_NEW_SIGNUP config vars) at HH:MM UTC, after you looked. @Ana @Bo
      Nothing was sent. Review v86 → v84?
      [Review v86 → v84]"
    `);
    expect(room.readable((await room.sees('bo', /· NOT RUN ·/)).plain)).toMatchInlineSnapshot(`
      "*raxx-api-prod v85 → v84* · NOT RUN · M:SS
      ✓ Approved Bo HH:MM:SS UTC
      Ended HH:MM:SS UTC
      By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx"
    `);
    expect(room.posts()).toEqual([]);
    const locks = await rooms.stage().database.pool.query({
      text: 'select 1 from deploy_lock where app = $1',
      values: [room.app],
    });
    expect(locks.rows).toEqual([]);

    expect(await room.tells('ana', 'rollback.renew', stale)).toMatchInlineSnapshot(`
      "You asked for this rollback, so a second person must approve it. Nothing was done.
      Another operator can; they have been told."
    `);
    await room.busy('bo', async () => {
      await room.as('bo').tap(stale, 'rollback.renew');
      const renewal = await slack.until(() => room.as('bo').modal(), 5_000);
      await slack.until(
        () => renewal.text().includes('[Roll back to v84]'),
        8_000,
        () => renewal.text(),
      );
      expect(room.readable(renewal.text())).toMatchInlineSnapshot(`
        "── Review rollback ──
        *raxx-api-prod v86 → v84*
        signup 500s since 02:58 UTC · Ana asked HH:MM UTC
        *NEEDS ACKNOWLEDGEMENT* · 2/2 dynos crashed · smoke 503 · H10: N since v86, N before · tracebacks: N since v86, N before
        ⚠ kristerpher@raxx.app released v86 (Set FLAG_NEW_SIGNUP config vars) after this was asked.
        ⚠ Config vars go back too: FLAG_NEW_SIGNUP vanishes.
        I know that
          [ ] Somebody released after this was asked
          [ ] Config vars change back with the release
        *Roll back*: dynos crash, smoke fails, errors since v86.
        Undoes 2 releases, 3 commits (Ben, Cy) · v84 ran 6 days · Deploy 69eec518 by cy@raxx.app
        • v86 Set FLAG_NEW_SIGNUP config vars · kristerpher@raxx.app · HH:MM UTC
        • v85 Deploy e07f41b2 · ben@raxx.app · HH:MM UTC
        Config: 1 goes back · Migration: none · Expect ~NN s (release command N s last time)
        Traceback: ImportError: cannot import name 'SignupForm' from 'signup.forms' (/app/signup/forms.py) at signup/validation.py:31, changed in this release
        [Not now] [Roll back to v84]"
      `);
      await renewal.tick('ticks', 'ticks');
      expect(await renewal.submit()).toMatchObject({ kind: 'closed' });
    });
    await room.becomes('recovered');
    await room.sees('bo', /RECOVERED/);
    await room.sees('bo', /I watch it/);
    expect(room.reads('bo')).toMatchInlineSnapshot(`
      "Incident open: raxx-api-prod signup 500s since 02:58 UTC. Investigating. Started: HH:MM UTC
      ---
      Draft for customers, while you look. [Publish] puts it into #status as it stands:
      > We are investigating an issue affecting the trading platform. Our team is on it and we will post an update within 15 minutes.
      [ ] Add: No account data has been affected.
      [Publish] [Edit]
      ---
      *raxx-api-prod v85 → v84* · NOT RUN · M:SS
      ✓ Approved Bo HH:MM:SS UTC
      Ended HH:MM:SS UTC
      By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx
      ---
      Approved by Bo at HH:MM UTC: raxx-api-prod v85 → v84. Sending now. @Ana @Bo
      ---
      Not run: kristerpher@raxx.app released v86 (Set FLAG_NEW_SIGNUP config vars) at HH:MM UTC, after you looked. @Ana @Bo
      Nothing was sent. Review v86 → v84?
      [Review v86 → v84]
      ---
      *raxx-api-prod v86 → v84* · RECOVERED · M:SS
      ✓ Approved Bo HH:MM:SS UTC · sent HH:MM:SS UTC → v87
      ✓ Release v87 succeeded, command NN s
      ✓ Dynos on v87: 2 of 2
      ✓ Smoke: 200 (503 before)
      ✓ Recovered HH:MM:SS UTC, held, confirmed
      Ended HH:MM:SS UTC
      By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx
      [Still broken] [Note]
      ---
      Approved by Bo at HH:MM UTC: raxx-api-prod v86 → v84. Sending now. @Ana @Bo
      ---
      Rolling back raxx-api-prod from v86 to v84. Initiated at HH:MM UTC.
      ---
      Draft for customers, now that the rollback is live. [Publish] puts it into #status as it stands:
      > We have rolled back to the previous release. The platform is recovering. We will confirm full recovery shortly.
      [Publish] [Edit]
      ---
      Rollback confirmed: v87 (Rollback to v84) is live, dynos up, smoke check passing. HH:MM UTC. Wall-clock: N min.
      ---
      raxx-api-prod is back on v84's code, M:SS after the request. @Ana @Bo
      I watch its dynos for 5 more minutes and its releases for 15. CI may not deploy v86 again until somebody unlocks.
      [Close incident] [Unlock deploys] [Undo]
      ---
      Draft for customers, once you have seen for yourself that it works. [Publish] puts it into #status as it stands:
      > The platform has recovered. Thank you for your patience. We are conducting a post-incident review.
      [Publish] [Edit]"
    `);
    expect(await room.tells('kim', 'rollback.renew', stale)).toMatchInlineSnapshot(`
      "Already handled: approved by Bo at HH:MM UTC, now done and recovered. Nothing more was done.
      The card in the channel shows where it stands."
    `);
    expect(room.posts()).toEqual(['answered, acted']);
  });

  test('a release lands between approval and send: nothing is sent, author and release are named', async ({
    expect,
  }) => {
    const room = rooms.room();
    await room.asks('ana');
    await room.busy('bo', async () => {
      const review = await room.reviews('bo');
      releaseBeforeTheSend(room);
      await review.submit();
    });
    await room.becomes('stale');
    expect(room.readable((await room.sees('bo', /^Not run/)).plain)).toMatchInlineSnapshot(`
      "Not run: kristerpher@raxx.app released v86 (Set FLAG_NEW_SIGNUP config vars) at HH:MM UTC, after you looked. @Ana @Bo
      Nothing was sent. Review v86 → v84?
      [Review v86 → v84]"
    `);
    expect(room.posts()).toEqual([]);
  });

  test('a release lands after the request: the approver is warned, and may go on', async ({ expect }) => {
    const room = rooms.room();
    await room.asks('ana');
    await room.released(CONFIG);
    await room.busy('bo', async () => {
      const review = await room.reviews('bo');
      expect(room.readable(review.text())).toMatchInlineSnapshot(`
        "── Review rollback ──
        *raxx-api-prod v86 → v84*
        signup 500s since 02:58 UTC · Ana asked HH:MM UTC
        *NEEDS ACKNOWLEDGEMENT* · 2/2 dynos crashed · smoke 503 · H10: N since v86, N before · tracebacks: N since v86, N before
        ⚠ kristerpher@raxx.app released v86 (Set FLAG_NEW_SIGNUP config vars) after this was asked.
        ⚠ Config vars go back too: FLAG_NEW_SIGNUP vanishes.
        I know that
          [x] Somebody released after this was asked
          [x] Config vars change back with the release
        *Roll back*: dynos crash, smoke fails, errors since v86.
        Undoes 2 releases, 3 commits (Ben, Cy) · v84 ran 6 days · Deploy 69eec518 by cy@raxx.app
        • v86 Set FLAG_NEW_SIGNUP config vars · kristerpher@raxx.app · HH:MM UTC
        • v85 Deploy e07f41b2 · ben@raxx.app · HH:MM UTC
        Config: 1 goes back · Migration: none · Expect ~NN s (release command N s last time)
        Traceback: ImportError: cannot import name 'SignupForm' from 'signup.forms' (/app/signup/forms.py) at signup/validation.py:31, changed in this release
        [Not now] [Roll back to v84]"
      `);
      expect(await review.submit()).toMatchObject({ kind: 'closed' });
    });
    await room.becomes('recovered');
    expect(room.posts()).toEqual(['answered, acted']);
  });

  test('staging: the requester renews what went stale', async ({ expect }) => {
    const { slack } = rooms.stage();
    const room = rooms.room('raxx-api-staging');
    await room.busy('ana', async () => {
      const ask = await room.opens('ana', 'v430');
      rooms.stage().heroku.control.fault({
        on: 'releases-read',
        app: room.app,
        skip: 2,
        modifiers: [{ kind: 'foreign-release', when: 'before', by: KRISTERPHER, what: CONFIG }],
      });
      await ask.submit();
    });
    const stale = await room.sees('ana', /^Not run/);
    expect(room.readable(stale.plain)).toMatchInlineSnapshot(`
      "Not run: kristerpher@raxx.app released v434 (Set FLAG_NEW_SIGNUP config vars) at HH:MM UTC, after you looked. @Ana
      Nothing was sent. Review v434 → v430?
      [Review v434 → v430]"
    `);
    heroku(room);
    await room.busy('ana', async () => {
      await room.as('ana').tap(stale, 'rollback.renew');
      const renewal = await slack.until(() => room.as('ana').modal(), 5_000);
      await slack.until(
        () => renewal.text().includes('[Roll back to v430]'),
        8_000,
        () => renewal.text(),
      );
      await renewal.tick('ticks', 'ticks');
      await renewal.submit();
    });
    await room.becomes('recovered');
  });
});

/** The release that came in between has settled. */
function heroku(room: Room): void {
  const { control } = rooms.stage().heroku;
  const [newest] = control.app(room.app).releases;
  if (newest) control.endCommand(room.app, newest.version, 'succeeds');
}

describe.concurrent('no', () => {
  test('Kim rejects with a reason; the request’s buttons say so ever after', async ({ expect }) => {
    const room = rooms.room();
    const request = await room.asks('ana');
    await room.busy('kim', async () => {
      await room.as('kim').tap(request, 'rollback.reject');
      const modal =
        room.as('kim').modal() ?? (await rooms.stage().slack.until(() => room.as('kim').modal(), 5_000));
      expect(room.readable(modal.text())).toMatchInlineSnapshot(`
        "── Reject rollback ──
        raxx-api-prod v85 → v84
        Why? (optional)
          ____
        [Not now] [Reject]"
      `);
      await modal.fill('reason', 'reason', 'the flag FLAG_SIGNUP_V2 turns it off <!channel>');
      expect(await modal.submit()).toMatchObject({ kind: 'closed' });
    });
    await room.becomes('rejected');
    expect(room.readable((await room.sees('ana', /^Rejected/)).plain)).toMatchInlineSnapshot(`
      "Rejected by Kim at HH:MM UTC: raxx-api-prod v85 → v84. Nothing was sent. @Ana
      Reason: the flag FLAG_SIGNUP_V2 turns it off <!channel>"
    `);
    expect(room.readable((await room.sees('ana', /· REJECTED ·/)).plain)).toMatchInlineSnapshot(`
      "*raxx-api-prod v85 → v84* · REJECTED · M:SS
      ✗ Rejected by Kim HH:MM:SS UTC: the flag FLAG_SIGNUP_V2 turns it off <!channel>
      Ended HH:MM:SS UTC
      By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx"
    `);
    expect(await room.tells('bo', 'rollback.review', request)).toMatchInlineSnapshot(`
      "Already handled: rejected by Kim at HH:MM UTC. Nothing more was done.
      The card in the channel shows where it stands."
    `);
    expect(await room.tells('bo', 'rollback.reject', request)).toMatchInlineSnapshot(`
      "Already handled: rejected by Kim at HH:MM UTC. Nothing more was done.
      The card in the channel shows where it stands."
    `);
    expect(await room.tells('ana', 'rollback.cancel', request)).toMatchInlineSnapshot(`
      "Already handled: rejected by Kim at HH:MM UTC. Nothing more was done.
      The card in the channel shows where it stands."
    `);
    expect(
      room
        .as('bo')
        .notifications()
        .some(({ why }) => why === 'everyone'),
    ).toBe(false);
    expect(room.posts()).toEqual([]);
  });

  test('Ana cancels by command; a second time there is nothing to cancel', async ({ expect }) => {
    const room = rooms.room();
    await room.asks('ana');
    const ana = room.as('ana');
    await ana.slash(room.channel, `/rollback status ${room.app}`);
    expect(room.readable((await room.sees('ana', /waiting for approval/)).plain)).toMatchInlineSnapshot(
      `"raxx-api-prod v85 → v84 · waiting for approval · asked by Ana YYYY-MM-DD HH:MM:SS UTC · M:SS so far (rb-xxxxxxxx)"`,
    );
    await ana.slash(room.channel, `/rollback cancel ${room.app}`);
    await room.becomes('cancelled');
    expect(room.readable((await room.sees('ana', /^Cancelled\./)).plain)).toMatchInlineSnapshot(
      `"Cancelled. Nothing was sent."`,
    );
    expect(room.readable((await room.sees('ana', /^Cancelled by/)).plain)).toMatchInlineSnapshot(`
      "Cancelled by Ana at HH:MM UTC: raxx-api-prod v85 → v84. Nothing was sent. @Ana
      Ask again with \`/rollback raxx-api-prod\` when it is needed."
    `);
    await ana.slash(room.channel, `/rollback cancel ${room.app}`);
    expect(room.readable((await room.sees('ana', /no rollback under way/)).plain)).toMatchInlineSnapshot(
      `"raxx-api-prod has no rollback under way. Nothing was done."`,
    );
    await ana.slash(room.channel, `/rollback status ${room.app}`);
    expect(room.readable((await room.sees('ana', /· cancelled ·/)).plain)).toMatchInlineSnapshot(
      `"raxx-api-prod v85 → v84 · cancelled · asked by Ana YYYY-MM-DD HH:MM:SS UTC · M:SS in all (rb-xxxxxxxx)"`,
    );
  });

  test('Ana cancels by the button while Bo is looking: his approval does nothing', async ({ expect }) => {
    const room = rooms.room();
    const request = await room.asks('ana');
    await room.busy('bo', async () => {
      const review = await room.reviews('bo');
      await room.as('ana').tap(request, 'rollback.cancel');
      await room.becomes('cancelled');
      expect(await review.submit()).toMatchObject({ kind: 'updated' });
      expect(room.readable(room.as('bo').modal()?.text() ?? '')).toMatchInlineSnapshot(`
        "── Review rollback ──
        Already handled: cancelled by Ana at HH:MM UTC. Nothing more was done.
        The card in the channel shows where it stands.
        [Close]"
      `);
      await review.close();
    });
    expect(room.posts()).toEqual([]);
  });
});

describe.concurrent('yes, once', () => {
  test('Bo and Kim look at the same time; Bo is first, Kim is told who and when', async ({ expect }) => {
    const room = rooms.room();
    const request = await room.asks('ana');
    await room.busy('bo', () =>
      room.busy('kim', async () => {
        const [bos, kims] = [await room.reviews('bo'), await room.reviews('kim')];
        expect(await bos.submit()).toMatchObject({ kind: 'closed' });
        expect(await kims.submit()).toMatchObject({ kind: 'updated' });
        expect(room.readable(room.as('kim').modal()?.text() ?? '')).toMatch(
          /Already handled: approved by Bo at HH:MM UTC(, now being (sent|verified))?\. Nothing more was done\./,
        );
        await kims.close();
      }),
    );
    await room.becomes('recovered');
    // Old buttons of the request, long after.
    expect(await room.tells('kim', 'rollback.review', request)).toMatchInlineSnapshot(`
      "Already handled: approved by Bo at HH:MM UTC, now done and recovered. Nothing more was done.
      The card in the channel shows where it stands."
    `);
    expect(await room.tells('kim', 'rollback.reject', request)).toMatchInlineSnapshot(`
      "Already handled: approved by Bo at HH:MM UTC, now done and recovered. Nothing more was done.
      The card in the channel shows where it stands."
    `);
    expect(await room.tells('ana', 'rollback.cancel', request)).toMatchInlineSnapshot(`
      "Already handled: approved by Bo at HH:MM UTC, now done and recovered. Nothing more was done.
      The card in the channel shows where it stands."
    `);
    expect(room.posts()).toEqual(['answered, acted']);
    expect(
      room
        .as('bo')
        .messages(room.channel)
        .filter(({ plain }) => /^Approved by/.test(plain)),
    ).toHaveLength(1);
  });

  test('both submit in the same moment: exactly one approval counts', async ({ expect }) => {
    const room = rooms.room();
    await room.asks('ana');
    await room.busy('bo', () =>
      room.busy('kim', async () => {
        const modals = [await room.reviews('bo'), await room.reviews('kim')];
        const sent = await Promise.all(modals.map((modal) => modal.submit()));
        expect(sent.map(({ kind }) => kind).sort()).toEqual(['closed', 'updated']);
        await Promise.all(modals.filter((modal) => modal.isOpen()).map((modal) => modal.close()));
      }),
    );
    await room.becomes('recovered');
    expect(room.posts()).toEqual(['answered, acted']);
  });

  test('what the approver saw is no longer so: the form says to look again', async ({ expect }) => {
    const { database } = rooms.stage();
    const room = rooms.room();
    await room.asks('ana');
    await room.busy('bo', async () => {
      const review = await room.reviews('bo');
      await database.pool.query({
        text: `delete from review where operation_id = (select id from operation where app = $1)`,
        values: [room.app],
      });
      expect(await review.submit()).toMatchObject({ kind: 'updated' });
      expect(room.readable(room.as('bo').modal()?.text() ?? '')).toMatchInlineSnapshot(`
        "── Review rollback ──
        What you were shown is no longer what this request says. Nothing was done.
        Tap [Review] again to see it as it is now.
        [Close]"
      `);
      await review.close();
    });
    expect(room.posts()).toEqual([]);
  });
});
