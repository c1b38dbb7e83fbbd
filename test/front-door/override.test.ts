/** Against a block: a superadmin, a reason, a code, and everybody hears of it (facts/threats.md T26, S4). */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Modal } from '../../rehearsal/slack/people/modal.ts';
import { authenticators } from './authenticators.ts';
import { GUARDED_TARGET, openRooms, type Room } from './rooms.ts';

/** Release commands take their time here. */
const rooms = openRooms(
  { 'raxx-api-prod': 6 },
  { rate: 10, heroku: { timing: { commandStartsMs: 90_000 } } },
);
const phones = authenticators(rooms);
beforeAll(async () => {
  await phones.sets('kristerpher', 'ops');
});

const WHY = 'the key in v80 is the one the partner uses again <!channel>';

async function overrides(modal: Modal, reason = WHY): Promise<string> {
  return phones.withCode('kristerpher', async (code) => {
    await modal.fill('override', 'override', reason);
    await modal.fill('code', 'code', code);
    return (await modal.submit()).kind;
  });
}

async function audited(room: Room): Promise<readonly string[]> {
  const { id } = await room.operation();
  const { rows } = await rooms.stage().database.pool.query<{ action: string }>({
    text: `select action from audit where target_id = $1 order by seq`,
    values: [id],
  });
  return rows.map(({ action }) => action);
}

/** One superadmin, so one after another: at most two an hour. */
describe('BLOCKED', () => {
  test('an operator is told who can; the superadmin says why, and it goes', async () => {
    const room = rooms.room();
    const card = await room.asks('ana', GUARDED_TARGET);
    await room.busy('bo', async () => {
      const modal = await room.reviews('bo', card);
      expect(room.readable(modal.text())).toContain(
        'A superadmin can override this, with a reason and a code.',
      );
      expect(modal.view().view.submit).toBeUndefined();
      await modal.close();
    });
    await room.busy('kristerpher', async () => {
      const modal = await room.reviews('kristerpher', card);
      expect(room.readable(modal.text())).toMatchInlineSnapshot(`
        "── Review rollback ──
        *raxx-api-prod v85 → v80*
        signup 500s since 02:58 UTC · Ana asked HH:MM UTC
        *BLOCKED* · 2/2 dynos crashed · smoke 503 · H10: N since v85, 0 before · tracebacks: N since v85, 0 before
        ⛔ Guarded config vars would change: STRIPE_API_KEY. Roll forward, or take code only where it is offered.
        ⚠ Config vars go back too: FLAG_BETA_WALKTHROUGH, STRIPE_API_KEY vanish.
        I know that
          [x] Config vars change back with the release
        Why must it go on all the same?
          ____
          Said in the channel, and kept in the audit log.
        The code your authenticator app shows now
          ____ 123456
        *Roll back*: dynos crash, smoke fails, errors since v85.
        Undoes 5 releases, 9 commits (Ben, Cy) · v80 ran 2 days · Deploy 5c1e9a07 by cy@raxx.app
        • v85 Deploy e07f41b2 · ben@raxx.app · HH:MM UTC
        • v84 Deploy 69eec518 · cy@raxx.app · 6 days ago
        • v83 Set FLAG_BETA_WALKTHROUGH config vars · kristerpher@raxx.app · 9 days ago
        • v82 Deploy 9b40d2f1 · ben@raxx.app · 12 days ago
        • v81 Set STRIPE_API_KEY config vars · kristerpher@raxx.app · 18 days ago
        Config: 2 go back · Migration: none · Expect ~77 s (release command 47 s last time)
        Traceback: ImportError: cannot import name 'SignupForm' from 'signup.forms' (/app/signup/forms.py) at signup/validation.py:31, changed in this release
        [Not now] [Override: back to v80]"
      `);
      await modal.fill('code', 'code', '123456');
      expect(await modal.submit()).toMatchObject({ kind: 'incomplete' });
      // Blanks are no reason, and cost no guess.
      await modal.fill('override', 'override', '   ');
      expect(await modal.submit()).toMatchObject({ kind: 'errors' });
      expect(modal.text()).toContain('Say why it must go on all the same');
      expect(await overrides(modal)).toBe('closed');
    });
    const loud = await room.sees('ana', /overrides BLOCKED/);
    expect(room.readable(loud.plain)).toMatchInlineSnapshot(`
      "Kristerpher overrides BLOCKED at HH:MM UTC: raxx-api-prod v85 → v80. @operators @Ana
      It was blocked for: Guarded config vars would change. Kristerpher's reason: the key in v80 is the one the partner uses again <!channel>"
    `);
    expect(loud.broadcast).toBe(true);
    expect(
      room
        .as('ana')
        .notifications()
        .some(({ why }) => why === 'everyone'),
    ).toBe(false);
    await room.becomes('recovered');
    expect(room.posts()).toEqual(['answered, acted']);
    expect(await room.operation()).toMatchObject({ approved_how: 'two-person', override_reason: WHY });
    const actions = await audited(room);
    expect(actions.slice(0, 4)).toEqual([
      'rollback.requested',
      'rollback.overridden',
      'rollback.approved',
      'rollback.intended',
    ]);
    expect(room.readable((await room.sees('kim', /· RECOVERED ·/)).plain)).toContain(
      'overriding a block: the key in v80',
    );
  });

  test('a release command still running is overridden, and the send goes past it', async () => {
    const { heroku } = rooms.stage();
    const room = rooms.room();
    const card = await room.asks('ana');
    heroku.control.release(room.app, 'ben@raxx.app', { kind: 'config', name: 'FLAG_NEW_SIGNUP' });
    await room.busy('kristerpher', async () => {
      const modal = await room.reviews('kristerpher', card);
      expect(room.readable(modal.text())).toMatch(/BLOCKED[\s\S]*is still being released/);
      expect(await overrides(modal, 'its release command hangs')).toBe('closed');
    });
    await room.sees('ana', /overrides BLOCKED/);
    await room.sees('ana', /^Rolling back/);
    expect(room.posts()).toEqual(['answered, acted']);
  });

  test('T26: a third one within the hour is refused; nothing is sent, and the code is not used up', async () => {
    const room = rooms.room();
    const card = await room.asks('ana', GUARDED_TARGET);
    await room.busy('kristerpher', async () => {
      const modal = await room.reviews('kristerpher', card);
      expect(await overrides(modal)).toBe('updated');
      expect(room.readable(room.as('kristerpher').modal()?.text() ?? '')).toMatchInlineSnapshot(`
        "── Review rollback ──
        You have overridden twice within the hour, which is the most one person may. Nothing was done.
        Another superadmin can, or roll forward.
        [Close]"
      `);
      await room.as('kristerpher').closeModal();
    });
    expect(await audited(room)).not.toContain('rollback.overridden');
    expect(room.posts()).toEqual([]);
  });

  test('what Heroku would refuse itself cannot be overridden', async () => {
    const { heroku } = rooms.stage();
    const room = rooms.room();
    const card = await room.asks('ana', GUARDED_TARGET);
    heroku.control.expire(room.app, 80);
    await room.busy('kristerpher', async () => {
      const modal = await room.reviews('kristerpher', card);
      expect(room.readable(modal.text())).toContain(
        'Nobody can override this: Heroku itself would refuse it.',
      );
      expect(modal.view().view.submit).toBeUndefined();
      await modal.close();
    });
    expect(room.posts()).toEqual([]);
  });

  test('nobody overrides what they asked for themselves while a second person is to be waited for', async () => {
    const room = rooms.room();
    const card = await room.asks('kristerpher', GUARDED_TARGET);
    expect(await room.tells('kristerpher', 'rollback.review', card)).toMatchInlineSnapshot(`
      "You asked for this rollback, so a second person must approve it. Nothing was done.
      If nobody has by HH:MM:SS UTC, you may approve alone, with a code."
    `);
    expect(room.posts()).toEqual([]);
  });
});
