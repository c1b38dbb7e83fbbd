/** The straight road (issue 2): ask, look, approve, send, prove, record, each as people meet it. */
import { describe, test } from 'vitest';
import { openRooms } from './rooms.ts';

const rooms = openRooms({
  'raxx-api-prod': 4,
  'raxx-console-prod': 1,
  'raxx-api-staging': 2,
  'raxx-velvet-prod': 1,
});
const PATIENCE_MS = 20_000;

test('production: Ana asks, Bo approves, everybody reads the approved words and a row is kept', async ({
  expect,
}) => {
  const { slack, heroku, database } = rooms.stage();
  const room = rooms.room();
  const [ana, bo, kim, kristerpher] = ['ana', 'bo', 'kim', 'kristerpher'].map(room.as);
  if (!ana || !bo || !kim || !kristerpher) throw new Error('somebody is missing');

  // The modal opens before Heroku has answered anything, and what is typed meanwhile stays.
  heroku.control.fault({ on: 'releases-read', app: room.app, modifiers: [{ kind: 'slow', ms: 700 }] });
  await ana.slash(room.channel, `/rollback ${room.app} v84`);
  const ask = await slack.until(() => ana.modal(), PATIENCE_MS, 'the request modal');
  expect(room.readable(ask.text())).toMatchInlineSnapshot(`
    "── Roll back ──
    *raxx-api-prod → v84*
    What is broken?
      ____
      A few words; they open the incident.
    Worse than an outage? (optional)
      [ ] Data is being damaged
    Go back to
      [v84 ▾]
    Checking… you may send this before the checks are back.
    [Cancel] [Ask for approval]"
  `);
  await ask.fill('symptom', 'symptom', 'signup 500s since 02:58 UTC');
  await slack.until(
    () => ask.text().includes('CLEAR'),
    PATIENCE_MS,
    () => ask.text(),
  );
  expect(room.readable(ask.text())).toMatchInlineSnapshot(`
    "── Roll back ──
    *raxx-api-prod v85 → v84*
    What is broken?
      signup 500s since 02:58 UTC
      A few words; they open the incident.
    Worse than an outage? (optional)
      [ ] Data is being damaged
    Go back to
      [v84 ▾]
    *CLEAR* · 2/2 dynos crashed · smoke 503 · H10: N since v85, 0 before · tracebacks: N since v85, 0 before
    *Roll back*: dynos crash, smoke fails, errors since v85.
    Undoes 1 release, 3 commits (Ben, Cy) · v84 ran 6 days · Deploy 69eec518 by cy@raxx.app
    • v85 Deploy e07f41b2 · ben@raxx.app · HH:MM UTC
    Config: no change · Migration: none · Expect ~77 s (release command 47 s last time)
    Traceback: ImportError: cannot import name 'SignupForm' from 'signup.forms' (/app/signup/forms.py) at signup/validation.py:31, changed in this release
    [Cancel] [Ask for approval]"
  `);
  expect(await ask.submit()).toMatchObject({ kind: 'closed' });

  // The request mentions the approvers, and they hear of it directly; whoever asks is not called.
  const request = await room.sees('bo', /Approve\?[\s\S]*CLEAR/);
  expect(room.readable(request.plain)).toMatchInlineSnapshot(`
    "*Approve?* raxx-api-prod v85 → v84 @operators @Kristerpher
    signup 500s since 02:58 UTC · Ana asks
    *CLEAR* · 2/2 dynos crashed · smoke 503 · H10: N since v85, 0 before · tracebacks: N since v85, 0 before
    Undoes 1 release, 3 commits (Ben, Cy) · v84 ran 6 days · Deploy 69eec518 by cy@raxx.app
    • v85 Deploy e07f41b2 · ben@raxx.app · HH:MM UTC
    Config: no change · Migration: none · Expect ~77 s (release command 47 s last time)
    Traceback: ImportError: cannot import name 'SignupForm' from 'signup.forms' (/app/signup/forms.py) at signup/validation.py:31, changed in this release
    Asked HH:MM:SS UTC · expires HH:MM UTC · By hand: \`heroku rollback v84 -a raxx-api-prod\` · rb-xxxxxxxx
    [Review] [Reject] [Cancel]"
  `);
  const called = (who: typeof ana) =>
    who
      .notifications()
      .filter(({ ts }) => ts === request.ts)
      .map(({ why }) => why);
  expect([ana, bo, kim, kristerpher].map(called)).toEqual([[], ['group'], ['group'], ['mention']]);
  const asked = (who: typeof ana) => who.find('dm', new RegExp(`asks you to approve[^]*${room.app}`));
  const direct = await slack.until(() => asked(kim) && asked(kristerpher) && asked(bo), PATIENCE_MS);
  expect(room.readable(direct.plain)).toMatchInlineSnapshot(`
    "Ana asks you to approve a rollback: raxx-api-prod v85 → v84. signup 500s since 02:58 UTC
    Review it in #ops; it expires at HH:MM UTC."
  `);
  expect(asked(ana)).toBeNull();

  // Whoever asked cannot approve.
  await ana.tap(request, 'rollback.review');
  expect(room.readable((await room.sees('ana', /second person/)).plain)).toMatchInlineSnapshot(`
    "You asked for this rollback, so a second person must approve it. Nothing was done.
    If nobody has by HH:MM:SS UTC, you may approve alone, with a code."
  `);
  expect(ana.modal()).toBeNull();

  // The approver looks at fresh facts; CLEAR asks for one tap, without typing or ticking.
  await bo.tap(request, 'rollback.review');
  const review = await slack.until(() => bo.modal(), PATIENCE_MS, 'the review modal');
  await slack.until(
    () => review.text().includes('[Roll back to v84]'),
    PATIENCE_MS,
    () => review.text(),
  );
  expect(room.readable(review.text())).toMatchInlineSnapshot(`
    "── Review rollback ──
    *raxx-api-prod v85 → v84*
    signup 500s since 02:58 UTC · Ana asked HH:MM UTC
    *CLEAR* · 2/2 dynos crashed · smoke 503 · H10: N since v85, 0 before · tracebacks: N since v85, 0 before
    *Roll back*: dynos crash, smoke fails, errors since v85.
    Undoes 1 release, 3 commits (Ben, Cy) · v84 ran 6 days · Deploy 69eec518 by cy@raxx.app
    • v85 Deploy e07f41b2 · ben@raxx.app · HH:MM UTC
    Config: no change · Migration: none · Expect ~77 s (release command 47 s last time)
    Traceback: ImportError: cannot import name 'SignupForm' from 'signup.forms' (/app/signup/forms.py) at signup/validation.py:31, changed in this release
    [Not now] [Roll back to v84]"
  `);
  expect(await review.submit()).toMatchObject({ kind: 'closed' });

  // The card becomes the live message, and the new posts are what notifies.
  await room.becomes('recovered');
  await room.sees('bo', /I watch it/);
  const final = await room.sees('bo', /RECOVERED/);
  expect(final.ts).toBe(request.ts);
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

  // Times are UTC, whatever zone the bot runs in.
  const operation = await room.operation();
  const utc = (column: string) => `${(operation[column] as Date).toISOString().slice(11, 16)} UTC`;
  expect(bo.find(room.channel, /^Rolling back/)?.plain).toContain(`Initiated at ${utc('sent_at')}.`);
  expect(bo.find(room.channel, /^Rollback confirmed/)?.plain).toContain(`passing. ${utc('recovered_at')}.`);
  expect(bo.find(room.channel, /^Incident open/)?.plain).toContain(`Started: ${utc('requested_at')}`);

  // One POST, one release, few requests.
  expect(room.posts()).toEqual(['answered, acted']);
  expect(heroku.control.journal.releases(room.app).map(({ description }) => description)).toEqual([
    'Rollback to v84',
  ]);
  const requests = heroku.control.journal.requests().filter(({ app, name, at }) => {
    const until = (operation['confirmed_at'] as Date).toISOString();
    return at <= until && name !== 'smoke' && (app === room.app || (app === null && name !== 'account-read'));
  });
  expect(requests.length).toBeLessThanOrEqual(60);

  // The record: a row after the historical one, and its post.
  const rows = await database.pool.query({
    text: 'select app, operator, bad_release, rolled_to, outcome from drill_record where app = any($1) order by id',
    values: [['raxx-api-staging', room.app]],
  });
  expect(
    rows.rows
      .filter((row: { app: string; outcome: string }) => row.app === room.app || /433/.test(row.outcome))
      .map(Object.values),
  ).toEqual([
    [
      'raxx-api-staging',
      'raxx-dev-bot (agent, #98)',
      'v431',
      'v430',
      'Success — v432 appeared, dyno up, rolled forward to v433',
    ],
    [
      room.app,
      'Ana (approved by Bo)',
      'v85',
      'v84',
      'Success — v86 appeared, 2 dynos up, smoke check passing',
    ],
  ]);
  const record = await slack.until(() => bo.find('status', new RegExp(room.app)), PATIENCE_MS);
  expect(room.readable(record.plain).replace(/\| (<1|\d+) \|/, '| N |')).toMatchInlineSnapshot(`
    "\`\`\`
    | YYYY-MM-DD HH:MM:SS UTC | raxx-api-prod | Ana (approved by Bo) | v85 | v84 | N | Success — v86 appeared, 2 dynos up, smoke check passing |
    \`\`\`"
  `);

  // The timeline, from the asking to the proof; what was seen at Heroku comes when it is looked at.
  const timeline = await database.pool.query({
    text: `select t.actor, t.text from timeline_entry t join incident i on i.id = t.incident_id where i.app = $1 and t.actor <> 'Heroku' order by t.id`,
    values: [room.app],
  });
  expect(
    timeline.rows
      .map((row: { actor: string; text: string }) => room.readable(`${row.actor}: ${row.text}`))
      .join('\n'),
  ).toMatchInlineSnapshot(`
    "Ana: Incident opened: signup 500s since 02:58 UTC
    Ana: Asked for a rollback: raxx-api-prod v85 → v84. signup 500s since 02:58 UTC
    Bo: Approved raxx-api-prod v85 → v84.
    Switchback: Sending the rollback raxx-api-prod v85 → v84 to Heroku.
    Switchback: Heroku made v86 (Rollback to v84).
    Switchback: raxx-api-prod is up; holding before it is confirmed.
    Switchback: Rollback confirmed: v86 (Rollback to v84) is live, dynos up, smoke check passing. HH:MM UTC. Wall-clock: N min."
  `);

  // What the first release of the bot recorded: its runs, taken over after a deploy, go on only if no step moves.
  const steps = await database.pool.query<{ step: string }>(
    `select s.function_name as step from dbos.operation_outputs s join operation o on o.id = s.workflow_uuid
      where o.app = $1 order by s.function_id limit 3`,
    [room.app],
  );
  expect(steps.rows.map(({ step }) => step)).toEqual(['send 1', 'verify', 'watch']);

  // [Close incident], once.
  const over = await room.sees('kim', /\[Close incident\] \[Unlock/);
  await room.closes('kim', over);
  const closed = await room.sees('kim', /^Incident closed/);
  expect(closed.plain).toBe('Incident closed. Post-incident review: TBD.');
  await bo.tap(over, 'incident.close');
  expect(room.readable((await room.sees('bo', /closed this incident/)).plain)).toMatchInlineSnapshot(`
    "Kim closed this incident at YYYY-MM-DD HH:MM:SS UTC. Nothing more was done.
    Broken again: \`/incident open raxx-api-prod what is broken\`"
  `);
  expect(bo.messages(room.channel).filter(({ plain }) => plain.startsWith('Incident open'))).toHaveLength(1);
});

describe.concurrent('other roads', () => {
  test('the agent asks for the console without naming a release: the default target, its config vars by name', async ({
    expect,
  }) => {
    const { database } = rooms.stage();
    const room = rooms.room('raxx-console-prod');
    await room.busy('raxx-dev-bot', async () => {
      const ask = await room.opens('raxx-dev-bot', 'drill page is empty');
      expect(room.readable(ask.text())).toMatchInlineSnapshot(`
        "── Roll back ──
        *raxx-console-prod v60 → v58*
        What is broken?
          drill page is empty
          A few words; they open the incident.
        Worse than an outage? (optional)
          [ ] Data is being damaged
        Go back to
          [v58 Set HEROKU_API_KEY config vars ▾]
        *NEEDS ACKNOWLEDGEMENT* · 1/1 dynos up · smoke 200
        ⚠ The fault did not begin with v60, as far as dynos, smoke and logs show.
        ⚠ Config vars go back too: FLAG_CONSOLE_DRILLS vanishes.
        *Look first*: the fault did not begin with this release.
        [Look first]
        Undoes 2 releases, 3 commits (Ben, Cy) · v58 ran 3 days · Set HEROKU_API_KEY config vars by kristerpher@raxx.app
        • v60 Set FLAG_CONSOLE_DRILLS config vars · kristerpher@raxx.app · 2 days ago
        • v59 Deploy d41a97e3 · ben@raxx.app · 8 days ago
        Config: 1 goes back · Migration: none · Expect 10–30 s (no release command)
        Smoke is 200 now, so a 200 afterwards proves little: check that the symptom is gone.
        [Cancel] [Ask for approval]"
      `);
      await ask.submit();
    });
    await room.sees('bo', /Approve\?[\s\S]*(NEEDS|CLEAR)/);
    await room.busy('bo', async () => {
      const review = await room.reviews('bo');
      expect(room.readable(review.text())).toMatchInlineSnapshot(`
        "── Review rollback ──
        *raxx-console-prod v60 → v58*
        drill page is empty · raxx-dev-bot asked HH:MM UTC
        *NEEDS ACKNOWLEDGEMENT* · 1/1 dynos up · smoke 200
        ⚠ The fault did not begin with v60, as far as dynos, smoke and logs show.
        ⚠ Config vars go back too: FLAG_CONSOLE_DRILLS vanishes.
        I know that
          [x] The fault did not begin with this release
          [x] Config vars change back with the release
        *Look first*: the fault did not begin with this release.
        [Look first]
        Undoes 2 releases, 3 commits (Ben, Cy) · v58 ran 3 days · Set HEROKU_API_KEY config vars by kristerpher@raxx.app
        • v60 Set FLAG_CONSOLE_DRILLS config vars · kristerpher@raxx.app · 2 days ago
        • v59 Deploy d41a97e3 · ben@raxx.app · 8 days ago
        Config: 1 goes back · Migration: none · Expect 10–30 s (no release command)
        Smoke is 200 now, so a 200 afterwards proves little: check that the symptom is gone.
        [Not now] [Roll back to v58]"
      `);
      await review.submit();
    });
    await room.becomes('recovered');
    const record = await database.pool.query({
      text: 'select operator, bad_release, rolled_to, outcome from drill_record where app = $1',
      values: [room.app],
    });
    expect(record.rows.map(Object.values)).toEqual([
      [
        'raxx-dev-bot (agent) (approved by Bo)',
        'v60',
        'v58',
        'Success — v61 appeared, dyno up, smoke check passing',
      ],
    ]);
    expect(
      await room.sees('bo', /RECOVERED/).then(({ plain }) => room.readable(plain)),
    ).toMatchInlineSnapshot(`
      "*raxx-console-prod v60 → v58* · RECOVERED · M:SS
      ✓ Approved Bo HH:MM:SS UTC · sent HH:MM:SS UTC → v61
      ✓ Release v61 succeeded
      ✓ Dynos on v61: 1 of 1
      ✓ Smoke: 200 (200 before)
      ✓ Recovered HH:MM:SS UTC, held, confirmed
      Ended HH:MM:SS UTC
      By hand: \`heroku ps -a raxx-console-prod\` · rb-xxxxxxxx
      [Still broken] [Note]"
    `);
  });

  test('a rollback that would change a guarded config var is BLOCKED, and offers no button to send it', async ({
    expect,
  }) => {
    const room = rooms.room();
    await room.asks('ana', 'v80 signup 500s');
    await room.busy('bo', async () => {
      const review = await room.reviews('bo');
      expect(room.readable(review.text())).toMatchInlineSnapshot(`
        "── Review rollback ──
        *raxx-api-prod v85 → v80*
        signup 500s · Ana asked HH:MM UTC
        *BLOCKED* · 2/2 dynos crashed · smoke 503 · H10: N since v85, 0 before · tracebacks: N since v85, 0 before
        ⛔ Guarded config vars would change: STRIPE_API_KEY. Roll forward, or take code only where it is offered.
        ⚠ Config vars go back too: FLAG_BETA_WALKTHROUGH, STRIPE_API_KEY vanish.
        A superadmin can override this, with a reason and a code.
        *Roll back*: dynos crash, smoke fails, errors since v85.
        Undoes 5 releases, 9 commits (Ben, Cy) · v80 ran 2 days · Deploy 5c1e9a07 by cy@raxx.app
        • v85 Deploy e07f41b2 · ben@raxx.app · HH:MM UTC
        • v84 Deploy 69eec518 · cy@raxx.app · 6 days ago
        • v83 Set FLAG_BETA_WALKTHROUGH config vars · kristerpher@raxx.app · 9 days ago
        • v82 Deploy 9b40d2f1 · ben@raxx.app · 12 days ago
        • v81 Set STRIPE_API_KEY config vars · kristerpher@raxx.app · 18 days ago
        Config: 2 go back · Migration: none · Expect ~77 s (release command 47 s last time)
        Traceback: ImportError: cannot import name 'SignupForm' from 'signup.forms' (/app/signup/forms.py) at signup/validation.py:31, changed in this release
        [Not now]"
      `);
      await expect(review.submit()).rejects.toThrow('nothing to submit');
      await review.close();
    });
    expect(room.posts()).toEqual([]);
  });

  test('another release can be chosen from the menu; a config var that goes back too is named, never shown', async ({
    expect,
  }) => {
    const room = rooms.room();
    await room.busy('ana', async () => {
      const ask = await room.opens('ana', 'orders page is empty');
      expect(room.readable(ask.text())).toMatchInlineSnapshot(`
        "── Roll back ──
        *raxx-api-prod v85 → v84*
        What is broken?
          orders page is empty
          A few words; they open the incident.
        Worse than an outage? (optional)
          [ ] Data is being damaged
        Go back to
          [v84 Deploy 69eec518 ▾]
        *CLEAR* · 2/2 dynos crashed · smoke 503 · H10: N since v85, 0 before · tracebacks: N since v85, 0 before
        *Roll back*: dynos crash, smoke fails, errors since v85.
        Undoes 1 release, 3 commits (Ben, Cy) · v84 ran 6 days · Deploy 69eec518 by cy@raxx.app
        • v85 Deploy e07f41b2 · ben@raxx.app · HH:MM UTC
        Config: no change · Migration: none · Expect ~77 s (release command 47 s last time)
        Traceback: ImportError: cannot import name 'SignupForm' from 'signup.forms' (/app/signup/forms.py) at signup/validation.py:31, changed in this release
        [Cancel] [Ask for approval]"
      `);
      const target = 'rollback.target';
      const found = await ask.search('target', target, 'ben');
      expect(found.map(({ value, description }) => `${value} ${description?.text}`)).toEqual([
        'v82 ben@raxx.app · 12 days ago',
      ]);
      await ask.choose('target', target, 'v82');
      await rooms.stage().slack.until(
        () => /v85 → v82\*[\s\S]*vanishes/.test(ask.text()),
        PATIENCE_MS,
        () => ask.text(),
      );
      await ask.submit();
    });
    await room.sees('bo', /Approve\?[\s\S]*(NEEDS|CLEAR)/);
    await room.busy('bo', async () => {
      const review = await room.reviews('bo');
      expect(room.readable(review.text())).toMatchInlineSnapshot(`
        "── Review rollback ──
        *raxx-api-prod v85 → v82*
        orders page is empty · Ana asked HH:MM UTC
        *NEEDS ACKNOWLEDGEMENT* · 2/2 dynos crashed · smoke 503 · H10: N since v85, 0 before · tracebacks: N since v85, 0 before
        ⚠ Config vars go back too: FLAG_BETA_WALKTHROUGH vanishes.
        I know that
          [x] Config vars change back with the release
        *Roll back*: dynos crash, smoke fails, errors since v85.
        Undoes 3 releases, 6 commits (Ben, Cy) · v82 ran 3 days · Deploy 9b40d2f1 by ben@raxx.app
        • v85 Deploy e07f41b2 · ben@raxx.app · HH:MM UTC
        • v84 Deploy 69eec518 · cy@raxx.app · 6 days ago
        • v83 Set FLAG_BETA_WALKTHROUGH config vars · kristerpher@raxx.app · 9 days ago
        Config: 1 goes back · Migration: none · Expect ~77 s (release command 47 s last time)
        Traceback: ImportError: cannot import name 'SignupForm' from 'signup.forms' (/app/signup/forms.py) at signup/validation.py:31, changed in this release
        [Not now] [Roll back to v82]"
      `);
      await review.submit();
    });
    await room.becomes('recovered');
    const { description, configNames } = rooms.stage().heroku.control.app(room.app).releases[0] ?? {};
    expect(description).toBe('Rollback to v82');
    expect(configNames).not.toContain('FLAG_BETA_WALKTHROUGH');
  });

  test('staging: submitting runs it, without a symptom, an approver or an incident', async ({ expect }) => {
    const { database } = rooms.stage();
    const room = rooms.room('raxx-api-staging');
    await room.busy('ana', async () => {
      const ask = await room.opens('ana', '');
      expect(room.readable(ask.text())).toMatchInlineSnapshot(`
        "── Roll back ──
        *raxx-api-staging v433 → v430*
        What is broken? (optional)
          ____
          A few words.
        Worse than an outage? (optional)
          [ ] Data is being damaged
        Go back to
          [v430 Deploy b3317fd0 ▾]
        *NEEDS ACKNOWLEDGEMENT* · 1/1 dynos up · smoke 200
        ⚠ The fault did not begin with v433, as far as dynos, smoke and logs show.
        *Look first*: the fault did not begin with this release.
        [Look first]
        Undoes 3 releases, 3 commits (Cy, Ben) · v430 ran 24 h · Deploy b3317fd0 by ben@raxx.app
        • v433 Rollback to v431 · kristerpher@raxx.app · 4 days ago
        • v432 Rollback to v430 · kristerpher@raxx.app · 4 days ago
        • v431 Deploy 77d21c9e · cy@raxx.app · 5 days ago
        Config: no change · Migration: none · Expect ~42 s (release command 12 s last time)
        Smoke is 200 now, so a 200 afterwards proves little: check that the symptom is gone.
        [Cancel] [Roll back]"
      `);
      await ask.submit();
    });
    await room.becomes('recovered');
    await room.sees('ana', /I watch it/);
    await room.sees('ana', /RECOVERED/);
    expect(room.reads('ana')).toMatchInlineSnapshot(`
      "*raxx-api-staging v433 → v430* · RECOVERED · M:SS
      ✓ Approved by policy HH:MM:SS UTC · sent HH:MM:SS UTC → v434
      ✓ Release v434 succeeded, command NN s
      ✓ Dynos on v434: 1 of 1
      ✓ Smoke: 200 (200 before)
      ✓ Recovered HH:MM:SS UTC, held, confirmed
      Ended HH:MM:SS UTC
      By hand: \`heroku ps -a raxx-api-staging\` · rb-xxxxxxxx
      [Still broken] [Note]
      ---
      Approved by policy at HH:MM UTC: raxx-api-staging v433 → v430. Sending now. @Ana
      ---
      Rolling back raxx-api-staging from v433 to v430. Initiated at HH:MM UTC.
      ---
      Rollback confirmed: v434 (Rollback to v430) is live, dynos up, smoke check passing. HH:MM UTC. Wall-clock: N min.
      ---
      raxx-api-staging is back on v430's code, M:SS after the request. @Ana
      I watch its dynos for 5 more minutes and its releases for 15. CI may not deploy v433 again until somebody unlocks.
      [Unlock deploys] [Undo]
      ---
      Is the symptom gone? @Ana
      The smoke check was 200 before the rollback too, so it cannot tell.
      [Yes] [Still broken]"
    `);
    const incidents = await database.pool.query({
      text: 'select 1 from incident where app = $1',
      values: [room.app],
    });
    expect(incidents.rows).toEqual([]);
  });

  test('staging: a look that says BLOCKED is not run by policy', async ({ expect }) => {
    const room = rooms.room('raxx-api-staging');
    await room.released({ kind: 'config', name: 'STRIPE_API_KEY' });
    await room.busy('ana', async () => (await room.opens('ana', 'v431 try it')).submit());
    await room.becomes('refused');
    expect(room.readable((await room.sees('ana', /^Not run/)).plain)).toMatchInlineSnapshot(`
      "Not run: raxx-api-staging v434 → v431 is blocked. Nothing was sent. @Ana
      The card says why. Roll forward, or choose another release: \`/rollback raxx-api-staging\`"
    `);
    expect(room.readable((await room.sees('ana', /· NOT RUN ·/)).plain)).toMatchInlineSnapshot(`
      "*raxx-api-staging v434 → v431* · NOT RUN · M:SS
      ⛔ Guarded config vars would change: STRIPE_API_KEY. Roll forward, or take code only where it is offered.
      ⚠ The fault did not begin with v434, as far as dynos, smoke and logs show.
      ⚠ Config vars go back too: STRIPE_API_KEY vanishes.
      [Code only instead]
      Ended HH:MM:SS UTC
      By hand: \`heroku ps -a raxx-api-staging\` · rb-xxxxxxxx"
    `);
    expect(room.posts()).toEqual([]);
  });

  test('a container app goes back to its image without a release command', async ({ expect }) => {
    const room = rooms.room('raxx-velvet-prod');
    await room.asks('ana', 'v2 theme is broken');
    await room.approves('bo');
    await room.becomes('recovered');
    await room.sees('bo', /I watch it/);
    await room.sees('bo', /RECOVERED/);
    expect(room.reads('bo')).toMatchInlineSnapshot(`
      "Incident open: raxx-velvet-prod theme is broken. Investigating. Started: HH:MM UTC
      ---
      Draft for customers, while you look. [Publish] puts it into #status as it stands:
      > We are investigating an issue affecting velvet. Our team is on it and we will post an update within 15 minutes.
      [ ] Add: No account data has been affected.
      [Publish] [Edit]
      ---
      *raxx-velvet-prod v4 → v2* · RECOVERED · M:SS
      ✓ Approved Bo HH:MM:SS UTC · sent HH:MM:SS UTC → v5
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
      Draft for customers, now that the rollback is live. [Publish] puts it into #status as it stands:
      > We have rolled back to the previous release. The platform is recovering. We will confirm full recovery shortly.
      [Publish] [Edit]
      ---
      Rollback confirmed: v5 (Rollback to v2) is live, dynos up, smoke check passing. HH:MM UTC. Wall-clock: N min.
      ---
      raxx-velvet-prod is back on v2's code, M:SS after the request. @Ana @Bo
      I watch its dynos for 5 more minutes and its releases for 15. CI may not deploy v4 again until somebody unlocks.
      [Close incident] [Unlock deploys] [Undo]
      ---
      Draft for customers, once you have seen for yourself that it works. [Publish] puts it into #status as it stands:
      > The platform has recovered. Thank you for your patience. We are conducting a post-incident review.
      [Publish] [Edit]
      ---
      Is the symptom gone? “theme is broken” @Ana @Bo
      The smoke check was 200 before the rollback too, so it cannot tell.
      [Yes] [Still broken]"
    `);
  });
});

test('the short names of the runbook work', async ({ expect }) => {
  const { slack } = rooms.stage();
  const bo = slack.as('bo');
  await bo.slash('ops', '/rollback api v84 signup 500s');
  const modal = await slack.until(() => bo.modal(), PATIENCE_MS);
  expect(modal.text()).toContain('raxx-api-prod → v84');
  await slack.until(
    () => modal.text().includes('CLEAR'),
    PATIENCE_MS,
    () => modal.text(),
  );
  await modal.close();
});
