/** A role, an account, a membership can go at any moment: with a form open, and between approval and send (T14, T15, T16). */
import { afterEach, test } from 'vitest';
import { deferred } from '../support/deferred.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 5 }, { times: { membershipMs: 0 } });

afterEach(() => {
  const { office } = rooms.stage().slack;
  office.setOperators(['bo', 'kim']);
  office.reactivate('bo');
  office.change('ana', { guest: 'none' });
  office.change('bo', { guest: 'none' });
});

async function submits(room: Room, lose: () => void): Promise<string> {
  await room.asks('ana');
  return room.busy('bo', async () => {
    const review = await room.reviews('bo');
    lose();
    await review.submit();
    const said = room.readable(review.text());
    await review.close();
    return said;
  });
}

/** The run has begun and waits for Heroku: the approval stands, nothing is sent yet. */
async function approvedThen(room: Room, lose: () => void): Promise<void> {
  await room.asks('ana');
  const review = await room.reviews('bo');
  const { promise: lost, resolve } = deferred();
  rooms.stage().heroku.control.onRequest(async ({ request }) => {
    if (request.name === 'releases-read' && request.app === room.app) await lost;
  });
  await review.submit();
  await room.sees('bo', /^Approved by Bo/);
  lose();
  resolve();
  await room.becomes('refused');
}

test('the approver is no operator any more when the form is sent', async ({ expect }) => {
  const { office } = rooms.stage().slack;
  const room = rooms.room();
  expect(await submits(room, () => office.setOperators(['kim']))).toMatchInlineSnapshot(`
    "── Review rollback ──
    Approving here needs the operator or superadmin role; you have none. Nothing was done.
    Operators: Ana, Kristerpher, Kim.
    [Close]"
  `);
  expect((await room.operation())['status']).toBe('requested');
  expect(room.posts()).toEqual([]);
});

test('the approver is a guest when the form is sent', async ({ expect }) => {
  const { office } = rooms.stage().slack;
  const room = rooms.room();
  expect(await submits(room, () => office.change('bo', { guest: 'multi-channel' }))).toMatchInlineSnapshot(`
    "── Review rollback ──
    This needs a full member of this workspace; your account is a guest. Nothing was done.
    Ask an operator in the ops channel.
    [Close]"
  `);
  expect((await room.operation())['status']).toBe('requested');
  expect(room.posts()).toEqual([]);
});

test('the approver is no operator any more between approval and send: nothing is sent, and why', async ({
  expect,
}) => {
  const { office } = rooms.stage().slack;
  const room = rooms.room();
  await approvedThen(room, () => office.setOperators(['kim']));
  expect(room.readable((await room.sees('ana', /no longer has the role/)).plain)).toMatchInlineSnapshot(`
    "Not run: Bo no longer has the role this needs. Nothing was sent. @Ana @Bo
    Somebody who has it can ask or approve again."
  `);
  expect(room.posts()).toEqual([]);
});

test('the approver is deactivated between approval and send', async ({ expect }) => {
  const { office } = rooms.stage().slack;
  const room = rooms.room();
  await approvedThen(room, () => office.deactivate('bo'));
  expect(room.readable((await room.sees('ana', /^Not sent|^Not run/)).plain)).toMatchInlineSnapshot(`
    "Not run: Bo no longer has the role this needs. Nothing was sent. @Ana @Bo
    Somebody who has it can ask or approve again."
  `);
  expect(room.posts()).toEqual([]);
});

test('the requester is a guest by the time it is sent', async ({ expect }) => {
  const { office } = rooms.stage().slack;
  const room = rooms.room();
  await approvedThen(room, () => office.change('ana', { guest: 'single-channel' }));
  expect(room.readable((await room.sees('bo', /^Not sent|^Not run/)).plain)).toMatchInlineSnapshot(`
    "Not run: Ana no longer has the role this needs. Nothing was sent. @Ana @Bo
    Somebody who has it can ask or approve again."
  `);
  expect(room.posts()).toEqual([]);
});
