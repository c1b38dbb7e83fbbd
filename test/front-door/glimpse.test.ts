/** A look that cannot see says nothing: while recovery is held, Heroku being away for a moment is no relapse. */
import { test } from 'vitest';
import { openRooms } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 1 });

test('dynos that cannot be read once during the hold are not called down', async ({ expect }) => {
  const { heroku, slack } = rooms.stage();
  const room = rooms.room();
  await room.asks('ana');
  await room.approves('bo');
  await slack.until(async () => (await room.operation())['recovered_at'] !== null, 20_000, 'the hold');
  // More than one read's own retries.
  heroku.control.fault({
    on: 'dynos-read',
    app: room.app,
    times: 5,
    fate: { kind: 'error-before-acting', status: 503 },
  });
  await room.becomes('recovered');
  expect(heroku.control.faultsWaiting()).toBe(0);
  expect(room.reads('bo')).not.toMatch(/is not any more/);
});
