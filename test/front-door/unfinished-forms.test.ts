/** Forms that do not open, are closed, or are never filled in: nothing is lost, and the person has a way on (T64). */
import { test } from 'vitest';
import type { Modal } from '../../rehearsal/slack/people/modal.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 5 });
// What Slack says of a trigger that is too old, and of a form that is closed.
rooms.allow('expired_trigger_id');

function heroku() {
  return rooms.stage().heroku.control;
}

/** The person's form for this app, as it opened. */
function opened(room: Room, handle: string): Promise<Modal> {
  const ours = () => {
    const modal = room.as(handle).modal();
    return modal?.text().includes(room.app) ? modal : null;
  };
  return rooms.stage().slack.until(ours, 5_000, `${handle}'s form`);
}

async function requests(room: Room): Promise<number> {
  const { rows } = await rooms
    .stage()
    .database.pool.query({ text: 'select 1 from operation where app = $1', values: [room.app] });
  return rows.length;
}

test('Slack waited too long to open the form: said to whoever asked, and the next time it opens', async ({
  expect,
}) => {
  const { slack } = rooms.stage();
  const room = rooms.room();
  slack.faults.add({ kind: 'error', error: 'expired_trigger_id', method: 'views.open' });
  await room.as('ana').slash(room.channel, `/rollback ${room.app} v84 signup 500s`);
  const told = await room.sees('ana', /let the moment/);
  expect(told.ephemeralFor).toBe(room.as('ana').id);
  expect(told.plain).toMatchInlineSnapshot(
    `"Slack let the moment for opening the form pass. Nothing was done. Please type the command or press the button again."`,
  );
  const request = await room.asks('ana');
  slack.faults.add({ kind: 'error', error: 'expired_trigger_id', method: 'views.open' });
  await room.as('bo').tap(request, 'rollback.review');
  await room.sees('bo', /let the moment/);
  await room.approves('bo', request);
  await room.becomes('recovered');
  expect(room.posts()).toEqual(['answered, acted']);
});

test('somebody closes the form while it is being filled in: nothing is done or said, and it opens again', async ({
  expect,
}) => {
  const { logged } = rooms.stage();
  const room = rooms.room();
  const before = logged.length;
  heroku().fault({ on: 'releases-read', app: room.app, modifiers: [{ kind: 'slow', ms: 700 }] });
  await room.as('ana').slash(room.channel, `/rollback ${room.app} v84`);
  const form = await opened(room, 'ana');
  await form.close();
  const again = await room.opens('ana');
  await again.close();
  expect(await requests(room)).toBe(0);
  expect(room.reads('ana')).toBe('');
  expect(logged.slice(before).filter((line) => /"level":(40|50|60)|"(warn|error|fatal)"/.test(line))).toEqual(
    [],
  );
});

test('Heroku hangs while the form is filled in: said in time, and it can be sent once Heroku answers', async ({
  expect,
}) => {
  const room = rooms.room();
  heroku().fault({
    on: 'releases-read',
    app: room.app,
    times: 2,
    fate: { kind: 'hang-before-acting' },
  });
  const form = await room.opens('ana');
  const told = form.text().split('\n').slice(-4, -1).join('\n');
  expect(room.readable(told)).toContain(
    "I could not read raxx-api-prod's releases: Heroku did not answer in time. Nothing was done.",
  );
  const early = await form.submit();
  expect(early).toMatchObject({ kind: 'errors' });
  expect(room.readable(form.text())).toContain(
    "! I could not read raxx-api-prod's releases: Heroku did not answer in time. Nothing was done. Try again in a moment,",
  );
  expect(form.value('symptom', 'symptom')).toMatchObject({ value: 'signup 500s since 02:58 UTC' });
  expect(await requests(room)).toBe(0);
  expect(await form.submit()).toMatchObject({ kind: 'closed' });
  expect(await requests(room)).toBe(1);
});

test('the process dies while it fills forms in: a request can be sent as it is, a review says to open it again', async ({
  expect,
}) => {
  const { slack, another } = rooms.stage();
  const asking = rooms.room();
  const reviewing = rooms.room();
  const request = await reviewing.asks('ana');
  const home = slack.requestUrl();
  const dying = await another();

  slack.connect({ requestUrl: dying.requestUrl });
  for (const { app } of [asking, reviewing]) {
    heroku().fault({ on: 'releases-read', app, times: 3, fate: { kind: 'hang-before-acting' } });
  }
  await asking.as('ana').slash(asking.channel, `/rollback ${asking.app} v84 signup 500s`);
  await reviewing.as('bo').tap(request, 'rollback.review');
  const [form, review] = await Promise.all([opened(asking, 'ana'), opened(reviewing, 'bo')]);
  dying.process.kill('SIGKILL');
  heroku().clearFaults();
  slack.connect({ requestUrl: home });

  expect(asking.readable(form.text())).toContain('Checking… you may send this before the checks are back.');
  expect(await form.submit()).toMatchObject({ kind: 'closed' });
  await asking.sees('bo', /Approve\?[\s\S]*(NEEDS|CLEAR)/);

  expect(reviewing.readable(review.text())).toMatchInlineSnapshot(`
      "── Review rollback ──
      *raxx-api-prod v85 → v84*
      signup 500s since 02:58 UTC · Ana asked HH:MM UTC
      Looking at it afresh… If this line stays, close the form and open it again; nothing is lost.
      [Not now]"
    `);
  await review.close();
  await reviewing.approves('bo', request);
  await reviewing.becomes('recovered');
  expect(reviewing.posts()).toEqual(['answered, acted']);
});
