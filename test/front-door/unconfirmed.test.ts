/** When Heroku does not say yes: never a second POST by itself, and a person told the truth (facts/threats.md section 2). */
import { describe, test } from 'vitest';
import type { Fault } from '../../rehearsal/heroku/faults.ts';
import { openRooms, type Room } from './rooms.ts';

// The POST's own 20 s at 20 times the pace.
const rooms = openRooms({ 'raxx-api-prod': 12 }, { times: { sendDeadlineMs: 1_000 } });
const LOST = { kind: 'reset-before-acting' } as const;

/** Asked by Ana, approved by Bo, with this in store for the POST (or the first of them). */
async function sends(room: Room, fate?: Fault['fate'], more: Partial<Fault> = {}): Promise<void> {
  await room.asks('ana');
  if (fate) rooms.stage().heroku.control.fault({ on: 'rollback-post', app: room.app, fate, ...more });
  const sent = await room.approves('bo');
  if (sent.kind !== 'closed') throw new Error(sent.kind);
}

async function locks(room: Room): Promise<number> {
  const found = await rooms.stage().database.pool.query({
    text: 'select 1 from deploy_lock where app = $1 and removed_at is null',
    values: [room.app],
  });
  return found.rows.length;
}

describe.concurrent('the answer is lost', () => {
  test('after Heroku acted: found in the release list, adopted, verified; one POST', async ({ expect }) => {
    const room = rooms.room();
    await sends(room, { kind: 'lost-after-acting' });
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
      *raxx-api-prod v85 → v84* · RECOVERED · M:SS
      ✓ Approved Bo HH:MM:SS UTC · sent HH:MM:SS UTC → v86
      ✓ Release v86 succeeded, command NN s
      ✓ Dynos on v86: 2 of 2
      ✓ Smoke: 200 (503 before)
      ✓ Recovered HH:MM:SS UTC, held, confirmed
      Ended HH:MM:SS UTC
      By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx
      [Still broken] [Note]
      ---
      Approved by Bo at HH:MM UTC: raxx-api-prod v85 → v84. Sending now. @Ana @Bo
      ---
      Rolling back raxx-api-prod from v85 to v84. Initiated at HH:MM UTC.
      ---
      Heroku did not confirm. The rollback may or may not have happened; I will not resend by myself. @Ana @Bo
      Checking until HH:MM UTC. Please don't run it by hand.
      ---
      It did happen: Heroku lists v86 (Rollback to v84). Verifying it now.
      ---
      Draft for customers, now that the rollback is live. [Publish] puts it into #status as it stands:
      > We have rolled back to the previous release. The platform is recovering. We will confirm full recovery shortly.
      [Publish] [Edit]
      ---
      Rollback confirmed: v86 (Rollback to v84) is live, dynos up, smoke check passing. HH:MM UTC. Wall-clock: N min.
      ---
      raxx-api-prod is back on v84's code, M:SS after the request. @Ana @Bo
      I watch its dynos for 5 more minutes and its releases for 15. CI may not deploy v85 again until somebody unlocks.
      [Close incident] [Unlock deploys] [Undo]
      ---
      Draft for customers, once you have seen for yourself that it works. [Publish] puts it into #status as it stands:
      > The platform has recovered. Thank you for your patience. We are conducting a post-incident review.
      [Publish] [Edit]"
    `);
    expect(room.posts()).toEqual(['lost-after-acting, acted']);
  });

  test('and nothing came of it: a person is asked after 90 seconds, sends once more, and it recovers', async ({
    expect,
  }) => {
    const room = rooms.room();
    await sends(room, LOST);
    await room.becomes('needs_human');
    const asked = await room.sees('bo', /\[Send once more\]/);
    expect(room.readsPosts('bo')).toMatchInlineSnapshot(`
      "Incident open: raxx-api-prod signup 500s since 02:58 UTC. Investigating. Started: HH:MM UTC
      ---
      Draft for customers, while you look. [Publish] puts it into #status as it stands:
      > We are investigating an issue affecting the trading platform. Our team is on it and we will post an update within 15 minutes.
      [ ] Add: No account data has been affected.
      [Publish] [Edit]
      ---
      Approved by Bo at HH:MM UTC: raxx-api-prod v85 → v84. Sending now. @Ana @Bo
      ---
      Rolling back raxx-api-prod from v85 to v84. Initiated at HH:MM UTC.
      ---
      Heroku did not confirm. The rollback may or may not have happened; I will not resend by myself. @Ana @Bo
      Checking until HH:MM UTC. Please don't run it by hand.
      ---
      Heroku never confirmed, and v86 has not appeared by HH:MM UTC. It may still land. @Ana @Bo
      [Send once more] could roll back twice if the first one lands late. [Close] leaves raxx-api-prod as it is. Look first: \`heroku releases -a raxx-api-prod\`
      [Send once more] [Close]"
    `);
    const waited = await rooms.stage().database.pool.query({
      text: `select extract(epoch from settled_at - intent_at)::float8 as seconds, outcome from attempt
              where operation_id = (select id from operation where app = $1)`,
      values: [room.app],
    });
    expect(waited.rows).toEqual([{ outcome: 'not_seen', seconds: expect.any(Number) }]);
    expect(Number(waited.rows[0]?.seconds)).toBeGreaterThanOrEqual(90);
    expect(
      await room.sees('bo', /NEEDS A PERSON/).then(({ plain }) => room.readable(plain)),
    ).toMatchInlineSnapshot(`
      "*raxx-api-prod v85 → v84* · NEEDS A PERSON · M:SS of 5:00
      ✓ Approved Bo HH:MM:SS UTC · sent HH:MM:SS UTC
      Waiting for a person
      By hand: \`heroku releases -a raxx-api-prod\` · rb-xxxxxxxx
      [Note]"
    `);

    // The button asks whether one is sure; no means nothing.
    await room.as('kim').tap(asked, 'rollback.send-once-more', { confirm: false });
    expect(room.posts()).toEqual(['reset-before-acting']);
    await room.as('sue').tap(asked, 'rollback.send-once-more');
    expect(room.readable((await room.sees('sue', /operator role|needs the/)).plain)).toMatchInlineSnapshot(`
      "Deciding this needs the operator or superadmin role; you have support. Nothing was done.
      Operators: Ana, Kristerpher, Bo, Kim."
    `);
    await room.as('kim').tap(asked, 'rollback.send-once-more');
    await room.becomes('recovered');
    expect(room.readable((await room.sees('bo', /once more:/)).plain)).toMatchInlineSnapshot(
      `"Kim sends it once more: raxx-api-prod v85 → v84. @Ana @Bo"`,
    );
    expect(room.posts()).toEqual(['reset-before-acting', 'answered, acted']);
    await room.as('kim').tap(asked, 'rollback.send-once-more');
    expect(room.readable((await room.sees('kim', /^Already/)).plain)).toMatchInlineSnapshot(`
      "Already handled: approved by Bo at HH:MM UTC, now done and recovered. Nothing more was done.
      The card in the channel shows where it stands."
    `);
  });

  test('twice: there is no third time, only [Close]', async ({ expect }) => {
    const room = rooms.room();
    await sends(room, { kind: 'hang-before-acting' }, { times: 2 });
    const asked = await room.sees('bo', /\[Send once more\]/);
    await room.as('kim').tap(asked, 'rollback.send-once-more');
    await rooms.stage().slack.until(() => room.posts().length === 2, 10_000, 'the second POST');
    await room.becomes('needs_human');
    const again = await room.sees('bo', /no third time/);
    expect(room.readable(again.plain)).toMatchInlineSnapshot(`
      "Heroku never confirmed, and v86 has not appeared by HH:MM UTC. It may still land. @Ana @Bo
      I was told to send once more and send no third time. [Close] leaves raxx-api-prod as it is. Look first: \`heroku releases -a raxx-api-prod\`
      [Close]"
    `);
    // The older button is still on the screen.
    await room.as('kim').tap(asked, 'rollback.send-once-more');
    expect(room.readable((await room.sees('kim', /sent twice|Already/)).plain)).toMatchInlineSnapshot(`
      "Already handled: approved by Bo at HH:MM UTC, now waiting for a person. Nothing more was done.
      The card in the channel shows where it stands."
    `);
    await room.as('bo').tap(again, 'rollback.close');
    await room.becomes('closed');
    expect(room.readable((await room.sees('bo', /^Closed by/)).plain)).toMatchInlineSnapshot(`
      "Closed by Bo at HH:MM UTC: raxx-api-prod v85 → v84. @Ana @Bo
      It was never confirmed and may still land: I watch for that for 24 h and say so. CI may not deploy until somebody unlocks. See \`heroku releases -a raxx-api-prod\`
      [Unlock deploys]"
    `);
    expect(room.readable((await room.sees('bo', /· CLOSED ·/)).plain)).toMatchInlineSnapshot(`
      "*raxx-api-prod v85 → v84* · CLOSED · M:SS
      ✓ Approved Bo HH:MM:SS UTC · sent HH:MM:SS UTC
      ✗ Closed by Bo HH:MM:SS UTC
      Ended HH:MM:SS UTC
      By hand: \`heroku releases -a raxx-api-prod\` · rb-xxxxxxxx
      [Note]"
    `);
    expect(room.posts()).toEqual(['hang-before-acting', 'hang-before-acting']);
  });

  test('in a 5xx before acting: a person closes it, and a new request is possible', async ({ expect }) => {
    const room = rooms.room();
    await sends(room, { kind: 'error-before-acting', status: 503 });
    const asked = await room.sees('bo', /\[Send once more\]/);
    await room.as('ana').tap(asked, 'rollback.close');
    await room.becomes('closed');
    expect(room.posts()).toEqual(['error-before-acting']);
    await room.asks('ana', 'v84 signup still 500s');
    await room.approves('bo');
    await room.becomes('recovered');
    expect(
      room
        .as('bo')
        .messages(room.channel)
        .filter(({ plain }) => /^Incident open/.test(plain)),
    ).toHaveLength(1);
  });

  test('in a 5xx after acting: adopted', async ({ expect }) => {
    const room = rooms.room();
    await sends(room, { kind: 'error-after-acting', status: 502 });
    await room.becomes('recovered');
    expect(room.posts()).toEqual(['error-after-acting, acted']);
  });

  test('and it lands late, while people are asked: adopted all the same', async ({ expect }) => {
    const room = rooms.room();
    await sends(room, { kind: 'late-landing', ms: 7_000 });
    const asked = await room.sees('bo', /\[Send once more\]/);
    await room.sees('bo', /^It did happen/);
    await room.becomes('recovered');
    await room.as('kim').tap(asked, 'rollback.send-once-more');
    await room.sees('kim', /^Already/);
    await room.as('kim').tap(asked, 'rollback.close');
    expect(room.posts()).toEqual(['late-landing, acted']);
  });

  test('and somebody else released meanwhile: only [Close] is offered', async ({ expect }) => {
    const room = rooms.room();
    await sends(room, LOST, {
      modifiers: [
        {
          kind: 'foreign-release',
          when: 'before',
          by: 'ben@raxx.app',
          what: { kind: 'deploy', commit: 'feedc0de1234' },
        },
      ],
    });
    await room.becomes('needs_human');
    const asked = await room.sees('bo', /\[Close\]/);
    expect(room.readable(asked.plain)).toMatchInlineSnapshot(`
      "Heroku did not confirm, and ben@raxx.app released v86 (Deploy feedc0de) meanwhile. I sent nothing more. @Ana @Bo
      Look at what runs before doing anything: \`heroku ps -a raxx-api-prod\`. Then [Close], and ask anew if it is still needed.
      [Close]"
    `);
    expect(asked.plain).not.toContain('[Send once more]');
    expect(room.posts()).toEqual(['reset-before-acting']);
  });
});

describe.concurrent('Heroku refuses', () => {
  const refusals = [
    ['401', { kind: 'unauthorized' }],
    ['403', { kind: 'no-scope' }],
    ['422', undefined],
  ] as const;
  test.for(refusals)(
    '%s: nothing changed, what to do is said, and the deploy lock is gone',
    async ([status, fate], { expect }) => {
      const { heroku } = rooms.stage();
      const room = rooms.room();
      // The target's code goes away between the last look and the POST.
      if (status === '422')
        heroku.control.onRequest(({ boundary, request }) => {
          const ours = request.name === 'rollback-post' && request.app === room.app;
          if (boundary === 'received' && ours) heroku.control.expire(room.app, 84);
        });
      await sends(room, fate);
      await room.becomes('refused');
      const said = room.readable((await room.sees('bo', /^Heroku refused/)).plain);
      if (status === '401')
        expect(said).toMatchInlineSnapshot(`
        "Heroku refused the rollback raxx-api-prod v85 → v84 (401 unauthorized). Nothing changed. @Ana @Bo
        Heroku does not take my token: renew HEROKU_API_KEY. By hand: \`heroku rollback v84 -a raxx-api-prod\`"
      `);
      else if (status === '403')
        expect(said).toMatchInlineSnapshot(`
        "Heroku refused the rollback raxx-api-prod v85 → v84 (403 forbidden). Nothing changed. @Ana @Bo
        My token may not release this app: ask its owner. By hand: \`heroku rollback v84 -a raxx-api-prod\`"
      `);
      else
        expect(said).toMatchInlineSnapshot(`
        "Heroku refused the rollback raxx-api-prod v85 → v84 (422 invalid_params). Nothing changed. @Ana @Bo
        The target may be too old to go back to: \`heroku releases -a raxx-api-prod\`. Another: \`/rollback raxx-api-prod\`"
      `);
      expect(await locks(room)).toBe(0);
      expect(room.posts()).toHaveLength(1);
    },
  );
});
