/** Nobody else is there: one person approves alone, with a code, in front of everybody, and a second one looks later. */
import { beforeAll, describe, test } from 'vitest';
import type { SeenMessage } from '../../rehearsal/slack/people/sight.ts';
import { authenticators } from './authenticators.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 8 }, { rate: 10 });
const phones = authenticators(rooms);
beforeAll(async () => {
  await phones.sets('ana', 'ops');
});

/** [Approve alone], every warning ticked, the code typed; the modal is left to be submitted. */
async function alone(room: Room, offer: SeenMessage, action = 'rollback.approve-alone') {
  await room.as('ana').tap(offer, action);
  return room.filledReview('ana');
}

async function approvesAlone(room: Room, offer: SeenMessage): Promise<void> {
  await room.busy('ana', async () => {
    const modal = await alone(room, offer);
    await phones.withCode('ana', async (code) => {
      await modal.fill('code', 'code', code);
      const sent = await modal.submit();
      if (sent.kind !== 'closed') throw new Error(`${sent.kind}: ${modal.text()}`);
    });
  });
}

describe.concurrent('nobody answers', () => {
  test('called again after a minute, offered after two, approved alone, looked at by Bo', async ({
    expect,
  }) => {
    const room = rooms.room();
    const request = await room.asks('ana');
    expect(await room.tells('ana', 'rollback.review', request)).toMatchInlineSnapshot(`
      "You asked for this rollback, so a second person must approve it. Nothing was done.
      If nobody has by HH:MM:SS UTC, you may approve alone, with a code."
    `);
    const again = await room.sees('bo', /^Still waiting/);
    expect(room.readable(again.plain)).toMatchInlineSnapshot(
      `"Still waiting for an approval: raxx-api-prod v85 → v84, asked HH:MM UTC. @operators @Kristerpher"`,
    );
    const direct = await rooms.stage().slack.until(
      () =>
        room
          .as('bo')
          .directMessages()
          .find(({ plain }) => plain.includes('still waiting') && plain.includes(room.app)),
      5_000,
      'a second direct message',
    );
    expect(room.readable(direct.plain)).toMatchInlineSnapshot(`
      "Ana is still waiting for you: raxx-api-prod v85 → v84. signup 500s since 02:58 UTC
      Review it in #ops; it expires at HH:MM UTC."
    `);
    const offer = await room.sees('ana', /^Nobody has answered/, 40_000);
    expect(room.readable(offer.plain)).toMatchInlineSnapshot(`
      "Nobody has answered: raxx-api-prod v85 → v84. You may approve it alone now, with a code. @Ana
      Everybody on call hears of it, and somebody looks at it within 24 hours.
      [Approve alone]"
    `);
    await rooms
      .stage()
      .slack.until(
        () => room.as('ana').find('dm', new RegExp(`^Nobody has answered: ${room.app} `)),
        20_000,
        'the same in a direct message',
      );
    await room.busy('ana', async () => {
      const modal = await alone(room, offer);
      expect(room.readable(modal.text())).toMatchInlineSnapshot(`
        "── Review rollback ──
        *raxx-api-prod v85 → v84*
        signup 500s since 02:58 UTC · Ana asked HH:MM UTC
        *CLEAR* · 2/2 dynos crashed · smoke 503 · H10: N since v85, 0 before · tracebacks: N since v85, 0 before
        The code your authenticator app shows now
          ____ 123456
        *Roll back*: dynos crash, smoke fails, errors since v85.
        Undoes 1 release, 3 commits (Ben, Cy) · v84 ran 6 days · Deploy 69eec518 by cy@raxx.app
        • v85 Deploy e07f41b2 · ben@raxx.app · HH:MM UTC
        Config: no change · Migration: none · Expect ~77 s (release command 47 s last time)
        Traceback: ImportError: cannot import name 'SignupForm' from 'signup.forms' (/app/signup/forms.py) at signup/validation.py:31, changed in this release
        [Not now] [Roll back to v84]"
      `);
      expect(await modal.submit()).toMatchObject({ kind: 'incomplete' });
      await modal.fill('code', 'code', '12345x');
      expect(await modal.submit()).toMatchObject({ kind: 'errors' });
      expect(room.readable(modal.text())).toContain('A code is six digits. Nothing was done.');
      await phones.withCode('ana', async (code) => {
        await modal.fill('code', 'code', String((Number(code) + 1) % 1_000_000).padStart(6, '0'));
        expect(await modal.submit()).toMatchObject({ kind: 'errors' });
        expect(room.readable(modal.text())).toContain('This code is wrong, or too old.');
        await modal.fill('code', 'code', code);
        expect(await modal.submit()).toMatchObject({ kind: 'closed' });
      });
    });
    const loud = await room.sees('kim', /approved alone/);
    expect(room.readable(loud.plain)).toMatchInlineSnapshot(`
      "Ana approved alone, with a code, at HH:MM UTC: raxx-api-prod v85 → v84. Sending now. @operators @Kristerpher
      Within 24 hours somebody else looks at whether that was right.
      [Looks right] [Something is wrong]"
    `);
    expect(loud.broadcast).toBe(true);
    await room.becomes('recovered');
    expect(room.posts()).toEqual(['answered, acted']);
    expect(room.readable((await room.sees('kim', /· RECOVERED ·/)).plain)).toMatch(
      /✓ Approved Ana alone HH:MM:SS UTC/,
    );
    expect(await room.operation()).toMatchObject({ approved_how: 'solo', override_reason: null });

    expect(await room.tells('ana', 'second-look.right', loud)).toMatchInlineSnapshot(`
      "You approved this alone, so a second person looks at it. Nothing was done.
      Ask another operator to."
    `);
    expect(await room.tells('sue', 'second-look.right', loud)).toMatchInlineSnapshot(`
      "Looking at it as the second person needs the operator or superadmin role; you have support. Nothing was done.
      Operators: Ana, Kristerpher, Bo, Kim."
    `);
    expect(await room.tells('raxx-dev-bot', 'second-look.right', loud)).toMatchInlineSnapshot(`
      "Looking at it as the second person needs a human; agents may ask, not approve. Nothing was done.
      Operators: Ana, Kristerpher, Bo, Kim."
    `);
    await room.as('bo').tap(loud, 'second-look.right');
    expect(room.readable((await room.sees('ana', /^Bo looked at/)).plain)).toMatchInlineSnapshot(
      `"Bo looked at raxx-api-prod v85 → v84 at HH:MM UTC: it was right. @Ana"`,
    );
    expect(await room.tells('kim', 'second-look.wrong', loud)).toMatchInlineSnapshot(`
      "Bo looked at it at HH:MM UTC. Nothing more was done.
      What they found is in the thread."
    `);
  });

  test('somebody looks and finds something wrong: said loudly, with their words', async ({ expect }) => {
    const { slack } = rooms.stage();
    const room = rooms.room();
    await room.asks('ana');
    await approvesAlone(room, await room.sees('ana', /^Nobody has answered/, 40_000));
    const loud = await room.sees('kim', /approved alone/);
    await room.busy('kim', async () => {
      await room.as('kim').tap(loud, 'second-look.wrong');
      const modal = await slack.until(() => room.as('kim').modal(), 5_000, 'the form');
      expect(room.readable(modal.text())).toMatchInlineSnapshot(`
        "── Something is wrong ──
        raxx-api-prod v85 → v84
        What is wrong?
          ____
          Said in the channel, and kept in the audit log.
        [Not now] [Say so]"
      `);
      await modal.fill('note', 'note', 'v85 was fine; the database was at fault <!channel>');
      expect(await modal.submit()).toMatchObject({ kind: 'closed' });
    });
    const wrong = await room.sees('ana', /something is wrong/);
    expect(room.readable(wrong.plain)).toMatchInlineSnapshot(`
      "Kim looked at raxx-api-prod v85 → v84 at HH:MM UTC: something is wrong. @Ana
      v85 was fine; the database was at fault <!channel>"
    `);
    expect(wrong.broadcast).toBe(true);
    expect(
      room
        .as('ana')
        .notifications()
        .some(({ why }) => why === 'everyone'),
    ).toBe(false);
    await room.becomes('recovered');
  });

  test('a second person is still in time: the offer is worth nothing then', async ({ expect }) => {
    const room = rooms.room();
    await room.asks('ana');
    const offer = await room.sees('ana', /^Nobody has answered/, 40_000);
    await room.busy('ana', async () => {
      const modal = await alone(room, offer);
      expect(await room.approves('bo')).toMatchObject({ kind: 'closed' });
      await phones.withCode('ana', async (code) => {
        await modal.fill('code', 'code', code);
        expect(await modal.submit()).toMatchObject({ kind: 'updated' });
      });
      expect(room.readable(room.as('ana').modal()?.text() ?? '')).toContain(
        'Already handled: approved by Bo',
      );
      await room.as('ana').closeModal();
    });
    await room.becomes('recovered');
    expect(await room.operation()).toMatchObject({ approved_how: 'two-person' });
    expect(room.posts()).toEqual(['answered, acted']);
  });
});

test('an agent that asks is never offered to approve; it is told who can', async ({ expect }) => {
  const room = rooms.room();
  await room.asks('raxx-dev-bot');
  const told = await room.sees('ana', /^Nobody has answered/, 40_000);
  expect(room.readable(told.plain)).toMatchInlineSnapshot(`
    "Nobody has answered: raxx-api-prod v85 → v84. @raxx-dev-bot
    These can approve: Ana, Kristerpher, Bo, Kim. Call one of them; it expires at HH:MM UTC."
  `);
  await room.as('ana').slash(room.channel, `/rollback cancel ${room.app}`);
  await room.becomes('cancelled');
});

test('without a second factor: the offer says how to get one, the form too', async ({ expect }) => {
  const room = rooms.room();
  await room.asks('kim');
  const offer = await room.sees('kim', /^Nobody has answered/, 40_000);
  expect(room.readable(offer.plain)).toMatchInlineSnapshot(`
    "Nobody has answered: raxx-api-prod v85 → v84. You may approve it alone now, with a code. @Kim
    You have no second factor yet: type \`/ops totp\` first, it takes a minute.
    [Approve alone]"
  `);
  await room.busy('kim', async () => {
    await room.as('kim').tap(offer, 'rollback.approve-alone');
    const modal = await room.filledReview('kim');
    expect(room.readable(modal.text())).toContain(
      'You have no second factor yet: type `/ops totp`, then review again.',
    );
    expect(modal.view().view.submit).toBeUndefined();
    await modal.close();
  });
  const nag = room
    .as('kim')
    .directMessages()
    .filter(({ plain }) => plain.startsWith('You are on call'));
  expect(nag.map(({ plain }) => plain)).toMatchInlineSnapshot(`
    [
      "You are on call and have no second factor: alone at night you could ask for a rollback, not approve it.
    Set it up now with \`/ops totp\`; it takes a minute.",
    ]
  `);
});
