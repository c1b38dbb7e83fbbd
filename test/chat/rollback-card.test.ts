/** The one card, as people read it, at every station of the road. */
import { expect, test } from 'vitest';
import { checkBlocks } from '../../rehearsal/slack/block-kit/check.ts';
import { renderBlocks } from '../../rehearsal/slack/render/render-blocks.ts';
import { rollbackCard } from '../../src/chat/rollback-card.ts';
import type { Operation } from '../../src/operation.ts';
import { mentions } from '../../src/words/rollback.ts';
import { BO, NOW, operation, preflight } from '../runbooks/facts.ts';

const NOBODY = { users: new Map(), groups: new Map(), channels: new Map() };
const APPROVERS = mentions({ people: ['U0BO'], groups: ['S0OPS'] });

const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

const APPROVED = { approver: BO, approvedAt: at(59), progress: { smokeBefore: 503 } };
const SENT = { ...APPROVED, sentAt: at(60), release: { id: 'r86', version: 86 } };
const UP = {
  release: 'succeeded',
  releaseCommandSeconds: 47,
  dynosUp: 2,
  dynosWanted: 2,
  dynosCrashed: [],
} as const;
const HOLDING = { ...SENT, progress: { ...UP, smoke: 200, smokeBefore: 503 }, recoveredAt: at(115) };

/** Two minutes after the request, unless the story says otherwise. */
const STATIONS: readonly (readonly [station: string, over: Partial<Operation>, seconds?: number])[] = [
  ['asked, checks running', { symptom: '' }, 1],
  ['asked, checks back', { preflight: preflight() }],
  [
    'asked, blocked',
    {
      preflight: preflight({
        verdict: 'BLOCKED',
        findings: [
          {
            code: 'config-changes',
            appears: ['OLD_KEY'],
            changes: ['DATABASE_URL', 'LIMIT'],
            vanishes: ['NEW_KEY'],
          },
          { code: 'guarded-config', names: ['DATABASE_URL'] },
        ],
        configNames: ['DATABASE_URL', 'LIMIT', 'NEW_KEY', 'OLD_KEY'],
        smoke: 200,
      }),
    },
  ],
  ['approved', { status: 'approved', ...APPROVED }],
  [
    'approved by policy',
    { status: 'approved', ...APPROVED, approver: operation().requester, approvedHow: 'policy' },
  ],
  [
    'approved alone',
    { status: 'approved', ...APPROVED, approver: operation().requester, approvedHow: 'solo' },
  ],
  [
    'approved against a block',
    { status: 'approved', ...APPROVED, override: 'the guarded var only names a dashboard' },
  ],
  ['sending', { status: 'executing', ...APPROVED, sentAt: at(60) }],
  ['release command', { status: 'verifying', ...SENT, progress: { release: 'pending', smokeBefore: 0 } }],
  [
    'dynos starting',
    {
      status: 'verifying',
      ...SENT,
      progress: { ...UP, dynosUp: 1, dynosCrashed: ['web.2'], smokeBefore: 503 },
    },
  ],
  [
    'smoke still failing',
    {
      status: 'verifying',
      ...SENT,
      progress: { ...UP, smoke: 200, smokeProblem: 'cached', smokeBefore: 200 },
    },
  ],
  ['up, holding', { status: 'verifying', ...HOLDING }],
  ['needs a person', { status: 'needs_human', ...APPROVED, sentAt: at(60), ending: { why: 'not-seen' } }],
  ['recovered', { status: 'recovered', ...HOLDING, confirmedAt: at(150), endedAt: at(150) }, 9_000],
  [
    'rejected',
    { status: 'rejected', endedAt: at(30), ending: { why: 'rejected', by: 'Bo', reason: 'flag it off' } },
  ],
  ['cancelled', { status: 'cancelled', endedAt: at(30), ending: { why: 'cancelled', by: 'Ana' } }],
  ['expired', { status: 'expired', endedAt: at(900), ending: { why: 'expired' } }],
  [
    'stale',
    {
      status: 'stale',
      ...APPROVED,
      endedAt: at(61),
      ending: { why: 'not-the-base', head: { id: 'r86', version: 86, description: 'x', by: 'ben', at: '' } },
    },
  ],
  [
    'refused by the checks',
    {
      status: 'refused',
      endedAt: at(2),
      ending: { why: 'blocked' },
      preflight: preflight({ verdict: 'BLOCKED', findings: [{ code: 'already-runs', version: 84 }] }),
    },
  ],
  [
    'failed',
    {
      status: 'failed',
      ...SENT,
      progress: { release: 'failed', dynosUp: 0, dynosWanted: 2 },
      endedAt: at(90),
      ending: { why: 'release-failed', runs: 85 },
    },
  ],
  ['superseded', { status: 'superseded', endedAt: at(90) }],
  ['closed', { status: 'closed', ...SENT, endedAt: at(400), ending: { why: 'closed', by: 'Bo' } }],
];

test('every station, in its very words, within the limits of Slack', () => {
  const told = STATIONS.map(([station, over, seconds = 120]) => {
    const { blocks = [] } = rollbackCard(operation(over), APPROVERS, at(seconds));
    expect(checkBlocks(blocks), station).toEqual([]);
    return [`· ${station}`, ...renderBlocks(blocks, NOBODY)].join('\n');
  });
  expect(`\n${told.join('\n\n')}\n`).toMatchInlineSnapshot(`
    "
    · asked, checks running
    *Approve?* raxx-api-prod v85 → v84 @group @U0BO
    No symptom given · Ana asks
    The checks are not back yet; [Review] looks afresh in any case.
    Asked 03:03:02 UTC · expires 03:18 UTC · By hand: \`heroku rollback v84 -a raxx-api-prod\` · rb-7f3ak2mn
    [Review] [Reject] [Cancel]

    · asked, checks back
    *Approve?* raxx-api-prod v85 → v84 @group @U0BO
    signup 500s since 02:58 · Ana asks
    *CLEAR* · 2/2 dynos crashed · smoke 503 · H10: 41 since v85, 0 before
    Undoes 1 release, 3 commits (Ben, Cy) · v84 ran 6 days · Deploy c0ffee84 by ben@raxx.app
    • v85 Deploy c0ffee85 · cy@raxx.app · 22:03 UTC
    Config: no change · Migration: none · Expect ~77 s (release command 47 s last time)
    Asked 03:03:02 UTC · expires 03:18 UTC · By hand: \`heroku rollback v84 -a raxx-api-prod\` · rb-7f3ak2mn
    [Review] [Reject] [Cancel]

    · asked, blocked
    *Approve?* raxx-api-prod v85 → v84 @group @U0BO
    signup 500s since 02:58 · Ana asks
    *BLOCKED* · 2/2 dynos crashed · smoke 200 · H10: 41 since v85, 0 before
    ⛔ Guarded config vars would change: DATABASE_URL. Roll forward, or take code only where it is offered.
    ⚠ Config vars go back too: DATABASE_URL, LIMIT change; OLD_KEY comes back; NEW_KEY vanishes.
    Undoes 1 release, 3 commits (Ben, Cy) · v84 ran 6 days · Deploy c0ffee84 by ben@raxx.app
    • v85 Deploy c0ffee85 · cy@raxx.app · 22:03 UTC
    Config: 4 go back · Migration: none · Expect ~77 s (release command 47 s last time)
    Smoke is 200 now, so a 200 afterwards proves little: check that the symptom is gone.
    Asked 03:03:02 UTC · expires 03:18 UTC · By hand: \`heroku ps -a raxx-api-prod\` · rb-7f3ak2mn
    [Review] [Reject] [Cancel] [Code only instead]

    · approved
    *raxx-api-prod v85 → v84* · APPROVED · 2:00 of 5:00
    ✓ Approved Bo 03:04:01 UTC
    Next word by 03:06 UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-7f3ak2mn

    · approved by policy
    *raxx-api-prod v85 → v84* · APPROVED · 2:00 of 5:00
    ✓ Approved by policy 03:04:01 UTC
    Next word by 03:06 UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-7f3ak2mn

    · approved alone
    *raxx-api-prod v85 → v84* · APPROVED · 2:00 of 5:00
    ✓ Approved Ana alone 03:04:01 UTC
    Next word by 03:06 UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-7f3ak2mn

    · approved against a block
    *raxx-api-prod v85 → v84* · APPROVED · 2:00 of 5:00
    ✓ Approved Bo 03:04:01 UTC, overriding a block: the guarded var only names a dashboard
    Next word by 03:06 UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-7f3ak2mn

    · sending
    *raxx-api-prod v85 → v84* · SENDING · 2:00 of 5:00
    ✓ Approved Bo 03:04:01 UTC · sent 03:04:02 UTC
    Next word by 03:06 UTC
    By hand: \`heroku releases -a raxx-api-prod\` · rb-7f3ak2mn
    [Note]

    · release command
    *raxx-api-prod v85 → v84* · RELEASE COMMAND · 2:00 of 5:00
    ✓ Approved Bo 03:04:01 UTC · sent 03:04:02 UTC → v86
    … Release v86: pending
    … Dynos on v86: not read yet
    – Smoke: not yet checked (no answer before)
    Next word by 03:06 UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-7f3ak2mn
    [Still broken] [Note]

    · dynos starting
    *raxx-api-prod v85 → v84* · DYNOS STARTING · 2:00 of 5:00
    ✓ Approved Bo 03:04:01 UTC · sent 03:04:02 UTC → v86
    ✓ Release v86 succeeded, command 47 s
    ✗ Dynos on v86: 1 of 2, crashed: web.2
    – Smoke: not yet checked (503 before)
    Next word by 03:06 UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-7f3ak2mn
    [Still broken] [Note]

    · smoke still failing
    *raxx-api-prod v85 → v84* · SMOKE CHECK · 2:00 of 5:00
    ✓ Approved Bo 03:04:01 UTC · sent 03:04:02 UTC → v86
    ✓ Release v86 succeeded, command 47 s
    ✓ Dynos on v86: 2 of 2
    ✗ Smoke: 200 from a cache, which proves nothing (200 before)
    Next word by 03:06 UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-7f3ak2mn
    [Still broken] [Note]

    · up, holding
    *raxx-api-prod v85 → v84* · UP, HOLDING · 1:55 of 5:00
    ✓ Approved Bo 03:04:01 UTC · sent 03:04:02 UTC → v86
    ✓ Release v86 succeeded, command 47 s
    ✓ Dynos on v86: 2 of 2
    ✓ Smoke: 200 (503 before)
    … Up since 03:04:57 UTC, holding
    Next word by 03:06 UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-7f3ak2mn
    [Still broken] [Note]

    · needs a person
    *raxx-api-prod v85 → v84* · NEEDS A PERSON · 2:00 of 5:00
    ✓ Approved Bo 03:04:01 UTC · sent 03:04:02 UTC
    Waiting for a person
    By hand: \`heroku releases -a raxx-api-prod\` · rb-7f3ak2mn
    [Note]

    · recovered
    *raxx-api-prod v85 → v84* · RECOVERED · 1:55
    ✓ Approved Bo 03:04:01 UTC · sent 03:04:02 UTC → v86
    ✓ Release v86 succeeded, command 47 s
    ✓ Dynos on v86: 2 of 2
    ✓ Smoke: 200 (503 before)
    ✓ Recovered 03:04:57 UTC, held, confirmed
    Ended 03:05:32 UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-7f3ak2mn
    [Still broken] [Note]

    · rejected
    *raxx-api-prod v85 → v84* · REJECTED · 0:30
    ✗ Rejected by Bo 03:03:32 UTC: flag it off
    Ended 03:03:32 UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-7f3ak2mn

    · cancelled
    *raxx-api-prod v85 → v84* · CANCELLED · 0:30
    ✗ Cancelled by Ana 03:03:32 UTC
    Ended 03:03:32 UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-7f3ak2mn

    · expired
    *raxx-api-prod v85 → v84* · EXPIRED · 15:00
    Ended 03:18:02 UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-7f3ak2mn

    · stale
    *raxx-api-prod v85 → v84* · NOT RUN · 1:01
    ✓ Approved Bo 03:04:01 UTC
    Ended 03:04:03 UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-7f3ak2mn

    · refused by the checks
    *raxx-api-prod v85 → v84* · NOT RUN · 0:02
    ⛔ v84 is what runs now.
    Ended 03:03:04 UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-7f3ak2mn

    · failed
    *raxx-api-prod v85 → v84* · FAILED · 1:30
    ✓ Approved Bo 03:04:01 UTC · sent 03:04:02 UTC → v86
    ✗ Release v86: failed
    – Dynos on v86: 0 of 2
    – Smoke: not checked
    Ended 03:04:32 UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-7f3ak2mn
    [Note]

    · superseded
    *raxx-api-prod v85 → v84* · SUPERSEDED · 1:30
    Ended 03:04:32 UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-7f3ak2mn

    · closed
    *raxx-api-prod v85 → v84* · CLOSED · 6:40
    ✓ Approved Bo 03:04:01 UTC · sent 03:04:02 UTC → v86
    … Release v86: not read yet
    – Dynos on v86: not read yet
    – Smoke: not checked (503 before)
    ✗ Closed by Bo 03:09:42 UTC
    Ended 03:09:42 UTC
    By hand: \`heroku ps -a raxx-api-prod\` · rb-7f3ak2mn
    [Note]
    "
  `);
});

test('the lock-screen line says what is asked of whom', () => {
  expect(rollbackCard(operation(), APPROVERS, NOW).text).toBe(
    '*Approve?* raxx-api-prod v85 → v84 <!subteam^S0OPS> <@U0BO>',
  );
});
