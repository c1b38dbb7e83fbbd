/** The shared request budget, on a real database. Tests move the rows' times instead of waiting. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type HerokuBudget, openBudget } from '../../src/heroku/budget.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { closedPort } from './raw-server.ts';

let database: FreshDatabase;
let secondPool: pg.Pool;
/** Two processes: the same account, a pool each. No refill worth speaking of during a test. */
let one: HerokuBudget;
let other: HerokuBudget;

const log = { warn() {} };
const limits = { burst: 20, perHour: 1, keptForRollbacks: 5, keptFromLooks: 2 };
const account = 'heroku';
const answered = { status: 200, remaining: 4_000, retryAfter: null };
const limited = { status: 429, remaining: 0, retryAfter: null };

beforeAll(async () => {
  database = await freshDatabase();
  secondPool = new pg.Pool({ connectionString: database.appUrl });
});

afterAll(async () => {
  await secondPool.end();
  await database.drop();
});

beforeEach(async () => {
  await database.pool.query('delete from heroku_budget');
  one = openBudget({ db: database.appPool, account, log, limits });
  other = openBudget({ db: secondPool, account, log, limits });
});

async function kinds(
  use: Parameters<HerokuBudget['take']>[0],
  times: number,
): Promise<Record<string, number>> {
  const grants = await Promise.all(Array.from({ length: times }, (_, n) => (n % 2 ? one : other).take(use)));
  const counted: Record<string, number> = {};
  for (const { kind } of grants) counted[kind] = (counted[kind] ?? 0) + 1;
  return counted;
}

/** As if `seconds` had passed. */
async function passes(seconds: number): Promise<void> {
  await database.pool.query(
    `update heroku_budget set
       refilled_at = refilled_at - make_interval(secs => $1),
       paused_until = paused_until - make_interval(secs => $1)`,
    [seconds],
  );
}

async function pauseSeconds(): Promise<number> {
  const found = await database.pool.query<{ s: number }>(
    `select extract(epoch from paused_until - clock_timestamp())::float8 as s
     from heroku_budget where account = $1`,
    [account],
  );
  return found.rows[0]?.s ?? Number.NaN;
}

describe('the bucket', () => {
  it('gives two racing processes no more than it holds, from the very first request on', async () => {
    expect(await kinds('rollback read', 40)).toEqual({ go: 20, spent: 20 });
  });

  it('keeps the last part for rollbacks, and all of it may go for them', async () => {
    expect(await kinds('routine read', 30)).toEqual({ go: 15, spent: 15 });
    expect(await kinds('rollback read', 3)).toEqual({ go: 3 });
    expect(await kinds('send', 4)).toEqual({ go: 2, spent: 2 });
  });

  it('is not emptied by forms opened again and again: what was approved still goes through', async () => {
    expect(await kinds('look read', 30)).toEqual({ go: 18, spent: 12 });
    expect(await kinds('rollback read', 1)).toEqual({ go: 1 });
    expect(await kinds('send', 1)).toEqual({ go: 1 });
  });

  it('refills with time, up to what it holds', async () => {
    const hourly = { db: database.appPool, account, log, limits: { ...limits, perHour: 3_600 / 60 } };
    await kinds('rollback read', 20);
    await passes(3 * 60);
    const refilled = openBudget(hourly);
    const grants = [];
    for (let n = 0; n < 4; n++) grants.push((await refilled.take('rollback read')).kind);
    expect(grants).toEqual(['go', 'go', 'go', 'spent']);
    await passes(7 * 24 * 3600);
    expect(await kinds('rollback read', 30)).toEqual({ go: 20, spent: 10 });
  });

  it('is not drained by a clock that went backwards', async () => {
    await one.take('routine read');
    await passes(-3600);
    expect(await one.take('routine read')).toEqual({ kind: 'go' });
  });

  it('is another one for another account', async () => {
    await kinds('rollback read', 20);
    const stranger = openBudget({ db: secondPool, account: 'another', log, limits });
    expect(await stranger.take('rollback read')).toEqual({ kind: 'go' });
  });
});

describe('when little of the account is left', () => {
  it('routine reads pause a minute and rollbacks do not', async () => {
    await one.take('routine read');
    await one.saw({ ...answered, remaining: 4 });
    expect(await other.take('routine read')).toMatchObject({ kind: 'paused' });
    expect(await other.take('rollback read')).toEqual({ kind: 'go' });
    await passes(61);
    expect(await other.take('routine read')).toEqual({ kind: 'go' });
  });

  it('as much as is kept is not little', async () => {
    await one.take('routine read');
    await one.saw({ ...answered, remaining: 5 });
    expect(await other.take('routine read')).toEqual({ kind: 'go' });
  });
});

describe('a 429 storm', () => {
  it('stops everybody but two rollback reads a minute, and never the POST', async () => {
    await one.saw(limited);
    expect(await kinds('routine read', 4)).toEqual({ paused: 4 });
    expect(await kinds('rollback read', 4)).toEqual({ paused: 4 });
    expect(await kinds('send', 1)).toEqual({ go: 1 });
    await database.pool.query(
      `update heroku_budget set paused_until = clock_timestamp() + interval '1 hour'`,
    );
    for (const half of [1, 2, 3]) {
      await passes(30);
      expect([half, await kinds('rollback read', 10)]).toEqual([half, { go: 1, paused: 9 }]);
    }
    expect(await kinds('routine read', 2)).toEqual({ paused: 2 });
  });

  it('tells how long to wait', async () => {
    await one.saw({ ...limited, retryAfter: 7 });
    const grant = await other.take('rollback read');
    expect(grant.kind === 'paused' && grant.ms > 0 && grant.ms <= 7_000).toBe(true);
  });

  it('is over with its pause', async () => {
    await one.saw(limited);
    await passes(40);
    expect(await kinds('rollback read', 5)).toEqual({ go: 5 });
    expect(await kinds('routine read', 5)).toEqual({ go: 5 });
  });

  it('pauses longer each time, a quarter of jitter at most, and forgets after a quiet quarter of an hour', async () => {
    for (const least of [30, 60, 120, 240, 480, 900, 900]) {
      // Ten calls under way together make one storm.
      await Promise.all(Array.from({ length: 10 }, (_, n) => (n % 2 ? one : other).saw(limited)));
      const pause = await pauseSeconds();
      expect([least, pause > least - 5 && pause <= least * 1.25]).toEqual([least, true]);
      await passes(pause + 1);
    }
    await passes(901);
    await one.saw(limited);
    expect(await pauseSeconds()).toBeLessThanOrEqual(37.5);
  });

  it.each([
    [45, 40, 45],
    [119, 114, 119],
    [120, 25, 37.5],
    [1_763_600_000, 25, 37.5],
    [0, 25, 37.5],
  ])('Retry-After %i makes a pause of %f to %f seconds', async (retryAfter, least, most) => {
    await one.saw({ ...limited, retryAfter });
    const pause = await pauseSeconds();
    expect(pause > least && pause <= most).toBe(true);
  });
});

describe('without its database', () => {
  const expectations = async (budget: HerokuBudget) => {
    expect(await budget.take('rollback read')).toEqual({ kind: 'go' });
    expect(await budget.take('send')).toEqual({ kind: 'go' });
    expect(await budget.take('routine read')).toEqual({ kind: 'spent' });
    await budget.saw(limited);
  };

  it('a rollback goes on and routine reads stop', async () => {
    const pool = new pg.Pool({ host: '127.0.0.1', port: await closedPort() });
    await expectations(openBudget({ db: pool, account, log, limits }));
    await pool.end();
  });

  it('one that does not answer is not waited for', async () => {
    await one.take('routine read');
    const client = await database.pool.connect();
    try {
      await client.query('begin; lock table heroku_budget in access exclusive mode');
      await expectations(one);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});
