/** Closing an incident: the form asks for what is missing, and says what goes on. */
import { describe, test } from 'vitest';
import { newId } from '../../src/settings.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 7, 'raxx-console-prod': 3 });

async function rowsOf(text: string, ...values: readonly unknown[]) {
  const found = await rooms.stage().database.pool.query({ text, values: [...values] });
  return found.rows as readonly Record<string, unknown>[];
}

async function recovers(room: Room) {
  await room.asks('ana');
  await room.approves('bo');
  await room.becomes('recovered', 60_000);
  return room.sees('bo', /\[Close incident\] \[Unlock/);
}

/** Without a rollback; what people type for it. */
async function opens(room: Room, symptom: string, drill = false): Promise<string> {
  const { slack } = rooms.stage();
  const channel = [...slack.state.channels.values()].find(({ name }) => name === room.channel)?.id;
  const ana = { id: 'ana', slackId: room.as('ana').id, name: 'Ana', agent: false };
  const id = newId('in');
  await rowsOf(
    `with said as (insert into outbox (key, channel, text) values ('incident/' || $1, $2, 'Incident open: ' || $4))
     insert into incident (id, app, channel, symptom, opened_by, opener, opened_at, started_at, drill)
     values ($1, $3, $2, $4, 'ana', $5, switchback_now(), switchback_now() - interval '6 min', $6)`,
    `2026-11-20-${room.app}-${id}`,
    channel,
    room.app,
    symptom,
    ana,
    drill,
  );
  return id;
}

/** As people read it, however long it lasted and whatever it is called. */
function shown(room: Room, text: string): string {
  return room
    .readable(text)
    .replace(/word by \d\d:\d\d UTC/g, 'word by HH:MM UTC')
    .replace(/Lasted [^:,]+/g, 'Lasted N')
    .replace(/since \d\d:\d\d UTC(?=\.)/g, 'since HH:MM UTC')
    .replace(/\bin-[a-z0-9]{8}\b/g, 'in-xxxxxxxx');
}

describe.concurrent('closing', () => {
  test('after a rollback one tap closes it: everything is filled in, nothing is published, the lock stays', async ({
    expect,
  }) => {
    const room = rooms.room();
    const over = await recovers(room);
    await room.busy('bo', async () => {
      const form = await room.fills('bo', () => room.as('bo').tap(over, 'incident.close'));
      expect(shown(room, form.text())).toMatchInlineSnapshot(`
        "── Close incident ──
        *raxx-api-prod · SEV-2* · rb-xxxxxxxx
        signup 500s since 02:58 UTC
        Lasted N, since HH:MM UTC.
        What ended it?
          raxx-api-prod: rolled back to v84 (v86), recovered at HH:MM UTC
        Customers have not been told that it has recovered. Ticked, this goes into #status as it stands:
        > The platform has recovered. Thank you for your patience. We are conducting a post-incident review.
        Customers (optional)
          [ ] Publish it now
        Deploys stay locked, unless ticked (optional)
          [ ] Unlock raxx-api-prod at e07f41b2d9c8
        Where is the post-incident review? (optional)
          ____
          A link; empty means TBD, and I remind you.
        Was it the same as another incident? (optional)
          [Choose ▾]
        [Not yet] [Close incident]"
      `);
      expect((await form.submit()).kind).toBe('closed');
    });
    expect((await room.sees('bo', /^Incident closed/)).plain).toBe(
      'Incident closed. Post-incident review: TBD.',
    );
    expect(shown(room, (await room.sees('kim', /^Closed by/)).plain)).toMatchInlineSnapshot(`
      "Closed by Bo at HH:MM UTC: raxx-api-prod: rolled back to v84 (v86), recovered at HH:MM UTC
      Lasted N, since HH:MM UTC."
    `);
    await room.sees('kim', /are still locked/);
    expect(
      await rowsOf(
        `select what, done_at from agenda a join incident i on i.id = a.incident_id where i.app = $1 and done_at is null and what <> 'tell'`,
        room.app,
      ),
    ).toEqual([{ what: 'review-reminder', done_at: null }]);
    const [kept] = await rowsOf('select resolution, review, same_as from incident where app = $1', room.app);
    expect({ ...kept, resolution: room.readable(String(kept?.['resolution'])) }).toMatchInlineSnapshot(`
      {
        "resolution": "raxx-api-prod: rolled back to v84 (v86), recovered at HH:MM UTC",
        "review": null,
        "same_as": null,
      }
    `);
    expect(
      await rowsOf(
        'select which from publication p join incident i on i.id = p.incident_id where i.app = $1',
        room.app,
      ),
    ).toEqual([]);
    // The button of an older build, and the headline's, long afterwards.
    expect(await room.tells('kim', 'incident.close', over)).toMatchInlineSnapshot(`
      "Bo closed this incident at YYYY-MM-DD HH:MM:SS UTC. Nothing more was done.
      Broken again: \`/incident open raxx-api-prod what is broken\`"
    `);
  });

  test('ticked: customers are told and the lock is lifted, with the review said where it is', async ({
    expect,
  }) => {
    const room = rooms.room();
    const review = `https://wiki.raxx.app/rca/${'1'.repeat(400)}?a=b&c=d`;
    const over = await recovers(room);
    await room.busy('bo', async () => {
      const form = await room.fills('bo', () => room.as('bo').tap(over, 'incident.close'));
      await form.tick('publish', 'publish');
      await form.tick('unlock', 'unlock');
      await form.fill('review', 'review', 'http://wiki/rca');
      expect(await form.submit()).toMatchObject({ kind: 'errors' });
      expect(shown(room, form.text())).toContain('is no address. One begins with https://');
      await form.fill('review', 'review', review);
      expect((await form.submit()).kind).toBe('closed');
    });
    // A link that is cut leads nowhere.
    expect((await room.sees('bo', /^Incident closed\. Post-incident review: https/)).plain).toBe(
      `Incident closed. Post-incident review: ${review}.`,
    );
    await room.sees('bo', /published at .*recovered/);
    await room.sees('bo', /are unlocked by/);
    expect(room.reads('bo')).not.toContain('still locked');
    expect(
      await rowsOf(
        'select which from publication p join incident i on i.id = p.incident_id where i.app = $1',
        room.app,
      ),
    ).toEqual([{ which: 'recovered' }]);
    expect(await rowsOf('select removed_reason from deploy_lock where app = $1', room.app)).toEqual([
      { removed_reason: expect.stringMatching(/^incident closed: raxx-api-prod/) },
    ]);
    expect(
      await rowsOf(
        `select 1 from agenda a join incident i on i.id = a.incident_id where i.app = $1 and what = 'review-reminder'`,
        room.app,
      ),
    ).toEqual([]);
  });

  test('two at once: one closes, the other is told who and when', async ({ expect }) => {
    const room = rooms.room();
    await opens(room, 'signup 500s');
    const fill = async (who: string) => {
      const form = await room.fills(who, () =>
        room.as(who).slash(room.channel, `/incident close ${room.app}`),
      );
      await form.fill('resolution', 'resolution', `${who} fixed it`);
      return form;
    };
    await room.busy('bo', () =>
      room.busy('kim', async () => {
        const forms = [await fill('bo'), await fill('kim')];
        const sent = await Promise.all(forms.map((form) => form.submit()));
        expect(sent.map(({ kind }) => kind).toSorted()).toEqual(['closed', 'updated']);
        const late = forms[sent.findIndex(({ kind }) => kind === 'updated')];
        expect(room.readable(late?.text() ?? '')).toMatch(
          /(Bo|Kim) closed this incident at YYYY-MM-DD HH:MM:SS UTC\. Nothing more was done\./,
        );
        await late?.close();
      }),
    );
    await room.sees('bo', /^Closed by/);
    const closings = room
      .as('bo')
      .messages(room.channel)
      .filter(({ plain }) => plain.startsWith('Incident closed.'));
    expect(closings).toHaveLength(1);
  });

  test('nothing known: the form asks what ended it, and says what goes on, is still to do and was promised', async ({
    expect,
  }) => {
    const room = rooms.room();
    await room.asks('ana', 'v84 *signup* <!channel> 500s');
    const { incident_id: id } = await room.operation();
    await room.as('bo').tap(await room.sees('bo', /^Draft for customers/), 'public.publish');
    const told = `select from timeline_entry where incident_id = $1 and kind = 'public'`;
    await rooms
      .stage()
      .slack.until(async () => (await rowsOf(told, id)).length > 0, 10_000, 'customers told');
    await rowsOf(
      `insert into action_item (incident_id, n, what, added_by, added_at, form)
       values ($1, 1, 'check the <exit> code', '{"id":"ana","slackId":"U1","name":"Ana","agent":false}', switchback_now(), 'V' || $1)`,
      id,
    );
    await room.busy('kim', async () => {
      const form = await room.fills('kim', () =>
        room.as('kim').slash(room.channel, `/incident close ${String(id).split('-').slice(-2).join('-')}`),
      );
      expect(shown(room, form.text())).toMatchInlineSnapshot(`
        "── Close incident ──
        *raxx-api-prod · SEV-2* · rb-xxxxxxxx
        *signup* <!channel> 500s
        Lasted N, since HH:MM UTC.
        Still under way, and it goes on: raxx-api-prod v85 → v84, waiting for approval.
        What ended it?
          ____
        Customers have not been told that it has recovered. Ticked, this goes into #status as it stands:
        > The platform has recovered. Thank you for your patience. We are conducting a post-incident review.
        Customers (optional)
          [ ] Publish it now
        Customers were promised a word by HH:MM UTC. Closing without one breaks that, and nobody is reminded of it.
        Where is the post-incident review? (optional)
          ____
          A link; empty means TBD, and I remind you.
        Was it the same as another incident? (optional)
          [Choose ▾]
        Still to do: 1 check the <exit> code (nobody). They stay.
        [Not yet] [Close incident]"
      `);
      expect(await form.submit()).toMatchObject({ kind: 'incomplete' });
      await form.fill('resolution', 'resolution', ' \u200b ');
      expect(await form.submit()).toMatchObject({ kind: 'errors' });
      expect(shown(room, form.text())).toContain('Say in a few words what ended it');
      await form.fill('resolution', 'resolution', 'a false <b>alarm</b> & `nothing` more');
      // It still answers 503, so customers are not told that it has recovered.
      await form.tick('publish', 'publish');
      expect(await form.submit()).toMatchObject({ kind: 'errors', errors: { publish: expect.anything() } });
      await form.set('publish', 'publish', []);
      expect((await form.submit()).kind).toBe('closed');
    });
    expect(shown(room, (await room.sees('kim', /^Closed by/)).plain)).toMatchInlineSnapshot(`
      "Closed by Kim at HH:MM UTC: a false <b>alarm</b> & \`nothing\` more
      Lasted N, since HH:MM UTC.
      Customers were promised a word by HH:MM UTC, and it was closed without one.
      Still under way, and it goes on: raxx-api-prod v85 → v84, waiting for approval.
      Still to do: 1 check the <exit> code (nobody). They stay."
    `);
    expect((await room.operation())['status']).toBe('requested');
  });

  test('the same as another: a line in that one’s thread and timeline, and no review of its own', async ({
    expect,
  }) => {
    const room = rooms.room('raxx-console-prod');
    const first = await opens(room, 'drill page is empty');
    const second = await opens(room, 'console slow');
    await room.busy('bo', async () => {
      const form = await room.fills('bo', () =>
        room.as('bo').slash(room.channel, `/incident close ${second}`),
      );
      const [other] = await rowsOf(
        'select id from incident where app = $1 order by opened_at limit 1',
        room.app,
      );
      await form.fill('resolution', 'resolution', 'one cause');
      await form.choose('same-as', 'same-as', String(other?.['id']));
      expect((await form.submit()).kind).toBe('closed');
    });
    const line = await room.sees('bo', /as the same as this one/);
    expect(shown(room, line.plain)).toMatchInlineSnapshot(
      `"Bo closed in-xxxxxxxx (raxx-console-prod: console slow) as the same as this one."`,
    );
    expect(line.threadTs).toBe((await room.sees('bo', /drill page is empty$/)).ts);
    expect(
      await rowsOf(
        `select what from agenda a join incident i on i.id = a.incident_id where i.app = $1 and what = 'review-reminder'`,
        room.app,
      ),
    ).toEqual([]);
    expect(
      await rowsOf(
        `select t.text from timeline_entry t where t.kind = 'closed' and t.incident_id like '%' || $1`,
        first,
      ),
    ).toEqual([{ text: expect.stringContaining('was closed as the same as this one') }]);
    // What was closed as this one is not offered for it.
    await room.busy('kim', async () => {
      const form = await room.fills('kim', () =>
        room.as('kim').slash(room.channel, `/incident close ${first}`),
      );
      expect(form.text()).not.toContain(second);
      await form.close();
    });
  });

  test('support may not, nor an agent; a drill says that nothing of it reaches customers', async ({
    expect,
  }) => {
    const room = rooms.room('raxx-console-prod');
    const id = await opens(room, 'practice', true);
    for (const who of ['sue', 'raxx-dev-bot']) {
      await room.as(who).slash(room.channel, `/incident close ${id}`);
      await room.sees(who, /Closing an incident needs/);
    }
    await room.busy('kim', async () => {
      const form = await room.fills('kim', () => room.as('kim').slash(room.channel, `/incident close ${id}`));
      expect(shown(room, form.text())).toContain(
        'Ticked, this goes into this thread and nowhere else as it stands:',
      );
      await form.fill('resolution', 'resolution', 'practised');
      expect((await form.submit()).kind).toBe('closed');
    });
    await room.sees('kim', /^Incident closed/);
    expect(
      await rowsOf(
        `select 1 from agenda a join incident i on i.id = a.incident_id where i.app = $1 and what = 'review-reminder'`,
        room.app,
      ),
    ).toEqual([]);
  });

  test('an archived channel stops nothing: it is closed, and said where people hear of it', async ({
    expect,
  }) => {
    const room = rooms.room('raxx-console-prod');
    const id = await opens(room, 'console gone');
    const { slack } = rooms.stage();
    await room.sees('kim', /console gone/);
    rooms.allow('is_archived', 'channel_not_found', 'not_in_channel');
    await room.busy('kim', async () => {
      const form = await room.fills('kim', () => room.as('kim').slash(room.channel, `/incident close ${id}`));
      await form.fill('resolution', 'resolution', 'back');
      slack.office.archive(room.channel);
      expect((await form.submit()).kind).toBe('closed');
    });
    await slack.until(
      () => slack.as('kim').find('status', /Incident closed/),
      20_000,
      'the fallback to hear of it',
    );
  });
});
