/** Where guarded config vars would change: the code comes back, the config stays, and the outcome is attributed exactly (ruling 7). */
import { describe, test } from 'vitest';
import type { Fault } from '../../rehearsal/heroku/faults.ts';
import { GUARDED_TARGET, openRooms, type Room } from './rooms.ts';

// The POST's own 20 s at 20 times the pace.
const rooms = openRooms({ 'raxx-api-prod': 6, 'raxx-api-staging': 1 }, { times: { sendDeadlineMs: 1_000 } });

/** Ana asks, Bo approves, with this in store for the POST. */
async function sends(room: Room, fate?: Fault['fate'], more: Partial<Fault> = {}): Promise<void> {
  await room.asksForCode('ana');
  if (fate || more.modifiers)
    rooms.stage().heroku.control.fault({
      on: 'release-create',
      app: room.app,
      ...(fate ? { fate } : {}),
      ...more,
    });
  const sent = await room.approves('bo');
  if (sent.kind !== 'closed') throw new Error(sent.kind);
}

describe.concurrent('code only', () => {
  test('BLOCKED by a guarded var: one tap asks for the code alone, and the config that runs stays as it is', async ({
    expect,
  }) => {
    const { heroku } = rooms.stage();
    const room = rooms.room();
    const blocked = await room.asks('ana', GUARDED_TARGET);
    expect(room.readable(blocked.plain)).toMatchInlineSnapshot(`
      "*Approve?* raxx-api-prod v85 → v80 @operators @Kristerpher
      signup 500s since 02:58 UTC · Ana asks
      *BLOCKED* · 2/2 dynos crashed · smoke 503 · H10: N since v85, 0 before · tracebacks: N since v85, 0 before
      ⛔ Guarded config vars would change: STRIPE_API_KEY. Roll forward, or take code only where it is offered.
      ⚠ Config vars go back too: FLAG_BETA_WALKTHROUGH, STRIPE_API_KEY vanish.
      Undoes 5 releases, 9 commits (Ben, Cy) · v80 ran 2 days · Deploy 5c1e9a07 by cy@raxx.app
      • v85 Deploy e07f41b2 · ben@raxx.app · HH:MM UTC
      • v84 Deploy 69eec518 · cy@raxx.app · 6 days ago
      • v83 Set FLAG_BETA_WALKTHROUGH config vars · kristerpher@raxx.app · 9 days ago
      • v82 Deploy 9b40d2f1 · ben@raxx.app · 12 days ago
      • v81 Set STRIPE_API_KEY config vars · kristerpher@raxx.app · 18 days ago
      Config: 2 go back · Migration: none · Expect ~77 s (release command 47 s last time)
      Traceback: ImportError: cannot import name 'SignupForm' from 'signup.forms' (/app/signup/forms.py) at signup/validation.py:31, changed in this release
      Asked HH:MM:SS UTC · expires HH:MM UTC · By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx
      [Review] [Reject] [Cancel] [Code only instead]"
    `);
    const { configNames } = heroku.control.app(room.app);
    await room.busy('kim', async () => {
      const modal = await room.fills('kim', () => room.as('kim').tap(blocked, 'rollback.code-only-instead'));
      expect(room.readable(modal.text())).toMatchInlineSnapshot(`
        "── Roll back ──
        *raxx-api-prod v85 → v80* (code only)
        What is broken?
          signup 500s since 02:58 UTC
          A few words; they open the incident.
        Worse than an outage? (optional)
          [ ] Data is being damaged
        Go back to
          [v80 ▾]
        What comes back?
          ( ) The whole release: code and config vars
          (o) Code only: config vars stay as they are now
        *CLEAR* · 2/2 dynos crashed · smoke 503 · H10: N since v85, 0 before · tracebacks: N since v85, 0 before
        *Roll back*: dynos crash, smoke fails, errors since v85.
        Undoes 5 releases, 9 commits (Ben, Cy) · v80 ran 2 days · Deploy 5c1e9a07 by cy@raxx.app
        • v85 Deploy e07f41b2 · ben@raxx.app · HH:MM UTC
        • v84 Deploy 69eec518 · cy@raxx.app · 6 days ago
        • v83 Set FLAG_BETA_WALKTHROUGH config vars · kristerpher@raxx.app · 9 days ago
        • v82 Deploy 9b40d2f1 · ben@raxx.app · 12 days ago
        • v81 Set STRIPE_API_KEY config vars · kristerpher@raxx.app · 18 days ago
        Config: kept · Migration: none · Expect ~77 s (release command 47 s last time)
        Traceback: ImportError: cannot import name 'SignupForm' from 'signup.forms' (/app/signup/forms.py) at signup/validation.py:31, changed in this release
        Incident open since HH:MM UTC: signup 500s since 02:58 UTC
        [Cancel] [Ask for approval]"
      `);
      expect(await modal.submit()).toMatchObject({ kind: 'closed' });
    });
    await room.sees('bo', /Approve\?\* \S+ v85 → v80 \(code only\)[\s\S]*(NEEDS|CLEAR)/);
    await room.approves('bo');
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
      *raxx-api-prod v85 → v80* · SUPERSEDED · M:SS
      ✗ Superseded by Kim HH:MM:SS UTC
      Ended HH:MM:SS UTC
      By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx
      ---
      Replaced by Kim at HH:MM UTC: raxx-api-prod v85 → v80. Nothing was sent. @Ana
      The new request is rb-xxxxxxxx.
      ---
      *raxx-api-prod v85 → v80 (code only)* · RECOVERED · M:SS
      ✓ Approved Bo HH:MM:SS UTC · sent HH:MM:SS UTC → v86
      ✓ Release v86 succeeded, command NN s
      ✓ Dynos on v86: 2 of 2
      ✓ Smoke: 200 (503 before)
      ✓ Recovered HH:MM:SS UTC, held, confirmed
      Ended HH:MM:SS UTC
      By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx
      [Still broken] [Note]
      ---
      Approved by Bo at HH:MM UTC: raxx-api-prod v85 → v80 (code only). Sending now. @Kim @Bo
      ---
      Rolling back the code of raxx-api-prod from v85 to v80, config vars kept. Initiated at HH:MM UTC.
      ---
      Draft for customers, now that the rollback is live. [Publish] puts it into #status as it stands:
      > We have rolled back to the previous release. The platform is recovering. We will confirm full recovery shortly.
      [Publish] [Edit]
      ---
      Code-only rollback confirmed: v86 (code of v80, config kept) is live, dynos up, smoke check passing. HH:MM UTC. Wall-clock: N min.
      ---
      raxx-api-prod is back on v80's code, M:SS after the request. @Kim @Bo
      I watch its dynos for 5 more minutes and its releases for 15. CI may not deploy v85 again until somebody unlocks.
      [Close incident] [Unlock deploys] [Undo]
      ---
      Draft for customers, once you have seen for yourself that it works. [Publish] puts it into #status as it stands:
      > The platform has recovered. Thank you for your patience. We are conducting a post-incident review.
      [Publish] [Edit]"
    `);
    const { id } = await room.operation();
    expect(heroku.control.app(room.app).releases[0]?.description).toBe(
      `Code of v80, config kept (Switchback ${id})`,
    );
    expect(heroku.control.app(room.app).configNames).toEqual(configNames);
    expect(configNames).toContain('STRIPE_API_KEY');
    expect(room.posts('release-create')).toEqual(['answered, acted']);
    expect(room.posts()).toEqual([]);
    const record = await room.as('ana').slash(room.channel, `/drill record ${room.app}`);
    expect(record.notice).toBeNull();
    const row = room.readable((await room.sees('ana', /^```/)).plain);
    expect(row.replace(/\| (?:<1|\d+) \| Success/, '| N | Success')).toMatchInlineSnapshot(`
      "\`\`\`
      | Date (UTC) | App | Operator | Bad release | Rolled to | Wall-clock (min) | Outcome |
      |---|---|---|---|---|---|---|
      | YYYY-MM-DD HH:MM:SS UTC | raxx-api-prod | Kim (approved by Bo) | v85 | v80 | N | Success — v86 appeared (code only, config kept), 2 dynos up, smoke check passing |
      \`\`\`"
    `);
  });

  test('where nobody approves: what is blocked ends, and its card offers the code alone', async ({
    expect,
  }) => {
    const room = rooms.room('raxx-api-staging');
    await room.released({ kind: 'config', name: 'NEW_API_KEY' });
    await room.busy('ana', async () => {
      const modal = await room.opens('ana', 'v430');
      await modal.submit();
    });
    await room.becomes('refused');
    const card = await room.sees('ana', /NOT RUN[\s\S]*\[Code only instead\]/);
    expect(room.readable(card.plain)).toMatchInlineSnapshot(`
      "*raxx-api-staging v434 → v430* · NOT RUN · M:SS
      ⛔ Guarded config vars would change: NEW_API_KEY. Roll forward, or take code only where it is offered.
      ⚠ The fault did not begin with v434, as far as dynos, smoke and logs show.
      ⚠ Config vars go back too: NEW_API_KEY vanishes.
      [Code only instead]
      Ended HH:MM:SS UTC
      By hand: \`heroku ps -a raxx-api-staging\` · rb-xxxxxxxx"
    `);
    await room.busy('ana', async () => {
      const modal = await room.fills('ana', () => room.as('ana').tap(card, 'rollback.code-only-instead'));
      expect(await modal.submit()).toMatchObject({ kind: 'closed' });
    });
    await room.becomes('recovered');
    expect(room.posts('release-create')).toEqual(['answered, acted']);
  });

  test('the request it replaces ends, says so, and offers nothing any more', async ({ expect }) => {
    const room = rooms.room();
    await room.asksForCode('ana');
    const former = await rooms.stage().database.pool.query({
      text: `select status, ending ->> 'why' as why from operation where app = $1 order by requested_at`,
      values: [room.app],
    });
    expect(former.rows).toEqual([
      { status: 'superseded', why: 'replaced' },
      { status: 'requested', why: null },
    ]);
    expect(room.readable((await room.sees('bo', /^Replaced by/)).plain)).toMatchInlineSnapshot(`
      "Replaced by Ana at HH:MM UTC: raxx-api-prod v85 → v80. Nothing was sent. @Ana
      The new request is rb-xxxxxxxx."
    `);
    const old = await room.sees('ana', /SUPERSEDED/);
    expect(old.plain).not.toContain('[Code only instead]');
    expect(room.posts('release-create')).toEqual([]);
  });
});

describe.concurrent('the answer is lost', () => {
  test('after Heroku acted: known again by its description, adopted, verified; one POST', async ({
    expect,
  }) => {
    const room = rooms.room();
    await sends(room, { kind: 'lost-after-acting' });
    await room.becomes('recovered');
    expect(room.readable((await room.sees('bo', /^It did happen/)).plain)).toMatchInlineSnapshot(
      `"It did happen: Heroku lists v86 (code of v80, config kept). Verifying it now."`,
    );
    expect(room.posts('release-create')).toEqual(['lost-after-acting, acted']);
  });

  test('and somebody else released meanwhile: not adopted, a person looks', async ({ expect }) => {
    const room = rooms.room();
    const what = { kind: 'deploy', commit: 'feedc0de1234' } as const;
    await sends(
      room,
      { kind: 'reset-before-acting' },
      { modifiers: [{ kind: 'foreign-release', when: 'before', by: 'ben@raxx.app', what }] },
    );
    await room.becomes('needs_human');
    await room.sees('bo', /ben@raxx\.app released v86 \(Deploy feedc0de\) meanwhile/);
    expect(room.posts('release-create')).toEqual(['reset-before-acting']);
  });
});

describe.concurrent('Heroku does not take it', () => {
  test('its code was deleted between the last look and the POST: nothing changed, and what to do', async ({
    expect,
  }) => {
    const { heroku, database } = rooms.stage();
    const room = rooms.room();
    heroku.control.onRequest(({ boundary, request }) => {
      const ours = request.name === 'release-create' && request.app === room.app;
      if (boundary !== 'received' || !ours) return;
      for (const version of [80, 81]) heroku.control.expire(room.app, version);
    });
    await sends(room);
    await room.becomes('refused');
    expect(room.readable((await room.sees('bo', /^Heroku refused/)).plain)).toMatchInlineSnapshot(`
      "Heroku refused the rollback raxx-api-prod v85 → v80 (code only) (404 not_found). Nothing changed. @Ana @Bo
      Heroku may have deleted v80's code: \`heroku releases -a raxx-api-prod\`. Another release: \`/rollback raxx-api-prod\`"
    `);
    const locks = await database.pool.query({
      text: 'select 1 from deploy_lock where app = $1 and removed_at is null',
      values: [room.app],
    });
    expect(locks.rows).toEqual([]);
    expect(room.posts('release-create')).toEqual(['answered, acted']);
  });

  test('the token may not: by hand there is no code only, and that is said', async ({ expect }) => {
    const room = rooms.room();
    await sends(room, { kind: 'no-scope' });
    await room.becomes('refused');
    expect(room.readable((await room.sees('bo', /^Heroku refused/)).plain)).toMatchInlineSnapshot(`
      "Heroku refused the rollback raxx-api-prod v85 → v80 (code only) (403 forbidden). Nothing changed. @Ana @Bo
      My token may not release this app: ask its owner. By hand there is no code only: \`heroku rollback v80 -a raxx-api-prod\` puts v80's config vars back too"
    `);
  });
});
