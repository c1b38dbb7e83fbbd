/**
 * The budget's two rows in `heroku_budget`. The account's own holds the bucket, and in `paused_until` how long
 * routine reads stay away. `<account>#storm` exists once Heroku has answered 429: `tokens` counts the pauses of
 * this storm, `paused_until` ends the present one, `refilled_at` is when a read was last let through meanwhile.
 * They run on the database's real clock, as Heroku's own bucket does.
 */
import { z } from 'zod';
import { type Db, one, row } from '../postgres/sql.ts';

/** A token bucket: what it holds at most, and how fast it fills, tokens a second. */
export interface Bucket {
  readonly burst: number;
  readonly perSecond: number;
}

/** Milliseconds from now, 0 or less when over. */
export interface Pauses {
  readonly routineMs: number;
  readonly stormMs: number;
  readonly nextStormReadMs: number;
}

const FIRST_PAUSE_S = 30;
const LONGEST_PAUSE_S = 900;
/** Two reads a minute during a storm. */
const STORM_READ_EVERY_S = 30;

const done = z.object({ account: z.string() });

const AVAILABLE = `least($2::float8,
  mine.tokens + greatest(0, extract(epoch from clock_timestamp() - mine.refilled_at)::float8) * $3::float8)`;

/** Which pause, if any, holds this taker back. */
export type Heeding = 'routine pause' | 'storm' | 'nothing';

/** Enough tokens, and no pause that this taker heeds. */
const ALLOWED = `${AVAILABLE} - 1 >= $4::float8
  and case $5::text
    when 'routine pause' then mine.paused_until <= clock_timestamp()
    when 'storm' then not exists (
      select from heroku_budget where account = $6 and paused_until > clock_timestamp())
    else true
  end`;

/**
 * Take one token unless that leaves less than `floor`. One conditional statement, so races cannot overdraw; the
 * first taker of all finds the bucket full. Looks before it inserts: a conflict locks the row and writes to disk
 * even where the update then does nothing, and takers turned away would queue for both.
 */
export async function takeToken(
  db: Db,
  account: string,
  { burst, perSecond }: Bucket,
  floor: number,
  heeding: Heeding,
): Promise<boolean> {
  const taken = await row(
    db,
    done,
    `insert into heroku_budget as mine (account, tokens)
     select $1, $2::float8 - 1
     where not exists (select from heroku_budget as mine where mine.account = $1 and not (${ALLOWED}))
     on conflict (account) do update
       set tokens = ${AVAILABLE} - 1, refilled_at = clock_timestamp()
       where ${ALLOWED}
     returning account`,
    [account, burst, perSecond, floor, heeding, stormOf(account)],
  );
  return taken !== null;
}

const pauses = z
  .object({ routine_ms: z.number(), storm_ms: z.number(), next_storm_read_ms: z.number() })
  .transform(
    (found): Pauses => ({
      routineMs: found.routine_ms,
      stormMs: found.storm_ms,
      nextStormReadMs: found.next_storm_read_ms,
    }),
  );

/** What keeps the takers of an existing bucket waiting. */
export function findPauses(db: Db, account: string): Promise<Pauses> {
  // `case` because an infinite time minus a finite one is an error before Postgres 17.
  return one(
    db,
    pauses,
    `select
       case when main.paused_until > now.at
         then extract(epoch from main.paused_until - now.at) * 1000 else 0 end::float8 as routine_ms,
       case when storm.paused_until > now.at
         then extract(epoch from storm.paused_until - now.at) * 1000 else 0 end::float8 as storm_ms,
       coalesce(extract(epoch from storm.refilled_at - now.at) * 1000 + $3::float8 * 1000, 0)::float8
         as next_storm_read_ms
     from (select clock_timestamp() as at) as now
     cross join heroku_budget as main
     left join heroku_budget as storm on storm.account = $2
     where main.account = $1`,
    [account, stormOf(account), STORM_READ_EVERY_S],
  );
}

/** The one read that may go out now in spite of the storm: true for one asker every 30 s. */
export async function takeStormRead(db: Db, account: string): Promise<boolean> {
  const taken = await row(
    db,
    done,
    `update heroku_budget set refilled_at = clock_timestamp()
     where account = $1 and refilled_at <= clock_timestamp() - make_interval(secs => $2)
     returning account`,
    [stormOf(account), STORM_READ_EVERY_S],
  );
  return taken !== null;
}

/**
 * Heroku answered 429: pause for `seconds`, or when null for 30 s with jitter, doubled for each pause of this
 * storm. A storm is forgotten 15 minutes after its last pause. During a pause nothing changes: the answer
 * belongs to a call that was under way, or to a storm read.
 */
export async function pauseForStorm(
  db: Db,
  account: string,
  { burst }: Bucket,
  seconds: number | null,
): Promise<void> {
  await row(
    db,
    done,
    `with pause as (
       select n, clock_timestamp() + make_interval(secs => coalesce(
         $3::float8, least($5::float8, $4::float8 * power(2, n - 1)) * (1 + 0.25 * random())
       )) as until
       from (select coalesce(
         (select least(tokens + 1, 10) from heroku_budget
          where account = $2 and paused_until > clock_timestamp() - make_interval(secs => $5)),
         1) as n) as count
     ), storm as (
       insert into heroku_budget as known (account, tokens, refilled_at, paused_until)
       select $2, n, clock_timestamp(), until from pause
       on conflict (account) do update
         set tokens = excluded.tokens, refilled_at = excluded.refilled_at, paused_until = excluded.paused_until
         where known.paused_until <= clock_timestamp()
       returning paused_until
     )
     insert into heroku_budget as mine (account, tokens, paused_until)
     select $1, $6, paused_until from storm
     on conflict (account) do update
       set paused_until = greatest(mine.paused_until, excluded.paused_until)
     returning account`,
    [account, stormOf(account), seconds, FIRST_PAUSE_S, LONGEST_PAUSE_S, burst],
  );
}

/** Keep routine reads away for `seconds` from now. */
export async function pauseRoutine(db: Db, account: string, seconds: number): Promise<void> {
  await row(
    db,
    done,
    `update heroku_budget
     set paused_until = greatest(paused_until, clock_timestamp() + make_interval(secs => $2))
     where account = $1 returning account`,
    [account, seconds],
  );
}

function stormOf(account: string): string {
  return `${account}#storm`;
}
