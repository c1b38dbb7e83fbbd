/** Port `SecondFactors`: a guess is counted before it is looked at, and a code counts once, each by one conditional statement. */
import type pg from 'pg';
import { z } from 'zod';
import type { Proof, SecondFactors } from '../second-factor.ts';
import { writeConsequences } from './consequences.ts';
import { type Db, execute, row, rows, transaction } from './sql.ts';

const MOST_GUESSES = 5;
const NOBODY = { operationId: null, incidentId: null } as const;

const guessRow = z.object({
  seed: z.string(),
  seed_no: z.number(),
  now: z.date(),
  last_step: z.number(),
  guesses: z.number(),
  // Only read when this guess set it: before that it may be -infinity.
  locks_until: z.date().nullable(),
});

/** At most five in any quarter of an hour; the fifth locks at once, and only a right code undoes that. */
const CLAIM = `
  update second_factor f
     set guesses = g.n, guessed_at = g.now,
         locks = f.locks + case when g.n >= ${MOST_GUESSES} then 1 else 0 end,
         locked_until = case when g.n >= ${MOST_GUESSES} then g.now + interval '15 minutes' * 2 ^ least(f.locks, 12)
                             else '-infinity' end
    from (select person, switchback_now() as now,
                 case when guessed_at <= switchback_now() - interval '15 minutes' then 1 else guesses + 1 end as n
            from second_factor where person = $1 for update) g
   where f.person = g.person and f.locked_until <= g.now and g.n <= ${MOST_GUESSES}
     and (case when $2 then f.pending_seed else f.seed end) is not null
  returning case when $2 then f.pending_seed else f.seed end as seed,
            case when $2 then f.pending_no else f.seed_no end as seed_no,
            case when $2 then 0 else f.last_step end as last_step, f.guesses, g.now,
            case when g.n >= ${MOST_GUESSES} then f.locked_until end as locks_until`;

export function openSecondFactors(pool: pg.Pool): SecondFactors {
  return {
    async enrolled(persons) {
      const found = await rows(
        pool,
        z.object({ person: z.string() }),
        `select person from second_factor where seed is not null and person = any($1)`,
        [persons],
      );
      return new Set(found.map(({ person }) => person));
    },
    async find(typed) {
      const found = await rows(
        pool,
        z.object({ person: z.string(), slack_id: z.string(), name: z.string() }),
        `select person, slack_id, name from second_factor
          where person = $1 or slack_id = $1 or lower(name) = lower($1) order by person`,
        [typed],
      );
      return found.map(({ person, slack_id: slackId, name }) => ({ person, slackId, name }));
    },
    async claim(person, which) {
      const claimed = await row(pool, guessRow, CLAIM, [person, which === 'pending']);
      if (!claimed) return whyNotClaimed(pool, person, which);
      return {
        kind: 'claimed',
        sealed: claimed.seed,
        seedNo: claimed.seed_no,
        at: claimed.now,
        lastStep: claimed.last_step,
        locks: claimed.locks_until,
      };
    },
    async giveBack(person) {
      await execute(
        pool,
        `update second_factor set guesses = greatest(guesses - 1, 0), locks = 0, locked_until = '-infinity'
          where person = $1`,
        [person],
      );
    },
    begin: (person, sealed, page, proof) =>
      transaction(pool, async (tx) => {
        if (proof && !(await useUp(tx, proof))) return null;
        const begun = await row(
          tx,
          z.object({ pending_no: z.number() }),
          `insert into second_factor as f (person, slack_id, name, pending_seed, pending_no) values ($1, $2, $3, $4, 1)
           on conflict (person) do update
             set slack_id = $2, name = $3, pending_seed = $4, pending_no = f.pending_no + 1
             where f.seed is null or f.seed_no = $5
           returning pending_no`,
          [person.id, person.slackId, person.name, sealed, proof?.seedNo ?? null],
        );
        if (!begun) return null;
        if (page) {
          await execute(
            tx,
            `insert into second_factor_page (token_hash, person, pending_no, expires_at) values ($1, $2, $3, $4)`,
            [page.hash, person.id, begun.pending_no, page.expiresAt],
          );
        }
        return begun.pending_no;
      }),
    redeem: (pageHash) =>
      row(
        pool,
        z.object({ person: z.string(), name: z.string(), sealed: z.string() }),
        `update second_factor_page p set served_at = switchback_now() from second_factor f
          where p.token_hash = $1 and p.served_at is null and p.expires_at > switchback_now()
            and f.person = p.person and f.pending_no = p.pending_no and f.pending_seed is not null
         returning f.person, f.name, f.pending_seed as sealed`,
        [pageHash],
      ),
    confirm: (proof, at, consequences) =>
      transaction(pool, async (tx) => {
        const confirmed = await execute(
          tx,
          `update second_factor
              set seed = pending_seed, seed_no = pending_no, pending_seed = null, confirmed_at = $4, last_step = $3
            where person = $1 and pending_no = $2 and pending_seed is not null`,
          [proof.person, proof.seedNo, proof.step, at],
        );
        if (confirmed > 0) await writeConsequences(tx, NOBODY, consequences);
        return confirmed > 0;
      }),
    reset: (person, consequences) =>
      transaction(pool, async (tx) => {
        const gone = await execute(
          tx,
          `update second_factor
              set seed = null, seed_no = null, confirmed_at = null, pending_seed = null, guesses = 0, locks = 0,
                  locked_until = '-infinity'
            where person = $1 and (seed is not null or pending_seed is not null)`,
          [person],
        );
        if (gone > 0) await writeConsequences(tx, NOBODY, consequences);
        return gone > 0;
      }),
  };
}

/** Whether the code counted: it does once, and only with the seed it was proved with. Locks the person's row until commit. */
export async function useUp(tx: Db, { person, seedNo, step }: Proof): Promise<boolean> {
  const used = await execute(
    tx,
    `update second_factor set last_step = $3
      where person = $1 and seed_no = $2 and seed is not null and last_step < $3`,
    [person, seedNo, step],
  );
  return used > 0;
}

async function whyNotClaimed(pool: pg.Pool, person: string, which: 'in-use' | 'pending') {
  const found = await row(
    pool,
    z.object({ locked: z.boolean(), until: z.date(), has: z.boolean() }),
    `select (case when $2 then pending_seed else seed end) is not null as has, locked_until > switchback_now() as locked,
            case when locked_until > switchback_now() then locked_until else switchback_now() end as until
       from second_factor where person = $1`,
    [person, which === 'pending'],
  );
  // Five at the same moment, none of them looked at yet: no lock is there to see, nor one more guess to have.
  return found?.has ? ({ kind: 'locked', until: found.until } as const) : ({ kind: 'none' } as const);
}
