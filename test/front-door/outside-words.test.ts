/** T60, T61: what GitHub, Heroku, the app and its release command say is shown as text, wherever it comes out. */
import { expect, test } from 'vitest';
import { openRooms } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 2 });
const EVIL = '<!channel> <!subteam^S0EVERYBODY> <@U0RAXX00SUE> <https://evil.example|Approved>';
const LIVE = /<!|<@U0RAXX00SUE|<https:\/\/evil|[\u202a-\u202e\u2066-\u2069]/;
/** Short enough to come out whole. */
const BRIEF = '<!here> \u202e<@U0RAXX00SUE>';

/** Every text that Slack reads as markup in what it was sent. */
function markup(sent: unknown): readonly string[] {
  if (Array.isArray(sent)) return sent.flatMap(markup);
  if (typeof sent !== 'object' || sent === null) return [];
  const own =
    'text' in sent && typeof sent.text === 'string' && !('type' in sent && sent.type === 'plain_text');
  return [...(own ? [String(sent.text)] : []), ...Object.values(sent).flatMap(markup)];
}

test('commit titles, authors, labels, paths, diffs, descriptions, log lines, a symptom', async () => {
  const { github } = rooms.stage();
  const room = rooms.room();
  github.plant({
    from: '69eec518',
    to: '0badc0de',
    commits: [
      { title: `Fix sign-in ${BRIEF}`, author: BRIEF, labels: ['security', BRIEF] },
      { title: EVIL, author: EVIL, labels: ['incident-fix', EVIL] },
    ],
    files: [
      {
        path: `backend_v2/migrations/versions/${BRIEF}.py`,
        status: 'added',
        patch: `+def upgrade():\n+    op.drop_column('users', '${BRIEF}')`,
      },
    ],
  });
  await room.released({
    kind: 'deploy',
    commit: '0badc0de',
    behaviour: 'crashes',
    traceback: [
      'Traceback (most recent call last):',
      '  File "/app/signup/validation.py", line 7, in connect',
      `EvilError: ${EVIL}`,
    ],
  });
  await room.released({ kind: 'config', name: BRIEF });

  const request = await room.asks('ana', `v84 ${EVIL}`);
  expect(room.readable(request.plain)).toMatchInlineSnapshot(`
    "*Approve?* raxx-api-prod v87 → v84 @operators @Kristerpher
    <!channel> <!subteam^S0EVERYBODY> <@U0RAXX00SUE> <https://evil.example|Approved> · Ana asks
    *BLOCKED* · 2/2 dynos crashed · smoke 503 · H10: N since v87, N before · tracebacks: N since v87, N before
    ⛔ A migration took away what the old code needs: backend_v2/migrations/versions/<!here> <@U0RAXX00SUE>.py: op.drop_column('users…. Roll forward.
    ⚠ It would undo an incident fix (\`0badc0de\` <!channel> <!subteam^S0EVERYBODY> <@U0RAXX00SUE> <https://e…, <!channel> <!subteam^S0EVERYBODY> <@U0RAXX00SUE> <https://e…), a security fix (\`02ef85c3\` Fix sign-in <!here> <@U0RAXX00SUE>, <!here> <@U0RAXX00SUE>). Roll forward instead, if you can.
    ⚠ Config vars go back too: <!here> <@U0RAXX00SUE> vanishes.
    *Roll forward instead*: a migration took away what the old code needs; a security or incident fix would be undone; the tracebacks name no file of this release, so a dependency may be at fault.
    Undoes 3 releases, 2 commits (<!channel> <!subteam^S0EVERYBODY> <@U0RAXX00SUE> <https://e…, <!here> <@U0RAXX00SUE>) · v84 ran 6 days · Deploy 69eec518 by cy@raxx.app
    • v87 Set <!here> <@U0RAXX00SUE> config vars · kristerpher@raxx.app · HH:MM UTC
    • v86 Deploy 0badc0de · kristerpher@raxx.app · HH:MM UTC
    • v85 Deploy e07f41b2 · ben@raxx.app · HH:MM UTC
    Config: 1 goes back · Migration: destructive · Expect ~NN s (release command N s last time)
    Traceback: EvilError: <!channel> <!subteam^S0EVERYBODY> <@U0RAXX00SUE> <https://evil.example|Approved> at signup/validation.py:7
    Asked HH:MM:SS UTC · expires HH:MM UTC · By hand: \`heroku ps -a raxx-api-prod\` · rb-xxxxxxxx
    [Review] [Reject] [Cancel] [Roll forward instead]"
  `);
  await room.busy('bo', async () => {
    const review = await room.reviews('bo');
    expect(room.readable(review.text())).toMatchInlineSnapshot(`
      "── Review rollback ──
      *raxx-api-prod v87 → v84*
      <!channel> <!subteam^S0EVERYBODY> <@U0RAXX00SUE> <https://evil.example|Approved> · Ana asked HH:MM UTC
      *BLOCKED* · 2/2 dynos crashed · smoke 503 · H10: N since v87, N before · tracebacks: N since v87, N before
      ⛔ A migration took away what the old code needs: backend_v2/migrations/versions/<!here> <@U0RAXX00SUE>.py: op.drop_column('users…. Roll forward.
      ⚠ It would undo an incident fix (\`0badc0de\` <!channel> <!subteam^S0EVERYBODY> <@U0RAXX00SUE> <https://e…, <!channel> <!subteam^S0EVERYBODY> <@U0RAXX00SUE> <https://e…), a security fix (\`02ef85c3\` Fix sign-in <!here> <@U0RAXX00SUE>, <!here> <@U0RAXX00SUE>). Roll forward instead, if you can.
      ⚠ Config vars go back too: <!here> <@U0RAXX00SUE> vanishes.
      A superadmin can override this, with a reason and a code.
      *Roll forward instead*: a migration took away what the old code needs; a security or incident fix would be undone; the tracebacks name no file of this release, so a dependency may be at fault.
      [Roll forward instead]
      Undoes 3 releases, 2 commits (<!channel> <!subteam^S0EVERYBODY> <@U0RAXX00SUE> <https://e…, <!here> <@U0RAXX00SUE>) · v84 ran 6 days · Deploy 69eec518 by cy@raxx.app
      • v87 Set <!here> <@U0RAXX00SUE> config vars · kristerpher@raxx.app · HH:MM UTC
      • v86 Deploy 0badc0de · kristerpher@raxx.app · HH:MM UTC
      • v85 Deploy e07f41b2 · ben@raxx.app · HH:MM UTC
      Config: 1 goes back · Migration: destructive · Expect ~NN s (release command N s last time)
      Traceback: EvilError: <!channel> <!subteam^S0EVERYBODY> <@U0RAXX00SUE> <https://evil.example|Approved> at signup/validation.py:7
      [Not now]"
    `);
    await review.close();
  });
  expectNothingLive();
});

test('what a release command prints', async () => {
  const room = rooms.room();
  rooms.stage().heroku.control.fault({
    on: 'rollback-post',
    app: room.app,
    modifiers: [
      { kind: 'release-command', outcome: 'fails', takesMs: 500, prints: [`Running ${EVIL}`, '``` ', EVIL] },
    ],
  });
  await room.asks('ana');
  await room.approves('bo');
  await room.becomes('failed');
  const said = await room.sees('bo', /Running/);
  expect(room.readable(said.plain)).toMatchInlineSnapshot(`
    "What v86's release command printed last; all of it: \`heroku releases:output v86 -a raxx-api-prod\`
    \`\`\`
    Running <!channel> <!subteam^S0EVERYBODY> <@U0RAXX00SUE> <https://evil.example|Approved>
    '''
    <!channel> <!subteam^S0EVERYBODY> <@U0RAXX00SUE> <https://evil.example|Approved>
    release command exited with status 1
    \`\`\`"
  `);
  expectNothingLive();
});

function expectNothingLive(): void {
  const { slack } = rooms.stage();
  const read = slack.journal.calls.flatMap(({ args }) => markup(args));
  expect(read.filter((text) => text.includes('evil.example')).length).toBeGreaterThan(0);
  const ours = /<!subteam\^S0OPERATORS>/g;
  expect(read.map((text) => text.replace(ours, '')).filter((text) => LIVE.test(text))).toEqual([]);
  expect(slack.state.notifications.filter(({ why }) => why === 'everyone')).toEqual([]);
  expect(slack.as('sue').notifications()).toEqual([]);
}
