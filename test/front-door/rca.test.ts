/** The RCA: facts filled in, what people wrote kept, each new document saying what changed. */
import { describe, test } from 'vitest';
import type { Modal } from '../../rehearsal/slack/people/modal.ts';
import { newId } from '../../src/settings.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms({ 'raxx-api-prod': 4, 'raxx-console-prod': 1 });

async function rowsOf(text: string, ...values: readonly unknown[]) {
  const found = await rooms.stage().database.pool.query({ text, values: [...values] });
  return found.rows as readonly Record<string, unknown>[];
}

/** As an older build left it: without a title, a commander, or a name for who opened it. */
async function opens(room: Room, symptom: string): Promise<string> {
  const { slack } = rooms.stage();
  const channel = [...slack.state.channels.values()].find(({ name }) => name === room.channel)?.id;
  const id = newId('in');
  await rowsOf(
    `with said as (insert into outbox (key, channel, text) values ('incident/' || $1, $2, 'Incident open'))
     insert into incident (id, app, channel, symptom, opened_by, opened_at)
     values ($1, $3, $2, $4, 'ana', switchback_now())`,
    `2026-11-20-${room.app}-${id}`,
    channel,
    room.app,
    symptom,
  );
  // A document links to where it is.
  await room.sees('kim', /^Incident open/);
  return id;
}

/** With everything that differs from run to run made equal, and without what the bot noted by itself. */
function shown(room: Room, text: string): string {
  return room
    .readable(text)
    .replace(/\bin-[a-z0-9]{8}\b/g, 'in-xxxxxxxx')
    .replace(/\d{4}-\d\d-\d\d(?! \d)/g, 'YYYY-MM-DD')
    .replace(/^- \d\d:\d\d — (?:Switchback|Heroku): .*\n/gm, '')
    .replace(/^- \d\d:\d\d /gm, '- HH:MM ')
    .replace(/ \(added \d\d:\d\d\)/g, '')
    .replace(/\d\d:\d\d UTC/g, 'HH:MM UTC')
    .replace(/\*\*Duration:\*\* .*? \(/, '**Duration:** N (')
    .replace(/detection: .*? \(/, 'detection: N (')
    .replace(/\| \d+:\d\d \|/g, '| M:SS |')
    .replace(/archives\/\S+/g, 'archives/…)');
}

/** The form, filled in by whoever has it; what is delivered in the end. */
async function asks(room: Room, who: string, typed: string, fill: (form: Modal) => Promise<unknown>) {
  await room.busy(who, async () => {
    const form = await room.fills(who, () => room.as(who).slash(room.channel, `/incident rca ${typed}`));
    await fill(form);
    const sent = await form.submit();
    if (sent.kind !== 'closed') throw new Error(`${sent.kind}: ${form.text()}`);
  });
}

const NOTHING = async () => undefined;

/** The newest document in the room, once there are `n`. */
async function document(room: Room, n: number): Promise<{ readonly name: string; readonly content: string }> {
  const { slack } = rooms.stage();
  const files = () =>
    room
      .as('kim')
      .messages(room.channel)
      .flatMap((message) => message.files.map((id) => slack.state.files.get(id)))
      .filter((file) => file?.name.endsWith('.md'));
  await slack.until(
    () => files().length === n,
    20_000,
    () => `${n} documents in\n${room.reads('kim')}`,
  );
  const last = files().at(-1);
  return { name: last?.name ?? '', content: last?.content ?? '' };
}

describe.concurrent('the RCA', () => {
  test('of a whole rollback: phases, what was published, what is still to be written', async ({ expect }) => {
    const room = rooms.room();
    await room.asks('ana');
    const draft = await room.sees('bo', /Draft for customers, while you look/);
    await room.as('bo').tap(draft, 'public.publish');
    await room.approves('bo');
    await room.becomes('recovered', 60_000);
    await room.closes('bo', await room.sees('bo', /\[Close incident\] \[Unlock/));
    await room.sees('bo', /^Closed by/);
    await room.sees('bo', /stable for 5 min/, 60_000);
    await asks(room, 'sue', '', NOTHING);
    const { name, content } = await document(room, 1);
    expect(name).toMatch(/^\d{4}-\d\d-\d\d-signup-500s-since-02-58-utc\.md$/);
    expect(content).toMatch(/— Switchback: Heroku made v86 \(Rollback to v84\)/);
    expect(shown(room, content)).toMatchInlineSnapshot(`
      "# RCA — raxx-api-prod: signup 500s since HH:MM UTC

      **Incident ID:** YYYY-MM-DD-signup-500s-since-02-58-utc  
      **Date:** YYYY-MM-DD  
      **Severity:** SEV-2  
      **Duration:** N (HH:MM UTC started → HH:MM UTC recovered; closed HH:MM UTC)  
      **Blast radius:** _To be written: Which apps and people did it reach, and which not?_  
      **Author:** Ana

      ## Summary

      _To be written: What happened, why, and what fixes it, in one paragraph?_

      ## Timeline (all times UTC)

      - HH:MM — Ana: Incident opened: signup 500s since HH:MM UTC
      - HH:MM — Ana: Asked for a rollback: raxx-api-prod v85 → v84. signup 500s since HH:MM UTC
      - HH:MM — Bo: Published to customers: We are investigating an issue affecting the trading platform. Our team is on it and we will post an update within 15 minutes.
      - HH:MM — Bo: Approved raxx-api-prod v85 → v84.
      - HH:MM — Bo: Incident closed (review: TBD): raxx-api-prod: rolled back to v84 (v86), recovered at HH:MM UTC

      ### Rollback rb-xxxxxxxx: raxx-api-prod v85 → v84

      | Phase | Time (UTC) | Since asked |
      |---|---|---|
      | asked by Ana | HH:MM UTC | M:SS |
      | approved by Bo | HH:MM UTC | M:SS |
      | sent | HH:MM UTC | M:SS |
      | landed as v86 | HH:MM UTC | M:SS |
      | recovered | HH:MM UTC | M:SS |
      | confirmed | HH:MM UTC | M:SS |

      ## Impact

      - Users affected: _To be written: How many users, and how do we know?_
      - User-visible symptoms: _To be written: What did users see?_
      - Data integrity: _To be written: Was any data lost or wrong?_
      - Revenue / billing: _To be written: Was anything not sold or charged wrongly?_
      - Told to customers HH:MM UTC by Bo: We are investigating an issue affecting the trading platform. Our team is on it and we will post an update within 15 minutes.

      ## What went well

      _To be written: What helped? One thing a line._

      ## What didn't go well

      _To be written: What hindered? One thing a line._

      ## Root cause analysis

      _To be written: Which factors contributed? One a line._

      ## Detection

      - What alerted us: _To be written: Who or what noticed first?_
      - Reported: HH:MM UTC by Ana
      - How long between cause and detection: N (started HH:MM UTC, reported HH:MM UTC)
      - How to detect faster next time: _To be written: What would have told us sooner?_

      ## Resolution

      - raxx-api-prod: rolled back to v84 (v86), recovered at HH:MM UTC
      - Rollback raxx-api-prod v85 → v84 (rb-xxxxxxxx): done and recovered, HH:MM UTC
      - Closed by Bo at HH:MM UTC

      ## Action items

      | # | Action | Owner | Due | Issue |
      |---|---|---|---|---|

      ## References

      - Runbook: \`docs/ops/runbooks/rollback.md\`
      - Incident: YYYY-MM-DD-raxx-api-prod-rb-xxxxxxxx, [its thread](https://raxx.slack.com/archives/…)
      - Heroku release log: \`heroku releases:output v85 --app raxx-api-prod\`
      - Heroku release log: \`heroku releases:output v86 --app raxx-api-prod\`
      - Releases: \`heroku releases --app raxx-api-prod\`
      "
    `);
    expect(shown(room, (await room.sees('bo', /^Still to be written/)).plain)).toMatchInlineSnapshot(`
      "Still to be written: Summary, Blast radius, Users affected, User-visible symptoms, Data integrity, Revenue / billing, What went well, What didn't go well, Root cause analysis, What alerted us, How to detect faster next time.
      [Write] [Add action item]"
    `);
  });

  test('what people wrote stays, and the next one says what changed', async ({ expect }) => {
    const room = rooms.room();
    const id = await opens(room, '*signup* | 500s <https://evil.test|x> # `code`');
    await asks(room, 'ana', id, async (form) => {
      await form.fill('rca.summary', 'rca.summary', 'A config var.\nIt was `FLAG_X`.');
      await form.fill('rca.went-well', 'rca.went-well', '- quick\n- quiet');
      await form.fill('rca.slug', 'rca.slug', 'config-var');
    });
    const first = await document(room, 1);
    expect(first.name).toMatch(/-config-var\.md$/);
    expect(first.content).toContain('A config var.\n\nIt was `FLAG_X`.');
    expect(first.content).toContain('- quick\n- quiet');
    expect(first.content).toContain('# RCA — ');
    expect(first.content).toContain('\\*signup\\* \\| 500s');
    // By the button under it, somebody else goes on; what was there is there.
    const under = await room.sees('bo', /^Still to be written/);
    await room.busy('bo', async () => {
      const form = await room.fills('bo', () => room.as('bo').tap(under, 'incident.write-rca'));
      expect(form.text()).toContain('A config var.');
      await form.fill('rca.root-cause', 'rca.root-cause', 'Nobody looked.');
      expect((await form.submit()).kind).toBe('closed');
    });
    const second = await document(room, 2);
    expect(second.content).toContain('A config var.');
    expect(second.content).toContain('- Nobody looked.');
    expect(second.content).toContain('**Author:** Ana, Bo');
    expect(shown(room, (await room.sees('kim', /anew for Bo/)).plain)).toMatch(
      /Changed since HH:MM UTC: Head, Root cause analysis\./,
    );
    const names = (
      await rowsOf('select part from rca_text where incident_id like $1 order by id', `%${id}`)
    ).map(({ part }) => part);
    expect(names).toEqual(['slug', 'summary', 'went-well', 'root-cause']);
  });

  test('two in the same part at once: the later is shown what the other wrote, and decides', async ({
    expect,
  }) => {
    const room = rooms.room();
    const id = await opens(room, 'signup 500s');
    const open = (who: string) =>
      room.fills(who, () => room.as(who).slash(room.channel, `/incident rca ${id}`));
    await room.busy('ana', () =>
      room.busy('bo', async () => {
        const [one, other] = [await open('ana'), await open('bo')];
        await one.fill('rca.summary', 'rca.summary', 'Ana wrote this.');
        await other.fill('rca.summary', 'rca.summary', 'Bo wrote that.');
        await other.fill('rca.revenue', 'rca.revenue', 'ok');
        expect((await one.submit()).kind).toBe('closed');
        expect((await other.submit()).kind).toBe('updated');
        expect(shown(room, other.text()).split('\n').slice(0, 12).join('\n')).toMatchInlineSnapshot(`
          "── RCA ──
          *Nothing was written yet*: somebody else wrote in the same part while you did.
          *raxx-api-prod* · signup 500s · in-xxxxxxxx
          Facts fill themselves in. What you leave empty is marked as to be written.
          Called YYYY-MM-DD-… (optional)
            signup-500s
            Small letters, digits and dashes.
          ⚠ At HH:MM UTC Ana wrote: Ana wrote this.
          Sent again, yours takes its place; put in what should stay.
          Summary (optional)
            Bo wrote that.
            What happened, why, and what fixes it, in one paragraph?"
        `);
        expect(other.value('rca.summary', 'rca.summary')).toMatchObject({ value: 'Bo wrote that.' });
        await other.fill('rca.summary', 'rca.summary', 'Ana wrote this. Bo wrote that.');
        expect((await other.submit()).kind).toBe('closed');
      }),
    );
    const { content } = await document(room, 2);
    expect(content).toContain('Ana wrote this. Bo wrote that.');
    expect(content).toContain('Revenue / billing: ok');
    expect(
      await rowsOf(`select 1 from rca_text where incident_id like $1 and part = 'summary'`, `%${id}`),
    ).toHaveLength(2);
  });

  test('300 lines, nothing changed, a name that cannot be, and who may not', async ({ expect }) => {
    const room = rooms.room();
    const id = await opens(room, 'signup 500s');
    await rowsOf(
      `insert into timeline_entry (incident_id, happened_at, actor, text)
       select id, opened_at + n * interval '1 second', 'Ana', 'line ' || n from incident, generate_series(1, 300) n
        where id like $1`,
      `%${id}`,
    );
    await rowsOf(
      `update incident set closed_at = switchback_now(), closed_by = '{"id":"bo","slackId":"U1","name":"Bo","agent":false}', resolution = 'restarted' where id like $1`,
      `%${id}`,
    );
    await room.busy('ana', async () => {
      const form = await room.fills('ana', () => room.as('ana').slash(room.channel, '/incident rca'));
      await form.fill('rca.slug', 'rca.slug', '../Etc Passwd');
      expect(await form.submit()).toMatchObject({ kind: 'errors' });
      await form.fill('rca.slug', 'rca.slug', '');
      expect((await form.submit()).kind).toBe('closed');
    });
    const { content, name } = await document(room, 1);
    expect(name).toMatch(/-signup-500s\.md$/);
    expect(content.match(/^- .* — Ana: line \d+/gm)).toHaveLength(300);
    await room.busy('bo', async () => {
      const form = await room.fills('bo', () => room.as('bo').slash(room.channel, `/incident rca ${id}`));
      expect((await form.submit()).kind).toBe('updated');
      expect(shown(room, form.text())).toContain('Nothing has changed since HH:MM UTC');
      await form.close();
    });
    await document(room, 1);
    await room.as('gus').slash(room.channel, `/incident rca ${id}`);
    await room.sees('gus', /full member/);
  });

  test('during a drill it says so', async ({ expect }) => {
    const room = rooms.room('raxx-console-prod');
    const id = await opens(room, 'practice');
    await rowsOf('update incident set drill = true where id like $1', `%${id}`);
    await asks(room, 'kim', id, NOTHING);
    expect((await document(room, 1)).content).toMatch(/^# RCA — DRILL: raxx-console-prod/);
  });
});
