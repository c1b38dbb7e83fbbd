import { expect, test } from 'vitest';
import { checkBlocks } from '../../rehearsal/slack/block-kit/check.ts';
import type { Operation, Progress } from '../../src/operation.ts';
import type { Message, ReadFailure } from '../../src/ports.ts';
import {
  asksForSymptom,
  healthyAnyway,
  landedLate,
  remindsOfSymptom,
  stillBroken,
} from '../../src/words/after.ts';
import { afterFailedCommand, commandFailed, releaseOutput } from '../../src/words/landed.ts';
import * as words from '../../src/words/trouble.ts';
import { BO, NOW, operation } from '../runbooks/facts.ts';

const URL = 'https://api.raxx.app/api/system/status';
const UP: Progress = { release: 'succeeded', dynosUp: 2, dynosWanted: 2, dynosCrashed: [] };
const SENT: Operation = operation({
  status: 'verifying',
  approver: BO,
  release: { id: 'r86', version: 86 },
  recoveredAt: new Date(NOW.getTime() - 240_000),
  progress: UP,
});
const LATE = {
  id: 'r87',
  version: 87,
  description: 'Rollback to v84',
  by: 'switchback-bot@raxx.app',
  at: '2026-11-20T06:04:00Z',
};

test('what verification still waits for, in its very words', () => {
  const seen: readonly Progress[] = [
    {},
    { release: 'pending' },
    { release: 'failed' },
    { release: 'failed', dynosUp: 1, dynosWanted: 2 },
    { ...UP, dynosCrashed: ['web.2', 'web.1'] },
    { ...UP, dynosUp: 0, dynosWanted: 0 },
    { release: 'succeeded' },
    { release: 'succeeded', dynosUp: 1 },
    { ...UP, dynosUp: 1 },
    { ...UP, smoke: 503 },
    { ...UP, smoke: 403, smokeProblem: 'origin-guard' },
    { ...UP, smoke: 200, smokeProblem: 'cached' },
    { ...UP, smoke: 0, smokeProblem: 'unreachable' },
    ...(
      [
        'slow',
        'down',
        'rate-limited',
        'budget-spent',
        'unauthorized',
        'forbidden',
        'not-found',
        'malformed',
      ] as const
    ).map((unread) => ({ unread })),
  ];
  expect(seen.map((progress) => words.missing(progress).source).join('\n')).toMatchInlineSnapshot(`
    "its release cannot be read
    the release command is still running
    its release failed
    1 of 2 dynos up
    web.1, web.2 crashed
    no web dyno is scaled up
    the dynos cannot be read
    how many dynos there should be cannot be read
    1 of 2 dynos up
    the smoke check got 503
    the smoke check got 403 from the origin guard: wrong URL, not an outage
    the smoke check got a cached answer, which proves nothing
    the smoke check got no answer
    Heroku does not answer in time
    Heroku is down
    Heroku says we ask too often
    our own share of Heroku requests is used up
    Heroku refuses my token
    Heroku does not let my token see this app
    Heroku does not find it
    Heroku’s answer makes no sense"
  `);
});

const blind = (why: ReadFailure): Message => words.blind(SENT, why, NOW);
const SAID: readonly (readonly [string, Message])[] = [
  ['not yet', words.notYet(SENT, { ...UP, dynosUp: 1 }, NOW, URL)],
  ['not yet, wrong door', words.notYet(SENT, { ...UP, smoke: 403, smokeProblem: 'origin-guard' }, NOW, URL)],
  ['overdue', words.overdue(SENT, { release: 'pending' }, NOW)],
  ['relapsed', words.relapsed(SENT, { ...UP, dynosCrashed: ['web.1'] }, NOW)],
  ['crashed', words.crashed(SENT, ['web.2', 'web.1'], NOW)],
  ['smoke', words.smokeFails(SENT, { ...UP, smoke: 503 }, NOW)],
  ['wrong door', words.wrongDoor(SENT, URL)],
  ['blind: forbidden', blind('forbidden')],
  ['blind: slow', blind('slow')],
  ['command failed', commandFailed(SENT)],
  ['after it', afterFailedCommand(SENT)],
  ['crashed after', words.crashedAfter({ ...SENT, endedAt: NOW }, ['web.1'], NOW)],
  ['smoke after', words.smokeFailsAfter({ ...SENT, endedAt: NOW }, { ...UP, smoke: 503 }, NOW)],
  ['symptom', asksForSymptom(SENT)],
  ['reminder', remindsOfSymptom({ ...SENT, symptom: '' })],
  ['still broken', stillBroken(SENT, 'Kim', NOW)],
  ['healthy anyway', { text: healthyAnyway(SENT).source }],
  [
    'late',
    landedLate(SENT, LATE, { ...LATE, version: 86, description: 'Deploy f1xed00d', by: 'ben@raxx.app' }),
  ],
  ['late, unread', landedLate(SENT, LATE, null)],
];

test.each(SAID)('%s: two lines, Slack takes it', (_, message) => {
  expect(message.text.split('\n')).toHaveLength(2);
  expect(checkBlocks(message.blocks ?? [])).toEqual([]);
});

test('in their very words', () => {
  expect(`\n${SAID.map(([name, { text }]) => `${name}:\n${text}`).join('\n\n')}\n`).toMatchInlineSnapshot(`
    "
    not yet:
    raxx-api-prod is not verified yet at 03:03 UTC: 1 of 2 dynos up. <@U0ANA> <@U0BO>
    I go on looking. By hand: \`heroku ps -a raxx-api-prod\`

    not yet, wrong door:
    raxx-api-prod is not verified yet at 03:03 UTC: the smoke check got 403 from the origin guard: wrong URL, not an outage. <@U0ANA> <@U0BO>
    Recovery is unproven. Check https://api.raxx.app/api/system/status

    overdue:
    The five minutes are spent at 03:03 UTC and raxx-api-prod is not recovered: the release command is still running. <@U0ANA> <@U0BO>
    I go on looking, and ask you if it does not recover. By hand: \`heroku ps -a raxx-api-prod\`

    relapsed:
    raxx-api-prod was up and is not any more at 03:03 UTC: web.1 crashed. <@U0ANA> <@U0BO>
    Not recovered; I go on checking. Choose: [Older release] [Stop] [Escalate]

    crashed:
    raxx-api-prod is not up: web.1, web.2 crashed on v86 at 03:03 UTC. <@U0ANA> <@U0BO>
    Not recovered; I go on checking. Choose: [Older release] [Stop] [Escalate]

    smoke:
    raxx-api-prod's dynos are up on v86, but at 03:03 UTC the smoke check got 503. <@U0ANA> <@U0BO>
    Not recovered; I go on checking. Choose: [Older release] [Stop] [Escalate]

    wrong door:
    The smoke check got 403 from the origin guard: wrong URL, not an outage. <@U0ANA> <@U0BO>
    Recovery is unproven. Check https://api.raxx.app/api/system/status

    blind: forbidden:
    I cannot see raxx-api-prod at 03:03 UTC: Heroku does not let my token see this app. v86 was made and stands. <@U0ANA> <@U0BO>
    Recovery is unproven; I go on looking. Ask the app’s owner to let me in. By hand: \`heroku ps -a raxx-api-prod\`

    blind: slow:
    I cannot see raxx-api-prod at 03:03 UTC: Heroku does not answer in time. v86 was made and stands. <@U0ANA> <@U0BO>
    Recovery is unproven; I go on looking. See status.heroku.com. By hand: \`heroku ps -a raxx-api-prod\`

    command failed:
    v86's release command failed, yet Heroku calls it current. <@U0ANA> <@U0BO>
    I go on checking dynos and smoke: they decide. Its output is in the thread.

    after it:
    Options: turn off what broke (flag or config var), or roll v85 forward; an older release runs its own command and may fail the same way.
    Or choose: [Older release] [Stop] [Escalate]

    crashed after:
    raxx-api-prod is down again: web.1 crashed on v86 at 03:03 UTC, 4 min after recovery. <@U0ANA> <@U0BO>
    Nothing more was done. Choose: [Older release] [Stop] [Escalate]

    smoke after:
    raxx-api-prod was recovered, but at 03:03 UTC the smoke check got 503, 4 min after recovery. <@U0ANA> <@U0BO>
    Nothing more was done. Choose: [Older release] [Stop] [Escalate]

    symptom:
    Is the symptom gone? “signup 500s since 02:58” <@U0ANA> <@U0BO>
    The smoke check was 200 before the rollback too, so it cannot tell.

    reminder:
    Nobody has said yet whether the symptom is gone. <@U0ANA> <@U0BO>
    The smoke check cannot tell; please look and choose.

    still broken:
    raxx-api-prod is still broken, says Kim at 03:03 UTC; v86 is not proven yet. “signup 500s since 02:58” <@U0ANA> <@U0BO>
    Nothing more was done. Choose: [Older release] [Stop] [Escalate]

    healthy anyway:
    v86's release command failed, and raxx-api-prod is healthy on it: 2 of 2 dynos up, smoke check passing. <@U0ANA> <@U0BO>
    No further rollback is advised. Mend the command before the next deploy; its output is in the thread.

    late:
    Landed late: the rollback of raxx-api-prod that Heroku never confirmed took effect at 06:04 UTC, as v87 (Rollback to v84). <@U0ANA> <@U0BO>
    I sent nothing new. It went over v86 (Deploy f1xed00d) by ben@raxx.app. Undo with \`/rollback raxx-api-prod v86\`

    late, unread:
    Landed late: the rollback of raxx-api-prod that Heroku never confirmed took effect at 06:04 UTC, as v87 (Rollback to v84). <@U0ANA> <@U0BO>
    I sent nothing new. See what it went over: \`heroku releases -a raxx-api-prod\`. Undo with \`/rollback raxx-api-prod v86\`
    "
  `);
});

test('what a failed command printed: its lines, nothing, or not to be read', () => {
  const printed = ['alembic upgrade head', "KeyError: '```<!channel>'", ''];
  expect(
    [releaseOutput(SENT, printed), releaseOutput(SENT, []), releaseOutput(SENT, null)]
      .map(({ text }) => text)
      .join('\n\n'),
  ).toMatchInlineSnapshot(`
    "What v86's release command printed last; all of it: \`heroku releases:output v86 -a raxx-api-prod\`
    \`\`\`
    alembic upgrade head
    KeyError: ''''&lt;!channel&gt;'

    \`\`\`

    v86's release command printed nothing.

    v86's output cannot be read now. By hand: \`heroku releases:output v86 -a raxx-api-prod\`"
  `);
});
