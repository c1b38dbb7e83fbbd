/** The app's Home tab: who reads what at 03:00, and what can be begun there. */
import { expect, test } from 'vitest';
import type { FaultKind } from '../../rehearsal/slack/faults.ts';
import type { Home } from '../../rehearsal/slack/people/home.ts';
import { authenticators } from './authenticators.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms(
  { 'raxx-api-prod': 2 },
  {
    // Nobody may go alone: what may be reviewed does not hang on how fast the test's time runs.
    setUp: { apps: { 'raxx-api-prod': { solo_after: null } } },
    // Roles change within the file.
    times: { membershipMs: 1 },
  },
);
const phones = authenticators(rooms);

/** Opened and drawn. */
async function opens(handle: string): Promise<Home> {
  const { slack } = rooms.stage();
  const person = slack.as(handle);
  const before = person.home()?.view().hash;
  const { delivery } = await person.openHome();
  expect(delivery).toMatchObject({ kind: 'app_home_opened', outcome: 'acknowledged' });
  return slack.until(
    () => {
      const home = person.home();
      return home !== null && home.view().hash !== before ? home : null;
    },
    5_000,
    `${handle}'s home`,
  );
}

async function reads(handle: string, room?: Room): Promise<string> {
  const shown = (await opens(handle)).text().replaceAll(/archives\/\w+\/p\d+/g, 'archives/C0PS/p0');
  const linked = shown.replaceAll(/thread_ts=[\d.]+&cid=\w+/g, 'thread_ts=0&cid=C0PS');
  return room ? room.readable(linked) : linked.replaceAll(/\d\d:\d\d:\d\d UTC/g, 'HH:MM:SS UTC');
}

/** Without the list of apps and what follows. */
async function readsAbove(handle: string, room?: Room): Promise<string> {
  const text = await reads(handle, room);
  return text.slice(0, text.indexOf('*Apps*'));
}

/** What an answer to a tap or shortcut says in a modal. */
async function told(handle: string, act: () => Promise<unknown>): Promise<string> {
  const { slack } = rooms.stage();
  await act();
  const modal = await slack.until(() => slack.as(handle).modal(), 5_000, `${handle}'s modal`);
  const text = modal.text();
  await modal.close();
  return text;
}

test('a quiet night, on call: who you are, that nothing is going on, and where to begin', async () => {
  expect(await reads('ana')).toMatchInlineSnapshot(`
    "*Ana*, you have the operator role.
    [Roll back an app] [Look again]
    Second factor: not set up. Alone at night you could ask for a rollback, not approve it.
    [Set up]
    ────────────────────────
    *Going on now*
    Nothing: no rollback is under way or waiting, no incident is open, no deploy is locked.
    ────────────────────────
    *Apps*
    raxx-api-prod (api, api-prod) · production · release not known yet · no rollback on record
    raxx-api-staging (api-staging) · staging · release not known yet · last rolled back 2026-05-14 HH:MM:SS UTC: v431 → v430, <1 min
    raxx-console-prod (console, console-prod) · production · release not known yet · no rollback on record
    raxx-console-staging (console-staging) · staging · release not known yet · no rollback on record
    raxx-velvet-prod (velvet, velvet-prod) · production · release not known yet · no rollback on record
    raxx-velvet-staging (velvet-staging) · staging · release not known yet · no rollback on record
    raxx-api-prod-a · production · release not known yet · no rollback on record
    raxx-api-prod-b · production · release not known yet · no rollback on record
    ────────────────────────
    You may ask for a rollback, approve or reject other people's, lock and unlock deploys, publish to customers, close incidents, add notes to a rollback, see where things stand, read the drill record.
    As of HH:MM:SS UTC, from my own records: releases made since by others are not in it.
    Practise a bad night, with no accounts: \`npm run rehearse\` in my repository."
  `);
});

test('superadmin, support and an agent: what each may do, and the buttons for it', async () => {
  const shown: string[] = [];
  for (const handle of ['kristerpher', 'sue', 'raxx-dev-bot']) {
    const text = await reads(handle);
    const may = text.slice(text.indexOf('You may'), text.indexOf('As of'));
    shown.push(`${text.slice(0, text.indexOf('─'))}…\n${may}`);
  }
  expect(`\n${shown.join('\n')}`).toMatchInlineSnapshot(`
    "
    *Kristerpher*, you have the superadmin role.
    [Roll back an app] [Look again]
    Second factor: not set up. Alone at night you could ask for a rollback, not approve it.
    [Set up]
    …
    You may ask for a rollback, approve or reject other people's, override a block, lock and unlock deploys, publish to customers, close incidents, take a lost second factor away, add notes to a rollback, see where things stand, read the drill record.

    *Sue*, you have the support role.
    [Look again]
    …
    You may add notes to a rollback, see where things stand, read the drill record.

    *raxx-dev-bot*, you are an agent with the operator role: people approve what you ask for.
    [Roll back an app] [Look again]
    …
    You may ask for a rollback, add notes to a rollback, see where things stand, read the drill record.
    "
  `);
});

test('a guest, somebody from another company, and a member without a role are told what they can do', async () => {
  const { slack } = rooms.stage();
  slack.office.setOperators(['bo']);
  const shown: string[] = [];
  for (const handle of ['gus', 'otto', 'kim']) shown.push(`${handle}:\n${await reads(handle)}`);
  slack.office.setOperators(['bo', 'kim']);
  expect(`\n${shown.join('\n\n')}\n`).toMatchInlineSnapshot(`
    "
    gus:
    *I roll Heroku apps back for this workspace's people on call*, prove that they recovered and keep the record.
    That needs a full member of this workspace; your account is a guest, so I show and do nothing here.
    If something is broken for you, tell the people you work with here: an operator takes it from there.
    [Look again]

    otto:
    *I roll Heroku apps back for this workspace's people on call*, prove that they recovered and keep the record.
    That needs a full member of this workspace; your account is from another workspace, so I show and do nothing here.
    If something is broken for you, tell the people you work with here: an operator takes it from there.
    [Look again]

    kim:
    *Kim*, I roll Heroku apps back for the people on call, prove that they recovered and keep the record.
    You have no role with me, so I show and do nothing here. Whoever keeps config/switchback.yaml gives roles.
    If something is broken, say what you see in #ops: an operator takes it from there.
    [Look again]
    "
  `);
});

test('a second factor is set up from the home', async () => {
  const { slack } = rooms.stage();
  const home = await opens('bo');
  expect(home.text()).toContain('[Set up]');
  await home.tap('second-factor.set-up');
  const modal = await slack.until(() => slack.as('bo').modal(), 5_000, 'the key');
  await slack.until(
    () => modal.text().includes('Add this key'),
    5_000,
    () => modal.text(),
  );
  await modal.close();
  await phones.sets('bo', 'ops');
  const text = await reads('bo');
  expect(text).not.toContain('[Set up]');
  expect(text).toContain('Second factor: set up.');
});

test('a request waits, is reviewed in the home, runs, and is on record; a lock and an incident stand beside it', async () => {
  const { slack, heroku } = rooms.stage();
  const room = rooms.room();
  await room.as('kim').slash('ops', '/ops lock raxx-console-prod payments <!channel> until noon');
  await room.asks('ana');
  expect(await readsAbove('bo', room)).toMatchInlineSnapshot(`
    "*Bo*, you have the operator role.
    [Roll back an app] [Look again]
    ────────────────────────
    *Going on now*
    raxx-api-prod v85 → v84 · waiting for approval · asked by Ana YYYY-MM-DD HH:MM:SS UTC · M:SS so far (rb-xxxxxxxx) · expires HH:MM UTC · open the card (https://raxx.slack.com/archives/C0PS/p0?thread_ts=0&cid=C0PS)
    signup 500s since 02:58 UTC
    [Review]
    SEV-2 incident open: raxx-api-prod signup 500s since 02:58 UTC · since YYYY-MM-DD HH:MM:SS UTC · open the thread (https://raxx.slack.com/archives/C0PS/p0)
    Deploys locked:
    raxx-console-prod · whole app · payments <!channel> until noon · Kim · since YYYY-MM-DD HH:MM:SS UTC
    ────────────────────────
    "
  `);
  expect((await opens('bo')).text()).toContain(`/p${room.card().ts.replace('.', '')}?thread_ts=`);
  expect(await readsAbove('ana', room)).not.toContain('[Review]');
  expect(await readsAbove('raxx-dev-bot', room)).not.toContain('[Review]');

  heroku.control.fault({
    on: 'rollback-post',
    app: room.app,
    modifiers: [{ kind: 'release-command', outcome: 'hangs' }],
  });
  const home = await opens('bo');
  await home.tap('rollback.review');
  const modal = await room.filledReview('bo');
  expect(await modal.submit()).toMatchObject({ kind: 'closed' });
  await room.becomes('verifying');
  // The whole app is locked until the bot has read which commit it undid.
  await slack.until(async () => (await reads('sue', room)).includes('e07f41b2d9c8'), 20_000);
  expect(await readsAbove('sue', room)).toMatchInlineSnapshot(`
    "*Sue*, you have the support role.
    [Look again]
    ────────────────────────
    *Going on now*
    raxx-api-prod v85 → v84 · being verified · asked by Ana YYYY-MM-DD HH:MM:SS UTC, approved by Bo · M:SS so far (rb-xxxxxxxx) · open the card (https://raxx.slack.com/archives/C0PS/p0?thread_ts=0&cid=C0PS)
    signup 500s since 02:58 UTC
    SEV-2 incident open: raxx-api-prod signup 500s since 02:58 UTC · since YYYY-MM-DD HH:MM:SS UTC · open the thread (https://raxx.slack.com/archives/C0PS/p0)
    Deploys locked:
    raxx-console-prod · whole app · payments <!channel> until noon · Kim · since YYYY-MM-DD HH:MM:SS UTC
    raxx-api-prod · \`e07f41b2d9c8\` · rolled back: signup 500s since 02:58 UTC · Ana · since YYYY-MM-DD HH:MM:SS UTC
    ────────────────────────
    "
  `);

  heroku.control.endCommand(room.app, 86, 'succeeds');
  await room.becomes('recovered');
  await slack.until(async () => (await reads('sue', room)).includes('last rolled back YYYY'), 20_000);
  const after = await reads('sue', room);
  expect(after.slice(after.indexOf('*Going'), after.indexOf('*Apps*'))).toMatchInlineSnapshot(`
    "*Going on now*
    SEV-2 incident open: raxx-api-prod signup 500s since 02:58 UTC · since YYYY-MM-DD HH:MM:SS UTC · open the thread (https://raxx.slack.com/archives/C0PS/p0)
    Deploys locked:
    raxx-console-prod · whole app · payments <!channel> until noon · Kim · since YYYY-MM-DD HH:MM:SS UTC
    raxx-api-prod · \`e07f41b2d9c8\` · rolled back: signup 500s since 02:58 UTC · Ana · since YYYY-MM-DD HH:MM:SS UTC
    ────────────────────────
    "
  `);
  const line = after.split('\n').find((each) => each.includes('· production · v86'));
  expect(line?.replace(/(?:<1|\d+) min$/, 'N min')).toMatchInlineSnapshot(
    `"raxx-api-prod · production · v86 proven YYYY-MM-DD HH:MM:SS UTC · last rolled back YYYY-MM-DD HH:MM:SS UTC: v85 → v84, N min"`,
  );
});

test('an old home is drawn anew by whatever is tapped in it', async () => {
  const room = rooms.room();
  await room.asks('ana');
  const home = await opens('bo');
  const { id } = await room.operation();
  expect(home.text()).toContain(String(id));
  await room.as('ana').slash(room.channel, `/rollback cancel ${room.app}`);
  await room.becomes('cancelled');
  const answer = await told('bo', () => home.tap('rollback.review', { value: String(id) }));
  expect(room.readable(answer)).toMatchInlineSnapshot(`
    "── Switchback ──
    Already handled: cancelled by Ana at HH:MM UTC. Nothing more was done.
    The card in the channel shows where it stands.
    [Close]"
  `);
  await rooms.stage().slack.until(
    () => !home.text().includes(String(id)),
    5_000,
    () => home.text(),
  );
});

test('[Roll back an app] opens the form of the ops channel; whoever may not ask is told at once', async () => {
  const { slack } = rooms.stage();
  const home = await opens('ana');
  await home.tap('home.roll-back');
  const modal = await slack.until(() => slack.as('ana').modal(), 5_000, 'the form');
  expect(modal.text()).toContain('Which app?');
  await modal.choose('app', 'rollback.app', 'raxx-api-staging');
  await slack.until(
    () => modal.text().includes('raxx-api-staging v'),
    8_000,
    () => modal.text(),
  );
  expect(modal.view().view.private_metadata).toContain(slack.state.channels.get('C0RAXX00OPS')?.id);
  await modal.close();
  // A role taken away while the home was open.
  const old = await opens('kim');
  slack.office.setOperators(['bo']);
  expect(await told('kim', () => old.tap('home.roll-back'))).toMatchInlineSnapshot(`
    "── Switchback ──
    Asking for a rollback needs the operator or superadmin role; you have none. Nothing was done.
    Operators: Ana, Kristerpher, Bo.
    [Close]"
  `);
  slack.office.setOperators(['bo', 'kim']);
});

test.each<[string, FaultKind, number]>([
  ['is too much for Slack', { kind: 'rate-limited', retryAfterSeconds: 1 }, 1],
  ['is lost on the way', { kind: 'server-error', when: 'before' }, 2],
])('a publication that %s is tried again', async (_what, fault, times) => {
  const { slack } = rooms.stage();
  rooms.allow('http_429', 'http_500');
  slack.faults.add({ ...fault, method: 'views.publish', times });
  await opens('ana');
});

test('a workspace that will not show it: logged, and nothing else comes of it', async () => {
  const { slack, logged } = rooms.stage();
  rooms.allow('not_enabled');
  const lift = slack.faults.add({ kind: 'error', error: 'not_enabled', method: 'views.publish' });
  const { delivery } = await slack.as('ana').openHome();
  expect(delivery?.outcome).toBe('acknowledged');
  await slack.until(() => logged.some((line) => line.includes('a home tab could not be published')), 5_000);
  lift();
  await opens('ana');
});
