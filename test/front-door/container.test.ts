/** Container apps: Heroku has lost the image, people push it again by the checklist, the bot proves it (rollback.md). */
import { describe, test } from 'vitest';
import { KRISTERPHER } from '../../rehearsal/heroku/seed.ts';
import type { SeenMessage } from '../../rehearsal/slack/people/sight.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-velvet-prod': 9 });
const DIGEST = `sha256:${'c0ffee12'.repeat(8)}`;
const TICKS = ['find', 'pull', 'retag', 'push', 'release'] as const;

/** Asked by Ana, approved by Bo, refused by Heroku because the image is gone; the checklist. */
async function imageGone(room: Room, target = 2): Promise<SeenMessage> {
  rooms.stage().heroku.control.imageGone(room.app, target);
  await room.asks('ana', `v${target} checkout is empty`);
  await room.approves('bo');
  await room.becomes('needs_human');
  return room.sees('ana', /Push v\d+'s image to/);
}

/** The checklist as it is now. */
function checklist(room: Room): SeenMessage {
  const found = room.as('ana').find(room.channel, /Push v\d+'s image to/);
  if (!found) throw new Error('no checklist');
  return found;
}

async function ticks(room: Room, handle: string, ...steps: readonly (typeof TICKS)[number][]): Promise<void> {
  for (const step of steps) await room.as(handle).tap(checklist(room), `re-pin.${step}`);
}

/** What somebody's `docker push` and `heroku container:release web` come to. */
function released(room: Room, by = KRISTERPHER) {
  return rooms.stage().heroku.control.release(room.app, by, { kind: 'container', image: DIGEST });
}

describe.concurrent('the image is gone', () => {
  test('two people go through the checklist, the release is found, verified and recorded', async ({
    expect,
  }) => {
    const room = rooms.room('raxx-velvet-prod');
    const opened = await imageGone(room);
    expect(room.readable(opened.plain)).toMatchInlineSnapshot(`
      "*Push v2's image to raxx-velvet-prod again, by hand* · 0 of 5 done
      Image: \`main-3a9f00c2\`, by v2's commit. See in GHCR that it is there.
      [Another tag]
      ☐ 1. Find the image: the good release's commit, its tag in GHCR or the CI log
      \`\`\`
      heroku releases -a raxx-velvet-prod --num 10
      \`\`\`
      [Found]
      ☐ 2. Pull it to your machine
      \`\`\`
      docker pull ghcr.io/raxx-app/trademasterapi/velvet:main-3a9f00c2
      \`\`\`
      [Pulled]
      ☐ 3. Tag it for Heroku
      \`\`\`
      docker tag ghcr.io/raxx-app/trademasterapi/velvet:main-3a9f00c2 registry.heroku.com/raxx-velvet-prod/web
      \`\`\`
      [Tagged]
      ☐ 4. Push it to Heroku's registry
      \`\`\`
      docker push registry.heroku.com/raxx-velvet-prod/web
      \`\`\`
      [Pushed]
      ☐ 5. Release it
      \`\`\`
      heroku container:release web -a raxx-velvet-prod
      \`\`\`
      [Released]
      Config vars stay as they are. v2 had others: FLAG_VELVET_THEME
      Then I look for the release and verify it. By hand: \`heroku releases -a raxx-velvet-prod --num 3\`, \`heroku ps -a raxx-velvet-prod\`
      Refused at the push? \`heroku container:login\` first.
      [Close]"
    `);
    await ticks(room, 'ana', 'find', 'pull');
    await ticks(room, 'kim', 'retag', 'push');
    await ticks(room, 'ana', 'release');
    released(room);
    await room.becomes('recovered');
    await room.sees('bo', /RECOVERED/);
    await room.sees('bo', /I watch it/);
    await room.sees('ana', /runs it/);
    await room.sees('ana', /Is the symptom gone/);
    // Whether somebody had to be reminded depends on how busy the machine is.
    const read = room
      .reads('ana')
      .split('\n---\n')
      .filter((each) => !/^Still waiting/.test(each));
    expect(read.join('\n---\n')).toMatchInlineSnapshot(`
      "Incident open: raxx-velvet-prod checkout is empty. Investigating. Started: HH:MM UTC
      ---
      Draft for customers, while you look. [Publish] puts it into #status as it stands:
      > We are investigating an issue affecting velvet. Our team is on it and we will post an update within 15 minutes.
      [ ] Add: No account data has been affected.
      [Publish] [Edit]
      ---
      *raxx-velvet-prod v4 → v2 (image pushed again by hand)* · RECOVERED · M:SS
      ✓ Approved Bo HH:MM:SS UTC · image pushed by Kim, released HH:MM:SS UTC → v5
      ✓ Release v5 succeeded
      ✓ Dynos on v5: 1 of 1
      ✓ Smoke: 200 (200 before)
      ✓ Recovered HH:MM:SS UTC, held, confirmed
      Ended HH:MM:SS UTC
      By hand: \`heroku ps -a raxx-velvet-prod\` · rb-xxxxxxxx
      [Still broken] [Note]
      ---
      Approved by Bo at HH:MM UTC: raxx-velvet-prod v4 → v2. Sending now. @Ana @Bo
      ---
      Rolling back raxx-velvet-prod from v4 to v2. Initiated at HH:MM UTC.
      ---
      Heroku refused to bring v2 back to raxx-velvet-prod: its image is gone. Nothing changed. @Ana @Bo
      Push it again by hand: the checklist is in the thread, every command filled in. [Close] ends it.
      [Close]
      ---
      *Push v2's image to raxx-velvet-prod again, by hand* · v5 runs it
      Image: \`main-3a9f00c2\`, by v2's commit. See in GHCR that it is there.
      ✓ 1. Find the image: the good release's commit, its tag in GHCR or the CI log · Ana HH:MM:SS UTC
      \`\`\`
      heroku releases -a raxx-velvet-prod --num 10
      \`\`\`
      ✓ 2. Pull it to your machine · Ana HH:MM:SS UTC
      \`\`\`
      docker pull ghcr.io/raxx-app/trademasterapi/velvet:main-3a9f00c2
      \`\`\`
      ✓ 3. Tag it for Heroku · Kim HH:MM:SS UTC
      \`\`\`
      docker tag ghcr.io/raxx-app/trademasterapi/velvet:main-3a9f00c2 registry.heroku.com/raxx-velvet-prod/web
      \`\`\`
      ✓ 4. Push it to Heroku's registry · Kim HH:MM:SS UTC
      \`\`\`
      docker push registry.heroku.com/raxx-velvet-prod/web
      \`\`\`
      ✓ 5. Release it · Ana HH:MM:SS UTC
      \`\`\`
      heroku container:release web -a raxx-velvet-prod
      \`\`\`
      Config vars stay as they are. v2 had others: FLAG_VELVET_THEME
      Then I look for the release and verify it. By hand: \`heroku releases -a raxx-velvet-prod --num 3\`, \`heroku ps -a raxx-velvet-prod\`
      Refused at the push? \`heroku container:login\` first.
      ---
      v5 (Deployed web (c0ffee12c0ff), kristerpher@raxx.app) runs the pushed image. Verifying it now. @Ana @Bo
      ---
      Draft for customers, now that the rollback is live. [Publish] puts it into #status as it stands:
      > We have rolled back to the previous release. The platform is recovering. We will confirm full recovery shortly.
      [Publish] [Edit]
      ---
      Recovery confirmed: v5 (image main-3a9f00c2 pushed again by Kim) is live, dynos up, smoke check passing. HH:MM UTC. Wall-clock: N min.
      ---
      raxx-velvet-prod is back on the image main-3a9f00c2, M:SS after the request. @Ana @Bo
      I watch its dynos for 5 more minutes and its releases for 15. CI may not deploy v4 again until somebody unlocks.
      [Close incident] [Unlock deploys] [Undo]
      ---
      Draft for customers, once you have seen for yourself that it works. [Publish] puts it into #status as it stands:
      > The platform has recovered. Thank you for your patience. We are conducting a post-incident review.
      [Publish] [Edit]
      ---
      Is the symptom gone? “checkout is empty” @Ana @Bo
      The smoke check was 200 before the rollback too, so it cannot tell.
      [Yes] [Still broken]"
    `);
    expect(room.posts()).toEqual(['answered, acted']);
  });

  test('Heroku says so beforehand: it is asked for, approved and done as what it is, and nothing is sent', async ({
    expect,
  }) => {
    const { heroku, database } = rooms.stage();
    const room = rooms.room('raxx-velvet-prod');
    heroku.control.expire(room.app, 2);
    await room.busy('ana', async () => {
      const ask = await room.opens('ana', 'v2 checkout is empty');
      expect(room.readable(ask.text())).toMatchInlineSnapshot(`
        "── Roll back ──
        *raxx-velvet-prod v4 → v2*
        What is broken?
          checkout is empty
          A few words; they open the incident.
        Worse than an outage? (optional)
          [ ] Data is being damaged
        Go back to
          [v2 ▾]
        *NEEDS ACKNOWLEDGEMENT* · 1/1 dynos up · smoke 200
        ⚠ Heroku no longer has v2's image: somebody pushes it again by a checklist. I send nothing, config vars stay as they are.
        ⚠ Migrations: no migration paths are configured, so none were looked for. Unknown, not fine.
        ⚠ The fault did not begin with v4, as far as dynos, smoke and logs show.
        *Look first*: the fault did not begin with this release.
        [Look first]
        Undoes 2 releases, 3 commits (Cy, Ben) · v2 ran 4 days · Deploy 3a9f00c2 by cy@raxx.app
        • v4 Deploy c7714be8 · cy@raxx.app · 5 days ago
        • v3 Set FLAG_VELVET_THEME config vars · kristerpher@raxx.app · 10 days ago
        Config: kept · Migration: unknown · Expect minutes of work by hand, then 10–30 s
        Smoke is 200 now, so a 200 afterwards proves little: check that the symptom is gone.
        [Cancel] [Ask for approval]"
      `);
      expect(await ask.submit()).toMatchObject({ kind: 'closed' });
    });
    expect(
      room.readable((await room.sees('bo', /Approve\?[\s\S]*(CLEAR|NEEDS)/)).plain.split('\n')[0] ?? ''),
    ).toMatchInlineSnapshot(
      `"*Approve?* raxx-velvet-prod v4 → v2 (image pushed again by hand) @operators @Kristerpher"`,
    );
    await room.busy('bo', async () => {
      const review = await room.reviews('bo');
      expect(room.readable(review.text())).toMatchInlineSnapshot(`
        "── Review rollback ──
        *raxx-velvet-prod v4 → v2 (image pushed again by hand)*
        checkout is empty · Ana asked HH:MM UTC
        *NEEDS ACKNOWLEDGEMENT* · 1/1 dynos up · smoke 200
        ⚠ Heroku no longer has v2's image: somebody pushes it again by a checklist. I send nothing, config vars stay as they are.
        ⚠ Migrations: no migration paths are configured, so none were looked for. Unknown, not fine.
        ⚠ The fault did not begin with v4, as far as dynos, smoke and logs show.
        I know that
          [x] Heroku has lost the image: somebody pushes it again by hand
          [x] A migration in between could not be judged
          [x] The fault did not begin with this release
        *Look first*: the fault did not begin with this release.
        [Look first]
        Undoes 2 releases, 3 commits (Cy, Ben) · v2 ran 4 days · Deploy 3a9f00c2 by cy@raxx.app
        • v4 Deploy c7714be8 · cy@raxx.app · 5 days ago
        • v3 Set FLAG_VELVET_THEME config vars · kristerpher@raxx.app · 10 days ago
        Config: kept · Migration: unknown · Expect minutes of work by hand, then 10–30 s
        Smoke is 200 now, so a 200 afterwards proves little: check that the symptom is gone.
        [Not now] [Push v2's image]"
      `);
      await review.submit();
    });
    await room.becomes('needs_human');
    expect(room.readable((await room.sees('ana', /^Approved by Bo/)).plain)).toMatchInlineSnapshot(
      `"Approved by Bo at HH:MM UTC: raxx-velvet-prod v4 → v2 (image pushed again by hand). The checklist follows. @Ana @Bo"`,
    );
    expect(room.readable((await room.sees('ana', /every command filled in/)).plain)).toMatchInlineSnapshot(`
      "Heroku no longer has v2's image, so raxx-velvet-prod goes back by pushing it again. Nothing has changed yet. @Ana @Bo
      Push it again by hand: the checklist is in the thread, every command filled in. [Close] ends it.
      [Close]"
    `);
    await room.sees('ana', /Push v2's image/);
    await ticks(room, 'kim', ...TICKS);
    released(room);
    await room.becomes('recovered');
    expect(room.posts()).toEqual([]);
    const rows = await database.pool.query({
      text: 'select rolled_to, outcome from drill_record where app = $1',
      values: [room.app],
    });
    expect(rows.rows).toMatchInlineSnapshot(`
      [
        {
          "outcome": "Success — v5 appeared (image pushed again by Kim: Heroku no longer had it), dyno up, smoke check passing",
          "rolled_to": "v2 (image main-3a9f00c2)",
        },
      ]
    `);
  });

  test('two people tick the same step at once: one tick stands, the other hears whose', async ({
    expect,
  }) => {
    const room = rooms.room('raxx-velvet-prod');
    const list = await imageGone(room);
    await Promise.all([room.as('ana').tap(list, 're-pin.push'), room.as('kim').tap(list, 're-pin.push')]);
    const told = await rooms
      .stage()
      .slack.until(
        () =>
          room.as('ana').find(room.channel, /ticked already/) ??
          room.as('kim').find(room.channel, /ticked already/),
        5_000,
        'the second to hear of the first',
      );
    expect(room.readable(told.plain).replace(/by (Ana|Kim)/, 'by one')).toMatchInlineSnapshot(`
      "Pushed: ticked already by one at HH:MM UTC. Nothing was added.
      Was that wrong? [A tick is wrong] says so."
    `);
    expect(await notes(room)).toEqual([expect.stringMatching(/^ticked push (ana|kim)$/)]);
    await room.sees('bo', /☐ 3[\s\S]*✓ 4/);

    // It was wrong, says somebody; the row stays, the tick does not.
    await room.busy('bo', async () => {
      await room.as('bo').tap(checklist(room), 're-pin.wrong');
      const modal = await opened(room, 'bo', /A tick is wrong/);
      await modal.choose('step', 'step', 'push');
      expect(await modal.submit()).toMatchObject({ kind: 'closed' });
    });
    await room.sees('bo', /☐ 4[^\n]*not done after all, says Bo/);
    expect(await notes(room)).toEqual([expect.stringMatching(/^ticked push/), 'wrong push bo']);
  });

  test('a config change by somebody is not taken for it; a person says which release is', async ({
    expect,
  }) => {
    const { heroku } = rooms.stage();
    const room = rooms.room('raxx-velvet-prod');
    await imageGone(room);
    heroku.control.release(room.app, KRISTERPHER, { kind: 'config', name: 'FLAG_VELVET_NIGHT' });
    expect(room.readable((await room.sees('ana', /is not the image/)).plain)).toMatchInlineSnapshot(`
      "v5 of raxx-velvet-prod is not the image: Set FLAG_VELVET_NIGHT config vars by kristerpher@raxx.app, HH:MM UTC.
      I go on waiting for the image's release."
    `);
    expect(room.as('ana').find(room.channel, /\[Which release is it\?\]/)).toBeNull();
    // Nobody ticked anything.
    released(room);
    const asked = await room.sees('ana', /v6 of \S+ appeared/);
    expect(room.readable(asked.plain)).toMatchInlineSnapshot(`
      "v6 of raxx-velvet-prod appeared: Deployed web (c0ffee12c0ff) by kristerpher@raxx.app, HH:MM UTC. @Ana @Bo
      Does it run the image you pushed? Then say so: [Which release is it?]
      [Which release is it?]"
    `);
    expect((await room.operation())['status']).toBe('needs_human');
    await room.busy('ana', async () => {
      await room.as('ana').tap(asked, 're-pin.which-release');
      const modal = await opened(room, 'ana', /Which release is it/);
      expect(room.readable(modal.text())).toMatchInlineSnapshot(`
        "── Which release is it? ──
        *raxx-velvet-prod*, back to v2 by pushing its image again
        The one that runs the image you pushed. I verify it next.
        Release
          [v6 Deployed web (c0ffee12c0ff) · HH:MM UTC ▾]
        [Not now] [This is it]"
      `);
      expect(await modal.submit()).toMatchObject({ kind: 'closed' });
    });
    await room.becomes('recovered');
    expect(room.readable((await room.sees('ana', /^Ana says/)).plain)).toMatchInlineSnapshot(
      `"Ana says v6 (Deployed web (c0ffee12c0ff), kristerpher@raxx.app) runs the pushed image. Verifying it now. @Ana @Bo"`,
    );
    expect(room.readable((await room.sees('ana', /^Recovery confirmed/)).plain)).toMatchInlineSnapshot(
      `"Recovery confirmed: v6 (image main-3a9f00c2 pushed again by Ana) is live, dynos up, smoke check passing. HH:MM UTC. Wall-clock: N min."`,
    );
    await room.as('ana').tap(asked, 're-pin.which-release');
    expect(room.readable((await room.sees('ana', /^Already handled/)).plain)).toMatchInlineSnapshot(`
      "Already handled: approved by Bo at HH:MM UTC, now done and recovered. Nothing more was done.
      The card in the channel shows where it stands."
    `);
  });

  test('the release names no commit: the tag is asked for, and only a tag or digest is taken', async ({
    expect,
  }) => {
    const room = rooms.room('raxx-velvet-prod');
    const list = await imageGone(room, 3);
    expect(room.readable(list.plain)).toContain(
      'Which image? v3 does not name its commit. Look in GHCR or the CI log.\n[Give the tag]',
    );
    expect(list.plain).not.toContain('[Pulled]');
    expect(list.plain).not.toContain('docker pull');
    await room.busy('kim', async () => {
      await room.as('kim').tap(list, 're-pin.tag');
      const modal = await opened(room, 'kim', /Which image/);
      for (const bad of [
        '-rm',
        'main c0ffee',
        'main;id',
        '$(id)',
        '`id`',
        'sha256:c0ffee',
        'ｍain',
        '<!channel>',
      ]) {
        await modal.fill('tag', 'tag', bad);
        expect(await modal.submit()).toMatchObject({ kind: 'errors' });
      }
      expect(room.readable(modal.text())).toMatchInlineSnapshot(`
        "── Which image? ──
        *raxx-velvet-prod*, back to v3 by pushing its image again
        Tag or digest of the image
          <!channel>
          As GHCR or the CI log has it: main-c0ffee12, or sha256: and 64 digits.
          ! <!channel> is neither a tag nor a digest of an image. Nothing was added. I expect main-c0ffee12, or sha256: and 64 digits of 0-9 a-f.
        [Not now] [Use it]"
      `);
      await modal.fill('tag', 'tag', `ghcr.io/raxx-app/trademasterapi/velvet@${DIGEST}`);
      expect(await modal.submit()).toMatchObject({ kind: 'closed' });
    });
    const filled = await room.sees('kim', /docker pull/);
    expect(filled.plain).toContain(`docker pull ghcr.io/raxx-app/trademasterapi/velvet@${DIGEST}`);
    expect(filled.plain).toContain('says Kim');
    expect(await notes(room)).toEqual([`tag ${DIGEST} kim`]);
  });

  test('[Close] ends it; a release that comes later is nobody’s, and old buttons say so', async ({
    expect,
  }) => {
    const room = rooms.room('raxx-velvet-prod');
    const list = await imageGone(room);
    await room.as('sue').tap(list, 're-pin.find');
    expect(room.readable((await room.sees('sue', /needs the/)).plain)).toMatchInlineSnapshot(`
      "Working on this checklist needs the operator or superadmin role; you have support. Nothing was done.
      Operators: Ana, Kristerpher, Bo, Kim."
    `);
    await ticks(room, 'ana', 'find');
    expect(await notes(room)).toEqual(['ticked find ana']);
    await room.as('kim').tap(list, 'rollback.close');
    await room.becomes('closed');
    expect(room.readable((await room.sees('ana', /^Closed by/)).plain)).toMatchInlineSnapshot(`
      "Closed by Kim at HH:MM UTC: raxx-velvet-prod v4 → v2 (image pushed again by hand). @Ana @Bo
      No pushed image was seen running; raxx-velvet-prod runs what it ran. See \`heroku releases -a raxx-velvet-prod\`"
    `);
    const closed = await room.sees('ana', /· closed, 1 of 5 done/);
    expect(closed.plain).not.toContain('[');
    await room.as('ana').tap(list, 're-pin.pull');
    expect(room.readable((await room.sees('ana', /^Already handled/)).plain)).toMatchInlineSnapshot(`
      "Already handled: closed by Kim at HH:MM UTC. Nothing more was done.
      The card in the channel shows where it stands."
    `);
    released(room);
    await room.asks('ana', 'v2 checkout is still empty');
  });

  test('the pushed image does not come up: said as of any rollback, and a person is asked', async ({
    expect,
  }) => {
    const { heroku } = rooms.stage();
    const room = rooms.room('raxx-velvet-prod');
    await imageGone(room);
    await ticks(room, 'kim', ...TICKS);
    heroku.control.release(room.app, KRISTERPHER, { kind: 'container', image: DIGEST, behaviour: 'crashes' });
    expect(room.readable((await room.sees('ana', /is not up/)).plain)).toMatchInlineSnapshot(`
      "raxx-velvet-prod is not up: web.1 crashed on v5 at HH:MM UTC. @Ana @Bo
      Not recovered; I go on checking. Choose: [Older release] [Stop] [Escalate]
      [Older release] [Stop] [Escalate]"
    `);
    await room.becomes('needs_human');
    const asked = await room.sees('ana', /five minutes are spent[\s\S]*\[Close\]$/);
    await room.as('bo').tap(asked, 'rollback.close');
    await room.becomes('closed');
    expect(room.as('ana').find(room.channel, /confirmed:/)).toBeNull();
  });

  test('all is ticked and nothing comes: people hear of it, and it is found when it does', async ({
    expect,
  }) => {
    const room = rooms.room('raxx-velvet-prod');
    await imageGone(room);
    await ticks(room, 'kim', ...TICKS);
    expect(room.readable((await room.sees('ana', /^Every step is ticked/)).plain)).toMatchInlineSnapshot(`
      "Every step is ticked, yet raxx-velvet-prod has no new release at HH:MM UTC. @Ana @Bo
      Did \`heroku container:release web -a raxx-velvet-prod\` end well? I go on looking."
    `);
    released(room);
    await room.becomes('recovered');
  });
});

async function opened(room: Room, handle: string, pattern: RegExp) {
  return rooms.stage().slack.until(
    () => {
      const modal = room.as(handle).modal();
      return modal && pattern.test(modal.text()) ? modal : null;
    },
    5_000,
    `${handle}'s form ${pattern}`,
  );
}

/** What was noted so far, oldest first: `ticked push ana`. */
async function notes(room: Room): Promise<readonly string[]> {
  const found = await rooms.stage().database.pool.query<{ note: string }>({
    text: `select concat_ws(' ', note ->> 'what', coalesce(note ->> 'step', note ->> 'tag'), lower(by ->> 'name')) as note
             from re_pin_note where operation_id = $1 and by is not null order by n`,
    values: [(await room.operation())['id']],
  });
  return found.rows.map(({ note }) => note);
}
