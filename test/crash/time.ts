/** Durable time for one stage: as fast as asked, in the database and for the simulated Heroku alike. */
import type pg from 'pg';

export interface FastTime {
  now(): Date;
  /** Durable seconds per real second, from now on. */
  run(rate: number): Promise<void>;
}

export function fastTime(pool: pg.Pool): FastTime {
  let real = Date.now();
  let durable = real;
  let rate = 1;
  const now = () => new Date(durable + (Date.now() - real) * rate);
  return {
    now,
    async run(faster) {
      durable = now().getTime();
      real = Date.now();
      rate = faster;
      await pool.query({
        text: `insert into clock (real_anchor, durable_anchor, rate) values ($1, $2, $3)
               on conflict (singleton) do update set real_anchor = $1, durable_anchor = $2, rate = $3`,
        values: [new Date(real), new Date(durable), rate],
      });
    },
  };
}

/**
 * What is measured in real time (a message a second, 20 s to draw a card) shortened as well, in the database, so
 * that the code under test stays as it is.
 */
export async function shortenLanes(pool: pg.Pool): Promise<void> {
  await pool.query(`
    create function shorten(moment timestamptz, times double precision) returns timestamptz language sql as $$
      select case when moment > clock_timestamp() and isfinite(moment)
        then clock_timestamp() + (moment - clock_timestamp()) / times else moment end
    $$;
    create function shorten_lane() returns trigger language plpgsql as $$ begin
      if new.not_before is distinct from old.not_before then
        new.not_before := shorten(new.not_before, 20);
      end if;
      return new;
    end $$;
    create function shorten_drawing() returns trigger language plpgsql as $$ begin
      if new.drawing_until is distinct from old.drawing_until then
        new.drawing_until := shorten(new.drawing_until, 8);
      end if;
      return new;
    end $$;
    create trigger shorten before insert or update on outbox_lane for each row execute function shorten_lane();
    create trigger shorten before insert or update on card for each row execute function shorten_drawing();
    -- Slack's stamps are real; how far back to look for a lost message is reckoned from this one.
    alter table outbox alter column created_at set default clock_timestamp();
  `);
}

/** The session settings of src/postgres/pool.ts, an abandoned transaction ended in proportion. */
export function impatient(url: string): string {
  const patient = new URL(url);
  const settings = {
    timezone: 'UTC',
    synchronous_commit: 'on',
    statement_timeout: '10s',
    lock_timeout: '5s',
    idle_in_transaction_session_timeout: '2500ms',
  };
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  patient.searchParams.set('options', options.join(' '));
  return patient.href;
}
