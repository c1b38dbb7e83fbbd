/** Incidents as people open and read them, for front-door tests. */
import type { Modal } from '../../rehearsal/slack/people/modal.ts';
import type { SeenMessage } from '../../rehearsal/slack/people/sight.ts';
import type { Room, Rooms } from './rooms.ts';

/** A headline with what differs from run to run made equal: durations, and where cards are. */
export function still(text: string): string {
  return text
    .replace(/(less than a minute|\d+ min) so far/, 'N min so far')
    .replace(/proved \d+:\d\d/g, 'proved M:SS')
    .replace(/ \(https:[^)]*\)/g, '');
}

export interface IncidentDesk {
  /** `/incident …`: the modal it opens, what is open already filled in. Within `busy`. */
  form(room: Room, handle: string, typed: string): Promise<Modal>;
  /** Opened with the form as it comes, once its headline shows how it stands. */
  opened(room: Room, handle: string, symptom?: string): Promise<SeenMessage>;
  /** What a command answers to this person alone. */
  told(room: Room, handle: string, typed: string): Promise<string>;
  headline(room: Room, pattern?: RegExp): Promise<SeenMessage>;
  /** Of this app, oldest first. */
  rows(room: Room): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Kind, actor and text of each line. */
  lines(id: unknown): Promise<readonly string[]>;
}

export function incidentDesk(rooms: Rooms): IncidentDesk {
  async function form(room: Room, handle: string, typed: string): Promise<Modal> {
    const { slack } = rooms.stage();
    const before = room.as(handle).modal()?.viewId;
    const { notice, delivery } = await room.as(handle).slash(room.channel, `/incident ${typed}`);
    if (notice !== null) throw new Error(notice);
    return await slack.until(
      () => {
        const modal = room.as(handle).modal();
        return modal && modal.viewId !== before ? modal : null;
      },
      8_000,
      () => `a form for ${handle}, not ${JSON.stringify(delivery?.body)}`,
    );
  }

  function headline(room: Room, pattern = /so far|CLOSED/): Promise<SeenMessage> {
    const { slack } = rooms.stage();
    const found = () =>
      room
        .as('kim')
        .messages(room.channel)
        .findLast(({ plain }) => /^(DRILL · )?Incident open: /.test(plain) && pattern.test(plain));
    return slack.until(found, 20_000, () => `a headline like ${pattern} in\n${room.reads('kim')}`);
  }

  return {
    form,
    headline,
    async opened(room, handle, symptom = 'signup 500s') {
      await room.busy(handle, async () => {
        const modal = await form(room, handle, `open ${room.app} ${symptom}`);
        const sent = await modal.submit();
        if (sent.kind !== 'closed') throw new Error(`${sent.kind}: ${modal.text()}`);
      });
      return headline(room);
    },
    async told(room, handle, typed) {
      const { delivery } = await room.as(handle).slash(room.channel, `/incident ${typed}`);
      const body = delivery?.body as { text: string } | null;
      return room.readable(body?.text ?? '');
    },
    async rows(room) {
      const { rows } = await rooms.stage().database.pool.query({
        text: 'select * from incident where app = $1 order by opened_at, id',
        values: [room.app],
      });
      return rows as Record<string, unknown>[];
    },
    async lines(id) {
      const { rows } = await rooms.stage().database.pool.query({
        // What Heroku shows by itself is other tests' business.
        text: `select kind, actor, text from timeline_entry
                where incident_id = $1 and kind not in ('dyno', 'release') order by happened_at, id`,
        values: [id],
      });
      return (rows as { kind: string; actor: string; text: string }[]).map(
        ({ kind, actor, text }) => `${kind} · ${actor}: ${text}`,
      );
    },
  };
}
