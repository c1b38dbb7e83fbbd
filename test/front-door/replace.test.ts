/** A better request takes the place of one that waits: with a second yes, and never of one that may have had an effect. */
import { describe, expect, test } from 'vitest';
import { clicker } from './clicks.ts';
import { openRooms, type Room } from './rooms.ts';

const RACES = 4;
const rooms = openRooms({ 'raxx-api-prod': 4 + RACES });
const { caught, clicks, twoDoors } = clicker(rooms);

/** Bo's own request, sent while another holds the app: the form that asks whether to replace it. Within `busy`. */
async function meetsAnother(room: Room, handle: string, typed = 'v82 all orders fail') {
  const modal = await room.opens(handle, typed);
  return { modal, sent: await modal.submit() };
}

async function operations(room: Room) {
  const { rows } = await rooms
    .stage()
    .database.pool.query<{ id: string; status: string; target: number; ending: unknown }>({
      text: `select id, status, target_version as target, ending from operation where app = $1 order by requested_at`,
      values: [room.app],
    });
  return rows;
}

describe.concurrent('another request waits', () => {
  test('Bo keeps it, then replaces it: Ana is told, his is approved anew and runs', async ({ expect }) => {
    const room = rooms.room();
    const former = await room.asks('ana');
    await room.busy('bo', async () => {
      const { modal, sent } = await meetsAnother(room, 'bo');
      expect(sent.kind).toBe('updated');
      expect(room.readable(modal.text())).toMatchInlineSnapshot(`
        "── Replace request ──
        raxx-api-prod already has a rollback under way: to v84, asked by Ana at HH:MM UTC, now waiting for approval (rb-xxxxxxxx). Nothing of it was sent.
        Replace it with yours, raxx-api-prod → v82? Ana is told; yours is approved anew.
        What is broken?
          all orders fail
          A few words; they open the incident.
        [Keep theirs] [Replace]"
      `);
      await modal.close();
    });
    expect((await operations(room)).map(({ status }) => status)).toEqual(['requested']);
    await room.busy('bo', async () => {
      const { modal } = await meetsAnother(room, 'bo');
      await modal.fill('symptom', 'symptom', 'all orders fail since 02:50 UTC');
      expect(await modal.submit()).toMatchObject({ kind: 'closed' });
    });
    const [first, second] = await operations(room);
    expect(first).toMatchObject({
      status: 'superseded',
      target: 84,
      ending: { why: 'replaced', by: 'Bo', operationId: second?.id },
    });
    expect(second).toMatchObject({ status: 'requested', target: 82 });
    expect(room.readable((await room.sees('ana', /^Replaced/)).plain)).toMatchInlineSnapshot(`
      "Replaced by Bo at HH:MM UTC: raxx-api-prod v85 → v84. Nothing was sent. @Ana
      The new request is rb-xxxxxxxx."
    `);
    expect(await room.tells('kim', 'rollback.review', former)).toMatchInlineSnapshot(`
      "Already handled: superseded by Bo at HH:MM UTC. Nothing more was done.
      The card in the channel shows where it stands."
    `);
    const card = await room.sees('kim', /Approve\?[\s\S]*v82[\s\S]*(NEEDS|CLEAR)/);
    expect(card.plain).toContain('all orders fail since 02:50 UTC');
    expect(await room.approves('kim', card)).toMatchObject({ kind: 'closed' });
    await room.becomes('recovered');
    expect(room.posts()).toEqual(['answered, acted']);
  });

  test('an agent may ask, not push another aside', async ({ expect }) => {
    const room = rooms.room();
    await room.asks('ana');
    await room.busy('raxx-dev-bot', async () => {
      const { modal, sent } = await meetsAnother(room, 'raxx-dev-bot');
      expect(sent.kind).toBe('updated');
      expect(await modal.submit()).toMatchObject({ kind: 'errors' });
      expect(modal.text()).toContain('Replacing a request needs a human');
      await modal.close();
    });
    expect((await operations(room)).map(({ status }) => status)).toEqual(['requested']);
  });

  test('it ends meanwhile: the new one is simply accepted, and the old one keeps its own ending', async ({
    expect,
  }) => {
    const room = rooms.room();
    const former = await room.asks('ana');
    await room.busy('bo', async () => {
      const { modal } = await meetsAnother(room, 'bo');
      await room.as('ana').tap(former, 'rollback.cancel');
      await room.becomes('cancelled');
      expect(await modal.submit()).toMatchObject({ kind: 'closed' });
    });
    expect((await operations(room)).map(({ status }) => status)).toEqual(['cancelled', 'requested']);
  });

  test('it is sent meanwhile: it keeps its place', async ({ expect }) => {
    const room = rooms.room();
    const former = await room.asks('ana');
    await room.busy('bo', async () => {
      const { modal } = await meetsAnother(room, 'bo');
      await room.approves('kim', former);
      await room.sees('kim', /^Rolling back/);
      expect(await modal.submit()).toMatchObject({ kind: 'errors' });
      expect(room.readable(modal.text())).toContain('raxx-api-prod already has a rollback under way: to v84');
      await modal.close();
    });
    await room.becomes('recovered');
    expect(room.posts()).toEqual(['answered, acted']);
  });
});

test.each(Array.from({ length: RACES }, (_, n) => n + 1))(
  'replaced and approved in the same moment at two processes, race %i: one of them, never both',
  async () => {
    await twoDoors();
    const room = rooms.room();
    const card = await room.asks('ana');
    await room.busy('bo', () =>
      room.busy('kim', async () => {
        const { modal } = await meetsAnother(room, 'bo');
        const review = await room.reviews('kim', card);
        const [replacing, approving] = [
          await caught(() => modal.submit()),
          await caught(() => review.submit()),
        ];
        await Promise.all([clicks(replacing, 4), clicks(approving, 4)]);
        await Promise.all([modal.close(), review.close()]);
      }),
    );
    const { slack } = rooms.stage();
    const [first] = await operations(room);
    const settled = async () => {
      const [old, next] = await operations(room);
      if (old?.status === 'superseded') return next?.status === 'requested' ? 'replaced' : null;
      return old?.status === 'recovered' ? 'sent' : null;
    };
    const outcome = await slack.until(settled, 30_000, () => room.reads('kim'));
    expect(room.posts()).toEqual(outcome === 'sent' ? ['answered, acted'] : []);
    const { rows } = await rooms.stage().database.pool.query({
      text: 'select 1 from attempt where operation_id = $1',
      values: [first?.id],
    });
    expect(rows).toHaveLength(outcome === 'sent' ? 1 : 0);
    expect((await operations(room)).length).toBe(outcome === 'sent' ? 1 : 2);
  },
);
