import { describe, expect, test } from 'vitest';
import { checkBlocks } from '../../rehearsal/slack/block-kit/check.ts';
import type { Ending, Operation, OperationStatus } from '../../src/operation.ts';
import { ended, sendingOnceMore } from '../../src/words/endings.ts';
import { BO, NOW, operation } from '../runbooks/facts.ts';

const BEN = {
  id: 'r86',
  version: 86,
  description: 'Set X config vars',
  by: 'ben@raxx.app',
  at: '2026-11-20T03:04:00Z',
};
const SENT: Partial<Operation> = { approver: BO, release: { id: 'r86', version: 86 } };

/** One of every ending, with each status it comes with. */
const EACH: {
  readonly [W in Ending['why']]: readonly [
    OperationStatus,
    Extract<Ending, { why: W }>,
    Partial<Operation>?,
  ][];
} = {
  'not-the-base': [['stale', { why: 'not-the-base', head: BEN }]],
  'target-gone': [['refused', { why: 'target-gone' }]],
  'head-unreadable': [
    ['failed', { why: 'head-unreadable', failure: 'slow' }],
    ['refused', { why: 'head-unreadable', failure: 'no-default-target' }],
  ],
  'refused-by-heroku': ([401, 403, 404, 422] as const).map((status) => [
    'refused',
    { why: 'refused-by-heroku', status, errorId: 'an_error_id' },
  ]),
  'never-sent': (['rate limit', 'budget', 'refused', 'connect-timeout', 'dns', 'tls', 'odd'] as const).map(
    (cause) => ['failed', { why: 'never-sent', cause }],
  ),
  'not-seen': [
    ['needs_human', { why: 'not-seen' }],
    ['needs_human', { why: 'not-seen' }, { decision: { what: 'send-once-more', by: BO } }],
  ],
  'cannot-look': [['needs_human', { why: 'cannot-look' }]],
  'somebody-else': [['needs_human', { why: 'somebody-else', head: BEN }]],
  'release-failed': [
    ['failed', { why: 'release-failed', runs: 85 }, SENT],
    ['failed', { why: 'release-failed', runs: 83 }, SENT],
    ['needs_human', { why: 'release-failed', runs: 86 }, SENT],
    ['needs_human', { why: 'release-failed', runs: null }, SENT],
  ],
  'not-recovered-in-time': [['needs_human', { why: 'not-recovered-in-time' }, SENT]],
  overtaken: [['superseded', { why: 'overtaken', head: { ...BEN, id: 'r88', version: 88 } }, SENT]],
  'nothing-runs': [['closed', { why: 'nothing-runs' }, SENT]],
  'role-changed': [['refused', { why: 'role-changed', who: 'Bo' }]],
  replaced: [['superseded', { why: 'replaced', by: 'Kim', operationId: 'rb-2222aaaa' }]],
  'done-by-hand': [['superseded', { why: 'done-by-hand', head: BEN }]],
  'image-gone': [['needs_human', { why: 'image-gone' }]],
  expired: [['expired', { why: 'expired' }]],
  blocked: [['refused', { why: 'blocked' }]],
  'closed-by-itself': [
    ['closed', { why: 'closed-by-itself' }],
    ['closed', { why: 'closed-by-itself' }, SENT],
  ],
  closed: [
    ['closed', { why: 'closed', by: 'Bo' }],
    ['closed', { why: 'closed', by: 'Bo' }, SENT],
  ],
  rejected: [
    ['rejected', { why: 'rejected', by: 'Bo', reason: 'roll forward instead' }],
    ['rejected', { why: 'rejected', by: 'Bo', reason: '' }],
  ],
  cancelled: [['cancelled', { why: 'cancelled', by: 'Ana' }]],
};

const ALL = Object.values(EACH)
  .flat()
  .map(([status, ending, over]) => {
    const message = ended(operation({ status, approver: BO, ...over }), ending, NOW);
    const buttons = (message.blocks ?? []).flatMap((block) =>
      block.type === 'actions'
        ? block.elements.map((each) => ('text' in each && each.text ? `[${each.text.text}]` : '[?]'))
        : [],
    );
    return { title: `${status}, ${ending.why}`, message, buttons };
  });

describe('every ending', () => {
  test.each(ALL.map((each) => [each.title, each] as const))(
    '%s: two lines, who it is for, Slack takes it',
    (_, each) => {
      const [first, second, ...more] = each.message.text.split('\n');
      expect(first).toContain('<@U0ANA> <@U0BO>');
      expect(second).toBeTruthy();
      expect(more).toEqual([]);
      expect(checkBlocks(each.message.blocks ?? [])).toEqual([]);
    },
  );

  test('in its very words', () => {
    const said = ALL.map(({ title, message, buttons }) =>
      `${title}:\n${message.text} ${buttons.join(' ')}`.trimEnd(),
    );
    expect(`\n${said.join('\n\n')}\n`).toMatchInlineSnapshot(`
      "
      stale, not-the-base:
      Not run: ben@raxx.app released v86 (Set X config vars) at 03:04 UTC, after you looked. <@U0ANA> <@U0BO>
      Nothing was sent. Review v86 → v84? [Review v86 → v84]

      refused, target-gone:
      Not run: Heroku no longer lets raxx-api-prod go back to v84. Nothing was sent. <@U0ANA> <@U0BO>
      Choose another release: \`/rollback raxx-api-prod\`

      failed, head-unreadable:
      Not run: I could not read raxx-api-prod's releases just before sending (Heroku did not answer in time). Nothing was sent. <@U0ANA> <@U0BO>
      Ask again with \`/rollback raxx-api-prod v84\`. By hand: \`heroku rollback v84 -a raxx-api-prod\`

      refused, head-unreadable:
      Not run: I could not read raxx-api-prod's releases just before sending (no-default-target). Nothing was sent. <@U0ANA> <@U0BO>
      Ask again with \`/rollback raxx-api-prod v84\`. By hand: \`heroku rollback v84 -a raxx-api-prod\`

      refused, refused-by-heroku:
      Heroku refused the rollback raxx-api-prod v85 → v84 (401 an_error_id). Nothing changed. <@U0ANA> <@U0BO>
      Heroku does not take my token: renew HEROKU_API_KEY. By hand: \`heroku rollback v84 -a raxx-api-prod\`

      refused, refused-by-heroku:
      Heroku refused the rollback raxx-api-prod v85 → v84 (403 an_error_id). Nothing changed. <@U0ANA> <@U0BO>
      My token may not release this app: ask its owner. By hand: \`heroku rollback v84 -a raxx-api-prod\`

      refused, refused-by-heroku:
      Heroku refused the rollback raxx-api-prod v85 → v84 (404 an_error_id). Nothing changed. <@U0ANA> <@U0BO>
      The app or the release is gone: \`heroku releases -a raxx-api-prod\`

      refused, refused-by-heroku:
      Heroku refused the rollback raxx-api-prod v85 → v84 (422 an_error_id). Nothing changed. <@U0ANA> <@U0BO>
      The target may be too old to go back to: \`heroku releases -a raxx-api-prod\`. Another: \`/rollback raxx-api-prod\`

      failed, never-sent:
      Not sent: five tries did not get the rollback raxx-api-prod v85 → v84 to Heroku (it says we ask too often). Nothing changed. <@U0ANA> <@U0BO>
      Is Heroku up? status.heroku.com. Then ask again: \`/rollback raxx-api-prod v84\`

      failed, never-sent:
      Not sent: five tries did not get the rollback raxx-api-prod v85 → v84 to Heroku (our own request budget is used up). Nothing changed. <@U0ANA> <@U0BO>
      Is Heroku up? status.heroku.com. Then ask again: \`/rollback raxx-api-prod v84\`

      failed, never-sent:
      Not sent: five tries did not get the rollback raxx-api-prod v85 → v84 to Heroku (connection refused). Nothing changed. <@U0ANA> <@U0BO>
      Is Heroku up? status.heroku.com. Then ask again: \`/rollback raxx-api-prod v84\`

      failed, never-sent:
      Not sent: five tries did not get the rollback raxx-api-prod v85 → v84 to Heroku (no connection in time). Nothing changed. <@U0ANA> <@U0BO>
      Is Heroku up? status.heroku.com. Then ask again: \`/rollback raxx-api-prod v84\`

      failed, never-sent:
      Not sent: five tries did not get the rollback raxx-api-prod v85 → v84 to Heroku (its name does not resolve). Nothing changed. <@U0ANA> <@U0BO>
      Is Heroku up? status.heroku.com. Then ask again: \`/rollback raxx-api-prod v84\`

      failed, never-sent:
      Not sent: five tries did not get the rollback raxx-api-prod v85 → v84 to Heroku (no secure connection). Nothing changed. <@U0ANA> <@U0BO>
      Is Heroku up? status.heroku.com. Then ask again: \`/rollback raxx-api-prod v84\`

      failed, never-sent:
      Not sent: five tries did not get the rollback raxx-api-prod v85 → v84 to Heroku (no connection). Nothing changed. <@U0ANA> <@U0BO>
      Is Heroku up? status.heroku.com. Then ask again: \`/rollback raxx-api-prod v84\`

      needs_human, not-seen:
      Heroku never confirmed, and v86 has not appeared by 03:03 UTC. It may still land. <@U0ANA> <@U0BO>
      [Send once more] could roll back twice if the first one lands late. [Close] leaves raxx-api-prod as it is. Look first: \`heroku releases -a raxx-api-prod\` [Send once more] [Close]

      needs_human, not-seen:
      Heroku never confirmed, and v86 has not appeared by 03:03 UTC. It may still land. <@U0ANA> <@U0BO>
      I was told to send once more and send no third time. [Close] leaves raxx-api-prod as it is. Look first: \`heroku releases -a raxx-api-prod\` [Close]

      needs_human, cannot-look:
      Heroku never confirmed, and I cannot read raxx-api-prod's releases either at 03:03 UTC. The rollback may or may not have happened. <@U0ANA> <@U0BO>
      I go on looking, and send nothing more. See for yourself: \`heroku releases -a raxx-api-prod\`. [Close] ends it here. [Close]

      needs_human, somebody-else:
      Heroku did not confirm, and ben@raxx.app released v86 (Set X config vars) meanwhile. I sent nothing more. <@U0ANA> <@U0BO>
      Look at what runs before doing anything: \`heroku ps -a raxx-api-prod\`. Then [Close], and ask anew if it is still needed. [Close]

      failed, release-failed:
      v86's release command failed. Dynos still run v85, the bad release. <@U0ANA> <@U0BO>
      You are not rolled back. Output and options are in the thread. [Unlock deploys]

      failed, release-failed:
      v86's release command failed. Dynos run v83. <@U0ANA> <@U0BO>
      You are not rolled back. Output and options are in the thread. [Unlock deploys]

      needs_human, release-failed:
      v86's release command failed, yet the dynos run v86, which Heroku does not call current. <@U0ANA> <@U0BO>
      Output and options are in the thread. I go on checking; [Close] ends that. [Close]

      needs_human, release-failed:
      v86's release command failed, and I cannot see what the dynos run. <@U0ANA> <@U0BO>
      Output and options are in the thread. I go on checking; [Close] ends that. [Close]

      needs_human, not-recovered-in-time:
      raxx-api-prod is not recovered, and the five minutes are spent at 03:03 UTC: its release cannot be read. <@U0ANA> <@U0BO>
      v86 is live but not proven; I go on checking. Choose: [Older release] [Stop] [Escalate] or [Close] [Older release] [Stop] [Escalate] [Close]

      superseded, overtaken:
      ben@raxx.app released v88 (Set X config vars) over v86 at 03:04 UTC, before v86 was proven. <@U0ANA> <@U0BO>
      I stop here: what runs now is theirs, see \`heroku ps -a raxx-api-prod\`. Back to the rollback: \`/rollback raxx-api-prod v86\` [Unlock deploys]

      closed, nothing-runs:
      v86 with v84's code is live, but web is scaled to 0: nothing runs, so nothing is proven. <@U0ANA> <@U0BO>
      Not counted as recovered. To start it: \`heroku ps:scale web=1 -a raxx-api-prod\`, then \`heroku ps -a raxx-api-prod\` [Unlock deploys]

      refused, role-changed:
      Not run: Bo no longer has the role this needs. Nothing was sent. <@U0ANA> <@U0BO>
      Somebody who has it can ask or approve again.

      superseded, replaced:
      Replaced by Kim at 03:03 UTC: raxx-api-prod v85 → v84. Nothing was sent. <@U0ANA> <@U0BO>
      The new request is rb-2222aaaa.

      superseded, done-by-hand:
      Done by hand: ben@raxx.app made v86 (Set X config vars) at 03:04 UTC, after you looked. I sent nothing. <@U0ANA> <@U0BO>
      I do not verify it: see whether it holds with \`heroku ps -a raxx-api-prod\`, and look at the app.

      needs_human, image-gone:
      Heroku refused to bring v84 back to raxx-api-prod: its image is gone. Nothing changed. <@U0ANA> <@U0BO>
      Push it again by hand: the checklist is in the thread, every command filled in. [Close] ends it. [Close]

      expired, expired:
      Expired before it was sent: raxx-api-prod v85 → v84. Nothing was sent. <@U0ANA> <@U0BO>
      If it is still needed: \`/rollback raxx-api-prod v84\`

      refused, blocked:
      Not run: raxx-api-prod v85 → v84 is blocked. Nothing was sent. <@U0ANA> <@U0BO>
      The card says why. Roll forward, or choose another release: \`/rollback raxx-api-prod\`

      closed, closed-by-itself:
      Closed by itself after 60 minutes without a decision: raxx-api-prod v85 → v84. It is NOT proven rolled back. <@U0ANA> <@U0BO>
      It was never confirmed and may still land: I watch for that for 24 h and say so. CI may not deploy until somebody unlocks. Look at \`heroku ps -a raxx-api-prod\` and \`heroku releases -a raxx-api-prod\` now. [Unlock deploys]

      closed, closed-by-itself:
      Closed by itself after 60 minutes without a decision: raxx-api-prod v85 → v84. It is NOT proven rolled back. <@U0ANA> <@U0BO>
      CI may not deploy v85 again until somebody unlocks. Look at \`heroku ps -a raxx-api-prod\` and \`heroku releases -a raxx-api-prod\` now. [Unlock deploys]

      closed, closed:
      Closed by Bo at 03:03 UTC: raxx-api-prod v85 → v84. <@U0ANA> <@U0BO>
      It was never confirmed and may still land: I watch for that for 24 h and say so. CI may not deploy until somebody unlocks. See \`heroku releases -a raxx-api-prod\` [Unlock deploys]

      closed, closed:
      Closed by Bo at 03:03 UTC: raxx-api-prod v85 → v84. <@U0ANA> <@U0BO>
      v86 is live but was not proven. CI may not deploy v85 again until somebody unlocks. See \`heroku ps -a raxx-api-prod\` [Unlock deploys]

      rejected, rejected:
      Rejected by Bo at 03:03 UTC: raxx-api-prod v85 → v84. Nothing was sent. <@U0ANA> <@U0BO>
      Reason: roll forward instead

      rejected, rejected:
      Rejected by Bo at 03:03 UTC: raxx-api-prod v85 → v84. Nothing was sent. <@U0ANA> <@U0BO>
      No reason was given.

      cancelled, cancelled:
      Cancelled by Ana at 03:03 UTC: raxx-api-prod v85 → v84. Nothing was sent. <@U0ANA> <@U0BO>
      Ask again with \`/rollback raxx-api-prod\` when it is needed.
      "
    `);
  });
});

test('sending once more says who decided it', () => {
  expect(sendingOnceMore(operation({ approver: BO }), BO).text).toMatchInlineSnapshot(
    `"Bo sends it once more: raxx-api-prod v85 → v84. <@U0ANA> <@U0BO>"`,
  );
});
