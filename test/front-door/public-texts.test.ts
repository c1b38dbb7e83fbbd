/** Customers are told by a person's tap, in the approved words, each text once (rollback.md, comms; ruling 11). */
import { expect, test } from 'vitest';
import type { SeenMessage } from '../../rehearsal/slack/people/sight.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 4, 'raxx-api-staging': 1 });

const INVESTIGATING = 'We are investigating an issue affecting the trading platform.';

function publicly(text: RegExp): readonly SeenMessage[] {
  return rooms
    .stage()
    .slack.as('bo')
    .messages('status')
    .filter(({ plain }) => text.test(plain));
}

/** Each room's texts read alike: told apart by the incident they were published for. */
async function published(room: Room): Promise<readonly { which: string; text: string; by: string }[]> {
  const { rows } = await rooms.stage().database.pool.query({
    text: `select which, p.text, published_by ->> 'name' as by from publication p join incident i on i.id = p.incident_id
            where i.app = $1 order by published_at`,
    values: [room.app],
  });
  return rows as { which: string; text: string; by: string }[];
}

test('from draft to published: three texts, as drafted, the claim only once it is ticked', async () => {
  const room = rooms.room();
  await room.asks('ana');
  const draft = await room.sees('ana', /Draft for customers, while you look/);
  expect(room.readable(draft.plain)).toMatchInlineSnapshot(`
    "Draft for customers, while you look. [Publish] puts it into #status as it stands:
    > We are investigating an issue affecting the trading platform. Our team is on it and we will post an update within 15 minutes.
    [ ] Add: No account data has been affected.
    [Publish] [Edit]"
  `);
  expect(draft.broadcast).toBe(false);
  await room.as('ana').tap(draft, 'public.claim-no-account-data', { value: 'no-account-data' });
  expect((await room.as('ana').tap(draft, 'public.publish')).notice).toBeNull();
  await room.sees('bo', /Ana published at/);
  await room.approves('bo');
  const second = await room.sees('bo', /Draft for customers, now that/);
  expect(room.readable(second.plain)).toMatchInlineSnapshot(`
    "Draft for customers, now that the rollback is live. [Publish] puts it into #status as it stands:
    > We have rolled back to the previous release. The platform is recovering. We will confirm full recovery shortly.
    [Publish] [Edit]"
  `);
  await room.as('bo').tap(second, 'public.publish');
  const third = await room.sees('bo', /Draft for customers, once/);
  expect(room.readable(third.plain)).toMatchInlineSnapshot(`
    "Draft for customers, once you have seen for yourself that it works. [Publish] puts it into #status as it stands:
    > The platform has recovered. Thank you for your patience. We are conducting a post-incident review.
    [Publish] [Edit]"
  `);
  await room.as('bo').tap(third, 'public.publish');
  await room.sees('bo', /published at.*recovered/);
  expect(await published(room)).toMatchInlineSnapshot(`
    [
      {
        "by": "Ana",
        "text": "We are investigating an issue affecting the trading platform. Our team is on it and we will post an update within 15 minutes. No account data has been affected.",
        "which": "investigating",
      },
      {
        "by": "Bo",
        "text": "We have rolled back to the previous release. The platform is recovering. We will confirm full recovery shortly.",
        "which": "rolled-back",
      },
      {
        "by": "Bo",
        "text": "The platform has recovered. Thank you for your patience. We are conducting a post-incident review.",
        "which": "recovered",
      },
    ]
  `);
  expect(publicly(/^The platform has recovered/).length).toBeGreaterThan(0);
});

test('nobody ticked: no claim; a second tap, and one for an earlier text, publish nothing', async () => {
  const room = rooms.room();
  await room.asks('ana');
  const draft = await room.sees('ana', /Draft for customers, while you look/);
  const taps = await Promise.all(
    ['ana', 'bo', 'kim', 'ana', 'bo', 'kim'].map((who) => room.as(who).tap(draft, 'public.publish')),
  );
  expect(taps.every(({ notice }) => notice === null)).toBe(true);
  await room.sees('bo', /published at/);
  const [first, ...more] = await published(room);
  expect(more).toEqual([]);
  expect(first?.text).toBe(
    `${INVESTIGATING} Our team is on it and we will post an update within 15 minutes.`,
  );
  const told = await rooms
    .stage()
    .slack.until(
      () =>
        ['ana', 'bo', 'kim']
          .map((who) => room.as(who).find(room.channel, /Nothing more was published/))
          .find((message) => message !== null),
      5_000,
    );
  expect(room.readable(told?.plain ?? '')).toContain('published “we are investigating” at HH:MM UTC.');

  // Drafted all the same: it says what [Publish] would.
  await room.as('ana').slash(room.channel, `/incident public ${room.app} recovered`);
  const early = await room.sees('ana', /by Ana[^\n]*\n[^\n]*has recovered/);
  expect(room.readable(early.plain)).toMatchInlineSnapshot(`
    "Draft for customers, by Ana. *Not yet*: the smoke check of raxx-api-prod does not pass. [Publish] refuses it until that has changed:
    > The platform has recovered. Thank you for your patience. We are conducting a post-incident review.
    [Publish] [Edit]"
  `);
  await room.as('ana').slash(room.channel, `/incident public ${room.app} rolled-back`);
  const notRolledBack = await room.sees('ana', /by Ana[^\n]*\n[^\n]*have rolled back/);
  expect(room.readable(notRolledBack.plain).split('\n')[0]).toMatchInlineSnapshot(
    `"Draft for customers, by Ana. *Not yet*: no rollback of raxx-api-prod is seen to run. [Publish] refuses it until that has changed:"`,
  );
  expect(await room.tells('bo', 'public.publish', early)).toContain('The smoke check of');
});

test('support may not publish, and the recovery text waits for recovery', async () => {
  const room = rooms.room();
  await room.asks('ana');
  const draft = await room.sees('ana', /Draft for customers, while you look/);
  await room.as('sue').tap(draft, 'public.publish');
  const refusal = await room.sees('sue', /Publishing to customers/);
  // On a phone she has the thread open and nothing else.
  expect(refusal).toMatchObject({ threadTs: draft.threadTs, ephemeralFor: room.as('sue').id });
  expect(room.readable(refusal.plain)).toMatchInlineSnapshot(`
    "Publishing to customers needs the operator or superadmin role; you have support. Nothing was done.
    Operators: Ana, Kristerpher, Bo, Kim."
  `);
  await room.approves('bo');
  const third = await room.sees('bo', /Draft for customers, once/);
  await rooms.stage().database.pool.query({
    text: `update operation set status = 'verifying' where app = $1`,
    values: [room.app],
  });
  await room.as('bo').tap(third, 'public.publish');
  const early = await room.sees('bo', /is not confirmed as recovered/);
  expect(room.readable(early.plain)).toMatchInlineSnapshot(`
    "raxx-api-prod is not confirmed as recovered, and this text says that it is. Nothing was published.
    See \`/rollback status raxx-api-prod\`."
  `);
  // Confirmed, and somebody has said since that it is still broken.
  const { slack, database } = rooms.stage();
  await database.pool.query({
    text: `update operation set status = 'recovered', marks = marks || $2 where app = $1`,
    values: [room.app, { 'still-broken': { by: 'Ana', at: new Date().toISOString() } }],
  });
  await room.as('bo').tap(third, 'public.publish');
  const refusals = () =>
    room
      .as('bo')
      .messages(room.channel)
      .filter(({ plain }) => plain.includes('is not confirmed as recovered'));
  await slack.until(() => refusals().length === 2, 10_000, 'a second refusal');
  expect(await published(room)).toEqual([]);
});

test('that it is rolled back is not published once it is not seen to run, nor drafted before it is', async () => {
  const { heroku, slack, database } = rooms.stage();
  const room = rooms.room();
  const command = { kind: 'release-command', outcome: 'hangs' } as const;
  heroku.control.fault({ on: 'rollback-post', app: room.app, modifiers: [command] });
  await room.asks('ana');
  await room.approves('bo');
  await room.sees('bo', /RELEASE COMMAND/);
  // Its release is there, and may never run.
  expect(room.reads('bo')).not.toContain('now that the rollback is live');
  heroku.control.endCommand(room.app, 86, 'succeeds');
  const draft = await room.sees('bo', /Draft for customers, now that/);
  await room.becomes('recovered');
  const found = (change: string) =>
    database.pool.query({ text: `update operation set ${change} where app = $1`, values: [room.app] });
  const refusals = () =>
    room
      .as('bo')
      .messages(room.channel)
      .filter(({ plain }) => plain.includes('is not seen to run'));
  const FALSE = [
    `status = 'failed', ending = '{"why": "release-failed", "runs": 85}', progress = progress || '{"dynosUp": 0}'`,
    `status = 'needs_human'`,
    `status = 'superseded', progress = progress || '{"dynosUp": 2}'`,
    `status = 'recovered', marks = marks || '{"told-crashed-after": {"by": "switchback", "at": "2099-01-01T00:00:00Z"}}'`,
  ];
  for (const [n, change] of FALSE.entries()) {
    await found(change);
    await room.as('bo').tap(draft, 'public.publish');
    await slack.until(() => refusals().length === n + 1, 10_000, `a refusal when ${change}`);
  }
  expect(room.readable(refusals()[0]?.plain ?? '')).toMatchInlineSnapshot(`
    "The rollback of raxx-api-prod is not seen to run, and this text says that it does. Nothing was published.
    See \`/rollback status raxx-api-prod\`."
  `);
  await found(`marks = '{}'`);
  await room.as('bo').tap(draft, 'public.publish');
  await room.sees('bo', /published at.*rolled back/);
  expect((await published(room)).map(({ which }) => which)).toEqual(['rolled-back']);
});

test('staging has no customers: no drafts', async () => {
  const room = rooms.room('raxx-api-staging');
  await room.asks('ana', 'v430 slow');
  await room.sees('bo', /^Rollback confirmed/);
  expect(room.reads('bo')).not.toContain('Draft for customers');
});
