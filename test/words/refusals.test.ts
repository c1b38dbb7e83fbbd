import { describe, expect, test } from 'vitest';
import type { Incident } from '../../src/incident.ts';
import type { Refusal } from '../../src/outcome.ts';
import { refusalText } from '../../src/words/refusals.ts';
import { ANA, NOW } from '../runbooks/facts.ts';

/** One of every reason; the compiler misses none. */
const INCIDENT: Incident = {
  id: '2026-11-20-raxx-api-prod-in-7f3ak2mn',
  app: 'raxx-api-prod',
  alsoApps: [],
  channel: 'C0OPS',
  drill: false,
  severity: 2,
  status: 'investigating',
  symptom: 'signup 500s',
  impact: '',
  liveFlow: false,
  opener: { id: 'ana', slackId: 'U0ANA', name: 'Ana', agent: false },
  commander: null,
  openedAt: NOW,
  startedAt: NOW,
  closed: null,
};

const EACH: { readonly [R in Refusal['reason']]: readonly Extract<Refusal, { reason: R }>[] } = {
  'unknown-app': [
    {
      reason: 'unknown-app',
      typed: 'raxx-api-prd',
      near: ['raxx-api-prod', 'api'],
      known: ['raxx-api-prod'],
    },
    { reason: 'unknown-app', typed: 'velvet', near: [], known: ['raxx-api-prod', 'raxx-console-prod'] },
    { reason: 'unknown-app', typed: '', near: [], known: ['raxx-api-prod'] },
  ],
  'own-app': [{ reason: 'own-app', app: 'raxx-switchback' }],
  'bad-version': [{ reason: 'bad-version', typed: 'v084', app: 'raxx-api-prod' }],
  'wrong-channel': [
    { reason: 'wrong-channel', command: '/rollback raxx-api-prod v84', channels: ['C0OPS', 'C0SRE'] },
    { reason: 'wrong-channel', command: '/rollback', channels: [] },
    { reason: 'wrong-channel', command: '/ops lock raxx-api-prod', channels: ['C0OPS'] },
  ],
  'wrong-role': [
    {
      reason: 'wrong-role',
      action: 'rollback.approve',
      role: 'support',
      agent: false,
      needs: ['ops', 'superadmin'],
      operators: ['Bo', 'Kim'],
    },
    {
      reason: 'wrong-role',
      action: 'rollback.approve',
      role: 'ops',
      agent: true,
      needs: ['ops', 'superadmin'],
      operators: ['Bo'],
    },
    {
      reason: 'wrong-role',
      action: 'rollback.request',
      role: null,
      agent: false,
      needs: ['ops', 'superadmin'],
      operators: [],
    },
  ],
  'not-a-member': (['guest', 'outsider', 'deactivated', 'bot', 'unknown'] as const).map((why) => ({
    reason: 'not-a-member',
    why,
  })),
  'membership-unknown': [{ reason: 'membership-unknown' }],
  'heroku-unreadable': (['slow', 'budget-spent'] as const).map((failure) => ({
    reason: 'heroku-unreadable',
    app: 'raxx-api-prod',
    failure,
  })),
  'no-such-release': [{ reason: 'no-such-release', app: 'raxx-api-prod', version: 94, newest: 85 }],
  'already-runs': [{ reason: 'already-runs', app: 'raxx-api-prod', version: 85 }],
  'target-not-eligible': [
    { reason: 'target-not-eligible', app: 'raxx-api-prod', version: 84, status: 'expired' },
    { reason: 'target-not-eligible', app: 'raxx-api-prod', version: 84, status: 'succeeded' },
  ],
  'no-default-target': [{ reason: 'no-default-target', app: 'raxx-api-prod' }],
  'no-code-only': (['container', 'no-slug', 'same-code'] as const).map((why) => ({
    reason: 'no-code-only',
    app: 'raxx-api-prod',
    version: 84,
    why,
  })),
  'nothing-to-undo': [
    { reason: 'nothing-to-undo', typed: 'raxx-api-prod', status: null },
    { reason: 'nothing-to-undo', typed: 'rb-7f3ak2mn', status: 'verifying' },
  ],
  'already-undone': [{ reason: 'already-undone', operationId: 'rb-7f3ak2mn', by: ANA, status: 'recovered' }],
  'slot-taken': [
    {
      reason: 'slot-taken',
      app: 'raxx-api-prod',
      operationId: 'rb-7f3ak2mn',
      status: 'verifying',
      by: ANA,
      at: NOW,
      targetVersion: 84,
    },
  ],
  'self-approval': [{ reason: 'self-approval' }],
  'solo-not-yet': [{ reason: 'solo-not-yet', at: NOW }],
  'second-factor-unavailable': [{ reason: 'second-factor-unavailable' }],
  'no-second-factor': [{ reason: 'no-second-factor' }],
  'code-malformed': [{ reason: 'code-malformed' }],
  'wrong-code': [{ reason: 'wrong-code' }],
  'code-used': [{ reason: 'code-used' }],
  'codes-locked': [{ reason: 'codes-locked', until: NOW }],
  'form-outdated': [{ reason: 'form-outdated' }],
  'override-unexplained': [{ reason: 'override-unexplained' }],
  'cannot-override': [{ reason: 'cannot-override' }],
  'override-limit': [{ reason: 'override-limit' }],
  'agent-cancels-own': [{ reason: 'agent-cancels-own', requester: 'Ana' }],
  'own-look': [{ reason: 'own-look' }],
  'looked-already': [{ reason: 'looked-already', by: 'Bo', at: NOW }],
  'own-second-factor': [{ reason: 'own-second-factor' }],
  'unknown-person': [{ reason: 'unknown-person', typed: 'anna' }],
  'which-person': [
    {
      reason: 'which-person',
      typed: 'Ana',
      candidates: [
        { name: 'Ana', slackId: 'U0ANA' },
        { name: 'ana', slackId: 'U0ANA2' },
      ],
    },
  ],
  expired: [{ reason: 'expired', at: NOW }],
  'review-outdated': [{ reason: 'review-outdated' }],
  blocked: [{ reason: 'blocked' }],
  'warnings-not-ticked': [{ reason: 'warnings-not-ticked' }],
  'already-handled': [
    { reason: 'already-handled', status: 'approved', by: 'Bo', at: NOW },
    { reason: 'already-handled', status: 'verifying', by: 'Bo', at: NOW },
    { reason: 'already-handled', status: 'expired', by: null, at: null },
  ],
  'unknown-operation': [{ reason: 'unknown-operation', typed: 'rb-zzz' }],
  'incident-not-open': [
    { reason: 'incident-not-open', id: '2026-11-20-raxx-api-prod', closed: null },
    {
      reason: 'incident-not-open',
      id: '2026-11-20-raxx-api-prod',
      closed: { app: 'raxx-api-prod', by: 'Bo', at: NOW },
    },
  ],
  'no-incident': [
    { reason: 'no-incident', typed: '' },
    { reason: 'no-incident', typed: 'raxx-api-prod' },
  ],
  'which-incident': [{ reason: 'which-incident', open: [INCIDENT, INCIDENT] }],
  'incident-open': [{ reason: 'incident-open', incident: INCIDENT }],
  'kinds-apart': [
    { reason: 'kinds-apart', incident: INCIDENT },
    { reason: 'kinds-apart', incident: { ...INCIDENT, drill: true } },
  ],
  'began-unclear': [{ reason: 'began-unclear' }],
  'began-later': [{ reason: 'began-later', at: new Date(NOW.getTime() + 600_000), now: NOW }],
  'cannot-lead': [
    { reason: 'cannot-lead', why: 'guest' },
    { reason: 'cannot-lead', why: 'agent' },
    { reason: 'cannot-lead', why: 'no-role' },
  ],
  'changed-meanwhile': [{ reason: 'changed-meanwhile', incident: INCIDENT }],
  'nothing-changed': [{ reason: 'nothing-changed' }],
  'already-published': (['rolled-back', 'recovered', 'by-hand', 'template:still-working'] as const).map(
    (which) => ({
      reason: 'already-published',
      which,
      by: { id: 'bo', slackId: 'U0BO', name: 'Bo', agent: false },
      at: new Date('2026-11-20T03:05:00Z'),
    }),
  ),
  'public-text': (['empty', 'too-long', 'bracket', 'mention', 'claim'] as const).map((why) => ({
    reason: 'public-text',
    why,
    piece: why === 'bracket' ? '[surface]' : why === 'mention' ? '@here' : '',
  })),
  'unknown-template': [{ reason: 'unknown-template', typed: 'no-such' }],
  'template-unfilled': [{ reason: 'template-unfilled', template: 'handover', name: 'commander' }],
  'unknown-draft': [{ reason: 'unknown-draft' }],
  'draft-replaced': [{ reason: 'draft-replaced', by: 'Ana', at: NOW }],
  'no-customers': [{ reason: 'no-customers', app: 'raxx-api-staging' }],
  'smoke-fails': [{ reason: 'smoke-fails', app: 'raxx-api-prod' }],
  'no-promise': [{ reason: 'no-promise' }],
  'promise-broken': [{ reason: 'promise-broken', app: 'raxx-api-prod', until: NOW }],
  'snooze-unexplained': [{ reason: 'snooze-unexplained' }],
  'snoozed-meanwhile': [{ reason: 'snoozed-meanwhile' }],
  'snoozed-enough': [{ reason: 'snoozed-enough', callsAt: NOW }],
  'no-status-channel': [{ reason: 'no-status-channel' }],
  'not-recovered': [{ reason: 'not-recovered', app: 'raxx-api-prod' }],
  'not-live': [{ reason: 'not-live', app: 'raxx-api-prod' }],
  'symptom-missing': [{ reason: 'symptom-missing' }],
  'bad-commit': [{ reason: 'bad-commit', typed: 'abc12' }],
  'reason-missing': [{ reason: 'reason-missing', command: '/ops lock raxx-api-prod' }],
  'already-locked': [null, '4f9c2e7a1b3d5f60718293a4b5c6d7e8f9012345'].map((commit) => ({
    reason: 'already-locked',
    app: 'raxx-api-prod',
    commit,
    by: 'Ana',
    at: NOW,
    why: 'waiting for the fix',
  })),
  'not-locked': [
    { reason: 'not-locked', app: 'raxx-api-prod', commit: null, operationId: null },
    { reason: 'not-locked', app: 'raxx-api-prod', commit: null, operationId: 'rb-7f3ak2mn' },
    {
      reason: 'not-locked',
      app: 'raxx-api-prod',
      commit: '4f9c2e7a1b3d5f60718293a4b5c6d7e8f9012345',
      operationId: null,
    },
  ],
  'already-said': [{ reason: 'already-said', by: 'Bo', at: NOW }],
  'call-unexplained': [{ reason: 'call-unexplained' }],
  'called-before': [{ reason: 'called-before', by: 'Bo', at: NOW }],
  'note-too-long': [{ reason: 'note-too-long', length: 2345 }],
  'entry-there': [
    { reason: 'entry-there', number: 12 },
    { reason: 'entry-there', number: null },
  ],
  'no-such-entry': [
    { reason: 'no-such-entry', typed: '' },
    { reason: 'no-such-entry', typed: 'twelve' },
  ],
  'message-gone': [{ reason: 'message-gone' }],
  'message-unreadable': [
    { reason: 'message-unreadable', why: 'not-there' },
    { reason: 'message-unreadable', why: 'slack' },
  ],
  'note-empty': [{ reason: 'note-empty' }],
  'resolution-missing': [{ reason: 'resolution-missing' }],
  'bad-link': [{ reason: 'bad-link', typed: 'http://wiki/rca' }],
  'incident-still-open': [{ reason: 'incident-still-open', id: INCIDENT.id }],
  'action-missing': [{ reason: 'action-missing' }],
  'bad-day': [{ reason: 'bad-day', typed: 'next Friday' }],
  'no-such-action': [{ reason: 'no-such-action', n: 7 }],
  'action-done': [{ reason: 'action-done', n: 2, by: 'Bo', at: NOW }],
  'bad-slug': [{ reason: 'bad-slug', typed: 'Release Smoke!' }],
  'lease-lost': [{ reason: 'lease-lost' }],
  'already-ticked': [{ reason: 'already-ticked', step: 'push', by: 'Ana', at: NOW }],
  'not-ticked': [{ reason: 'not-ticked', step: 'pull' }],
  'tag-missing': [{ reason: 'tag-missing' }],
  'bad-tag': [{ reason: 'bad-tag', typed: 'main c0ffee;reboot' }],
  'no-release-yet': [{ reason: 'no-release-yet', app: 'raxx-velvet-prod' }],
  'nothing-to-choose': [{ reason: 'nothing-to-choose' }],
  'role-changed': [{ reason: 'role-changed', who: 'Bo' }],
};
const ALL = Object.values(EACH).flat();

/** Under a field of a form that stays open, about what is over, or told to no person at all. */
const ONE_LINE: readonly Refusal['reason'][] = [
  'warnings-not-ticked',
  'code-malformed',
  'wrong-code',
  'code-used',
  'override-unexplained',
  'symptom-missing',
  'incident-not-open',
  'note-empty',
  'resolution-missing',
  'bad-link',
  'action-missing',
  'bad-day',
  'action-done',
  'bad-slug',
  'snooze-unexplained',
  'lease-lost',
];

describe('every refusal', () => {
  test.each(
    ALL.filter(({ reason }) => !ONE_LINE.includes(reason)).map((refusal) => [refusalText(refusal).source]),
  )('says what was found, that nothing was done, and what to do next: %s', (said) => {
    const [found = '', ...next] = said.split('\n');
    expect(found).toMatch(/Nothing (more )?was (done|sent|added|published)\.$/);
    expect(next).toHaveLength(1);
    expect(next[0]).toMatch(/.[.`?]$/);
  });

  test('in its very words', () => {
    expect(`\n${ALL.map((each) => refusalText(each).source).join('\n\n')}\n`).toMatchInlineSnapshot(`
      "
      I do not know an app called \`raxx-api-prd\`. Nothing was done.
      Did you mean raxx-api-prod or api?

      I do not know an app called \`velvet\`. Nothing was done.
      I know: raxx-api-prod, raxx-console-prod.

      Which app? Nothing was done.
      I know: raxx-api-prod.

      raxx-switchback is the app I run on: rolling it back would stop me halfway. Nothing was done.
      By hand: \`heroku rollback vN -a raxx-switchback\`

      \`v084\` is not a release. I expect \`v\` and a number, such as \`v84\`. Nothing was done.
      See them with \`heroku releases -a raxx-api-prod\`

      I roll back only in <#C0OPS> or <#C0SRE>, so others can see it. Nothing was done.
      Paste there: \`/rollback raxx-api-prod v84\`

      No channel is configured for this. Nothing was done.
      Paste there: \`/rollback\`

      I take this only in <#C0OPS>, so others can see it. Nothing was done.
      Paste there: \`/ops lock raxx-api-prod\`

      Approving here needs the operator or superadmin role; you have support. Nothing was done.
      Operators: Bo, Kim.

      Approving here needs a human; agents may ask, not approve. Nothing was done.
      Operators: Bo.

      Asking for a rollback needs the operator or superadmin role; you have none. Nothing was done.
      Ask whoever keeps config/switchback.yaml.

      This needs a full member of this workspace; your account is a guest. Nothing was done.
      Ask an operator in the ops channel.

      This needs a full member of this workspace; your account is from another workspace. Nothing was done.
      Ask an operator in the ops channel.

      This needs a full member of this workspace; your account is deactivated. Nothing was done.
      Ask an operator in the ops channel.

      This needs a full member of this workspace; your account is a bot. Nothing was done.
      Ask an operator in the ops channel.

      This needs a full member of this workspace; your account is unknown to Slack. Nothing was done.
      Ask an operator in the ops channel.

      Slack did not tell me in time who you are, so I cannot know whether you may do this. Nothing was done.
      Try again in a few seconds.

      I could not read raxx-api-prod's releases: Heroku did not answer in time. Nothing was done.
      Try again in a moment, or look yourself: \`heroku releases -a raxx-api-prod\`

      I could not read raxx-api-prod's releases: our own request budget is used up. Nothing was done.
      Try again in a moment, or look yourself: \`heroku releases -a raxx-api-prod\`

      raxx-api-prod has no v94; its newest release is v85. Nothing was done.
      Type \`/rollback raxx-api-prod\` to choose from those that can be rolled back to.

      raxx-api-prod already runs v85. Nothing was done.
      Type \`/rollback raxx-api-prod\` to choose an older release.

      Heroku cannot roll raxx-api-prod back to v84: its code has expired. Nothing was done.
      Type \`/rollback raxx-api-prod\` to choose another.

      Heroku cannot roll raxx-api-prod back to v84: it is not eligible any more. Nothing was done.
      Type \`/rollback raxx-api-prod\` to choose another.

      I found no release of raxx-api-prod that served before this one and can still be rolled back to. Nothing was done.
      Roll forward, or name a release: \`/rollback raxx-api-prod vN\`

      raxx-api-prod runs a container image: its code cannot come back without its config. Nothing was done.
      Ask for the whole rollback instead: \`/rollback raxx-api-prod v84\`

      Heroku keeps no code of v84, so it cannot come back alone. Nothing was done.
      Ask for the whole rollback instead: \`/rollback raxx-api-prod v84\`

      raxx-api-prod runs v84's code already: code only would change nothing. Nothing was done.
      If its config vars are the fault, roll back whole, or set them right by hand.

      raxx-api-prod has no rollback of mine that could be undone. Nothing was done.
      To go to any release: \`/rollback APP vN\`

      rb-7f3ak2mn cannot be undone: it is being verified. Nothing was done.
      To go to any release: \`/rollback APP vN\`

      Already being undone, or undone: rb-7f3ak2mn, asked by Ana, is done and recovered. Nothing was added.
      See it with \`/rollback status\`.

      raxx-api-prod already has a rollback under way: to v84, asked by Ana at 03:03 UTC, now being verified (rb-7f3ak2mn). Nothing was added.
      See it with \`/rollback status raxx-api-prod\`.

      You asked for this rollback, so a second person must approve it. Nothing was done.
      Another operator can; they have been told.

      You asked for this rollback, so a second person must approve it. Nothing was done.
      If nobody has by 03:03:02 UTC, you may approve alone, with a code.

      No second factor can be used here: TOTP_KEY is not set. Nothing was done.
      Whoever deploys me can set it; docs/configuration.md says how.

      This needs a code, and you have not set up a second factor. Nothing was done.
      Set it up with \`/ops totp\`; it takes a minute.

      A code is six digits. Nothing was done. Type the one your app shows now.

      This code is wrong, or too old. Nothing was done. Type the one your app shows now.

      This code has been used; each counts once. Nothing was done. Wait for the next one.

      Too many wrong codes: yours are locked until 03:03 UTC. Nothing was done.
      Another operator can approve meanwhile. If it was not you, tell a superadmin.

      This now needs something that the form did not ask for. Nothing was done.
      Tap [Review] again.

      Say why it must go on all the same: it goes into the audit log.

      This cannot be overridden: Heroku itself would refuse it. Nothing was done.
      Choose another release, or roll forward.

      You have overridden twice within the hour, which is the most one person may. Nothing was done.
      Another superadmin can, or roll forward.

      Ana asked for this. An agent cancels only what it asked for itself. Nothing was done.
      Ana can cancel it, and so can any operator.

      You approved this alone, so a second person looks at it. Nothing was done.
      Ask another operator to.

      Bo looked at it at 03:03 UTC. Nothing more was done.
      What they found is in the thread.

      Nobody takes their own second factor away. Nothing was done.
      With your present code \`/ops totp\` sets up a new one; without it, ask another superadmin.

      Nobody called \`anna\` has a second factor. Nothing was done.
      I know people by their name in the configuration, or by member id (\`U…\`).

      Several people with a second factor go by \`Ana\`. Nothing was done.
      Say which: <@U0ANA> \`/ops totp reset U0ANA\` or <@U0ANA2> \`/ops totp reset U0ANA2\`

      This request expired at 03:03 UTC. Nothing was done.
      Ask again with \`/rollback\`.

      What you were shown is no longer what this request says. Nothing was done.
      Tap [Review] again to see it as it is now.

      This rollback is blocked for the reasons shown. Nothing was done.
      Roll forward, choose another release, or ask a superadmin to override it.

      Tick every warning first: each is something you should know before you approve.

      Already handled: approved by Bo at 03:03 UTC. Nothing more was done.
      The card in the channel shows where it stands.

      Already handled: approved by Bo at 03:03 UTC, now being verified. Nothing more was done.
      The card in the channel shows where it stands.

      Already handled: it is expired. Nothing more was done.
      The card in the channel shows where it stands.

      I know no rollback \`rb-zzz\`. Nothing was done.
      See the open ones with \`/rollback status\`.

      No such incident is open. Nothing was done.

      Bo closed this incident at 2026-11-20 03:03:02 UTC. Nothing more was done.
      Broken again: \`/incident open raxx-api-prod what is broken\`

      No incident is open. Nothing was done.
      Open one with \`/incident open APP what is broken\`

      raxx-api-prod has had no incident. Nothing was done.
      Open one with \`/incident open APP what is broken\`

      2 incidents are open, and I cannot tell which one is meant. Nothing was done.
      Name it after the first word: in-7f3ak2mn (raxx-api-prod: signup 500s); in-7f3ak2mn (raxx-api-prod: signup 500s).

      An incident is open on raxx-api-prod since 03:03 UTC: signup 500s. Nothing was done.
      If yours is the same, add it there: \`/incident note in-7f3ak2mn …\`; else say in the form that it is another.

      That one is real and yours is practice. Nothing was added.
      Choose “Another one”.

      That one is practice and yours is real. Nothing was added.
      Choose “Another one”.

      The date and the time do not make an instant. Nothing was done.
      Choose both, or the time alone: the last one that passed.

      2026-11-20 03:13:02 UTC is still to come: it is 03:03 UTC. Nothing was done.
      Choose an earlier time, in UTC.

      This account cannot lead an incident: it is a guest. Nothing was done.
      Choose an operator or a support person, or nobody for now.

      This account cannot lead an incident: it is an agent. Nothing was done.
      Choose an operator or a support person, or nobody for now.

      This account cannot lead an incident: it has no role that may change incidents. Nothing was done.
      Choose an operator or a support person, or nobody for now.

      Somebody changed it while you wrote. Nothing was done.
      Look at what it says now, then send again.

      Nothing is different, and there is no message. Nothing was done.
      Change something, or write what is new.

      Bo published “we have rolled back” at 03:05 UTC. Nothing more was published.
      Each text goes out once, and none after a later one.

      Bo published “the platform has recovered” at 03:05 UTC. Nothing more was published.
      That is the last word of an incident. If it is broken again, open another: \`/incident open APP what is broken\`

      Bo published “a text written by hand” at 03:05 UTC. Nothing more was published.
      Each text goes out once, and none after a later one.

      Bo published “still working” at 03:05 UTC. Nothing more was published.
      Each text goes out once, and none after a later one.

      There is no text. Nothing was done.
      Write what customers should read.

      That is too long for one message. Nothing was done.
      At most 1,500 characters, fewer with &amp;, &lt; and &gt; among them.

      \`[surface]\` is still to be filled in. Nothing was done.
      Customers would read it as it stands: write what belongs there.

      \`@here\` would mention somebody of this Slack. Nothing was done.
      Customers are not here: take it out.

      It says that no account data has been affected, and nobody ticked that. Nothing was done.
      If you know it, tick that sentence in the form; else take it out.

      I know no text called \`no-such\`. Nothing was done.
      See them with \`/incident templates\`

      \`handover\` needs \`commander\`, and this incident has none. Nothing was done.
      Once it has, use the text again; or write it by hand.

      I know no such draft. Nothing was done.
      Draft one with \`/incident public\`.

      Ana edited this draft at 03:03 UTC. Nothing more was done.
      The draft that counts is further down in the thread.

      Customers do not see raxx-api-staging: only production has texts for them. Nothing was done.
      For operators: \`/incident note …\`

      The smoke check of raxx-api-prod does not pass, and this text says that it has recovered. Nothing was published.
      Look again in a minute, or publish a text of your own: \`/incident public raxx-api-prod …\`

      Customers wait for no word any more. Nothing was done.
      The thread shows what was published and when.

      Customers were promised a word by 03:03 UTC and everybody was called: nothing is left to put off. Nothing was done.
      Publish the draft in the thread, or write one: \`/incident public raxx-api-prod …\`

      Say why customers can wait: it goes into the timeline. Nothing was put off.

      Somebody has just put it off, or published. Nothing more was done.
      The thread shows it.

      It was put off three times, which is enough. Nothing was done.
      Everybody is called at 03:03 UTC, unless a word to customers goes out before: [Publish] or [Edit].

      Neither a status channel nor a status page is configured, so I cannot publish. Nothing was published.
      Copy the text to where customers read, or set \`channels.status\` or \`status_page\` in the configuration.

      raxx-api-prod is not confirmed as recovered, and this text says that it is. Nothing was published.
      See \`/rollback status raxx-api-prod\`.

      The rollback of raxx-api-prod is not seen to run, and this text says that it does. Nothing was published.
      See \`/rollback status raxx-api-prod\`.

      Say in a few words what is broken: it opens the incident.

      \`abc12\` is not a commit: that is 7 to 40 of the characters 0-9 and a-f. Nothing was done.
      If it belongs to the reason, begin the reason with another word.

      Say why: it is what the next person reads. Nothing was done.
      Like this: \`/ops lock raxx-api-prod waiting for the fix\`

      Deploys of raxx-api-prod are locked already, by Ana at 03:03 UTC: waiting for the fix. Nothing was added.
      See the locks with \`/ops locks raxx-api-prod\`

      Deploys of raxx-api-prod at \`4f9c2e7a1b3d\` are locked already, by Ana at 03:03 UTC: waiting for the fix. Nothing was added.
      See the locks with \`/ops locks raxx-api-prod\`

      Deploys of raxx-api-prod are not locked. Nothing was done.
      See the locks with \`/ops locks\`

      The deploy lock of rb-7f3ak2mn is lifted already. Nothing was done.
      See the locks with \`/ops locks\`

      No lock keeps \`4f9c2e7a1b3d\` from being deployed to raxx-api-prod. Nothing was done.
      See the locks with \`/ops locks\`

      Bo was first, at 03:03 UTC. Nothing more was done.
      Say more with [Note] on the card.

      Say why everybody is called: it is what they read first. Nothing was done.
      Like this: \`/incident escalate checkout is down and the rollback failed\`

      Bo called everybody for that at 03:03 UTC. Nothing more was done.
      If something has changed since, say that as the reason.

      That has 2345 characters; a line of the timeline holds 2000. Nothing was added.
      Say it in several notes, or link to the whole of it.

      It is in that timeline already, as #12. Nothing was added.
      To put it right: \`/incident correct 12 what is right\`

      It is in that timeline already. Nothing was added.
      To put it right: \`/incident correct 12 what is right\`

      Which line is wrong? Nothing was added.
      Numbers are in \`/incident timeline\`; then \`/incident correct 12 what is right\`

      No line of a timeline has the number \`twelve\`. Nothing was added.
      Numbers are in \`/incident timeline\`; then \`/incident correct 12 what is right\`

      The message you pinned is gone. Nothing was added.
      Say what it said: \`/incident note 03:04 what it said\`

      I am not in that channel any more and cannot read the message you pinned. Nothing was added.
      “Add to incident timeline” in the message's own menu does the same.

      Slack did not let me read the message you pinned. Nothing was added.
      “Add to incident timeline” in the message's own menu does the same.

      Write what you see first. Nothing was added.
      Like this: \`/incident note 03:04 nobody can sign up\`

      Say in a few words what ended it; “it went away by itself” will do. Nothing was closed.

      \`http://wiki/rca\` is no address. One begins with https:// and has no password in it. Nothing was done.

      This incident is open, so its review comes with its closing. Nothing was done.
      Close it with \`/incident close\`; the form asks for the link.

      Say what is to be done. Nothing was added.

      \`next Friday\` is not a day: write it like 2026-06-23. Nothing was added.

      This incident has no action item 7. Nothing was done.
      See them with \`/incident actions\`.

      Action item 2 is done already: Bo said so at 03:03 UTC. Nothing was changed.

      \`Release Smoke!\` cannot be part of a file's name: use small letters, digits and dashes. Nothing was written.

      Another process took this over; it goes on there.

      Pushed: ticked already by Ana at 03:03 UTC. Nothing was added.
      Was that wrong? [A tick is wrong] says so.

      Pulled: not ticked, so there is nothing to take back. Nothing was added.
      The checklist shows how it stands.

      I cannot fill in this command before I know the image. Nothing was added.
      Tap [Give the tag] first.

      \`main c0ffee;reboot\` is neither a tag nor a digest of an image. Nothing was added.
      I expect \`main-c0ffee12\`, or \`sha256:\` and 64 digits of 0-9 a-f.

      I have seen no release of raxx-velvet-prod yet that could run the pushed image. Nothing was done.
      I look every half minute; see for yourself: \`heroku releases -a raxx-velvet-prod --num 3\`

      The checklist has changed: there is nothing to choose from now. Nothing was done.
      The checklist shows how it stands.

      Bo no longer has the role this needs. Nothing was sent.
      Somebody who has it can ask or approve again.
      "
    `);
  });
});

test('what was typed cannot act', () => {
  const typed = '<!channel>`*';
  expect(refusalText({ reason: 'unknown-operation', typed }).source).toContain("`&lt;!channel&gt;'*`");
});
