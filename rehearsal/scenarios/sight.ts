/** What the world shows while a story goes on: for hints, goals, and what happens next. Looking changes nothing. */
import type { Stage } from '../stage.ts';

/** The newest operation, as the bot's database has it. */
export interface Newest {
  readonly id: string;
  readonly app: string;
  readonly status: string;
  readonly approved: boolean;
  readonly ending: { readonly why: string } | null;
}

/** An incident, as the bot's database has it. */
export interface SeenIncident {
  readonly id: string;
  readonly app: string;
  readonly closed: boolean;
  /** The one that it turned out to be. */
  readonly sameAs: string | null;
}

export interface Sight {
  readonly stage: Stage;
  /** Of an operation and its renewal, the renewal. Null before anybody has asked. */
  newest(): Promise<Newest | null>;
  /** Whether the newest operation has one of these statuses. */
  is(...statuses: readonly string[]): Promise<boolean>;
  /** Oldest first. */
  incidents(): Promise<readonly SeenIncident[]>;
  /** When customers were told something, epoch milliseconds, oldest first. */
  published(): Promise<readonly number[]>;
  /** Requests that made Heroku act, of all the bot sent to change what runs. */
  posts(): { readonly sent: number; readonly acted: number };
  /** Whether this person can read something like this, in #ops unless said otherwise. */
  reads(who: string, pattern: RegExp, where?: string): boolean;
  /** How many messages for everybody in #ops begin like this. */
  said(beginning: string): number;
  /** Whether anybody has a form open with this callback id. */
  hasOpen(form: string): boolean;
  /** Description of the release that is live. */
  live(app: string): string | null;
  /** Rows of the drill record that correct another. */
  corrections(): Promise<number>;
}

export function sightOf(stage: Stage): Sight {
  const { slack, heroku, database } = stage;

  async function newest(): Promise<Newest | null> {
    const { rows } = await database.query<Newest>(
      `select id, app, status, approved_at is not null as approved, ending
         from operation order by requested_at desc, renews nulls last limit 1`,
    );
    return rows[0] ?? null;
  }

  return {
    stage,
    newest,
    async is(...statuses) {
      const found = await newest();
      return found !== null && statuses.includes(found.status);
    },
    async incidents() {
      const { rows } = await database.query<SeenIncident>(
        `select id, app, closed_at is not null as closed, same_as as "sameAs" from incident order by opened_at, id`,
      );
      return rows;
    },
    async published() {
      const { rows } = await database.query<{ readonly at: Date }>(
        'select published_at as at from publication order by 1',
      );
      return rows.map(({ at }) => at.getTime());
    },
    posts() {
      const all = heroku.control.journal.requests('rollback-post');
      return { sent: all.length, acted: all.filter((request) => request.acted).length };
    },
    reads: (who, pattern, where = 'ops') => slack.as(who).find(where, pattern) !== null,
    said: (beginning) =>
      slack
        .as('bo')
        .messages('ops')
        .filter((each) => each.ephemeralFor === null && each.plain.startsWith(beginning)).length,
    hasOpen: (form) => [...slack.state.views.values()].some(({ view }) => view.callback_id === form),
    live: (app) => heroku.control.app(app).releases.find(({ current }) => current)?.description ?? null,
    async corrections() {
      const { rowCount } = await database.query('select from drill_record where corrects is not null');
      return rowCount ?? 0;
    },
  };
}
