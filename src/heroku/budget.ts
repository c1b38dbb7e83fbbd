/**
 * One request budget for all processes that share a Heroku account: our own share of its 4,500 an hour
 * (facts/heroku.md, rate limit), part of it kept for rollbacks.
 *
 * Book-keeping never blocks a rollback under way: when the database does not answer within half a second,
 * what serves a rollback goes ahead uncounted and routine reads do not. (Its POST has just committed an
 * intent row, so the database was there a moment ago, and a lost outcome is reconciled, never sent again.)
 */
import type { Log } from '../log.ts';
import type { Purpose } from '../ports.ts';
import type { Db } from '../postgres/sql.ts';
import {
  findPauses,
  type Heeding,
  pauseForStorm,
  pauseRoutine,
  takeStormRead,
  takeToken,
} from './budget-rows.ts';

export type Grant =
  | { readonly kind: 'go' }
  /** Our own share is used up, down to what this use may take. */
  | { readonly kind: 'spent' }
  /** Heroku asked for a rest; nothing is allowed for `ms` milliseconds. */
  | { readonly kind: 'paused'; readonly ms: number };

/** `send` is the rollback's POST: no storm makes it wait, only an empty bucket stops it. */
export type Use = 'send' | `${Purpose} read`;

export interface HerokuBudget {
  /** Ask before each request. Never throws. */
  take(use: Use): Promise<Grant>;
  /** Tell after each answer. Never throws. */
  saw(answer: {
    readonly status: number;
    readonly remaining: number | null;
    readonly retryAfter: number | null;
  }): Promise<void>;
}

export interface BudgetLimits {
  /** Tokens the bucket holds at most. */
  readonly burst: number;
  readonly perHour: number;
  /** Tokens that routine reads leave, of ours and of Heroku's. */
  readonly keptForRollbacks: number;
  /** Tokens that looking leaves: forms can be opened as often as people like, and what was approved must go through. */
  readonly keptFromLooks: number;
}

interface BudgetOptions {
  readonly db: Db;
  /** Names the bucket: processes that give the same name share it. */
  readonly account: string;
  readonly log: Pick<Log, 'warn'>;
  readonly limits?: Partial<BudgetLimits>;
}

const DEFAULT_LIMITS: BudgetLimits = { burst: 300, perHour: 1_200, keptForRollbacks: 200, keptFromLooks: 60 };
const DATABASE_PATIENCE_MS = 500;
const LOW_PAUSE_S = 60;
const RETRY_AFTER_BELOW_S = 120;

const GO: Grant = { kind: 'go' };
const SPENT: Grant = { kind: 'spent' };

const HEEDING: Readonly<Record<Use, Heeding>> = {
  send: 'nothing',
  'rollback read': 'storm',
  'look read': 'storm',
  'routine read': 'routine pause',
};

/** Whether a Retry-After, seconds, is one to obey: it was once an epoch time (facts/heroku.md). */
export function believable(retryAfter: number | null): retryAfter is number {
  return retryAfter !== null && retryAfter > 0 && retryAfter < RETRY_AFTER_BELOW_S;
}

/** The budget of one Heroku account; limits default to 1,200 an hour, 300 at once, 200 kept for rollbacks, 60 of them from looks. */
export function openBudget({ db, account, log, ...options }: BudgetOptions): HerokuBudget {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const bucket = { burst: limits.burst, perSecond: limits.perHour / 3600 };
  const floors: Readonly<Record<Use, number>> = {
    send: 0,
    'rollback read': 0,
    'look read': limits.keptFromLooks,
    'routine read': limits.keptForRollbacks,
  };

  async function take(use: Use): Promise<Grant> {
    const floor = floors[use];
    if (await takeToken(db, account, bucket, floor, HEEDING[use])) return GO;
    const pauses = await findPauses(db, account);
    const urgent = HEEDING[use] === 'storm';
    const pausedMs = use === 'send' ? 0 : urgent ? pauses.stormMs : pauses.routineMs;
    // No pause, or one that has just ended: ask once more, for a token only.
    const exempt = pausedMs <= 0 || (urgent && (await takeStormRead(db, account)));
    if (exempt) return (await takeToken(db, account, bucket, floor, 'nothing')) ? GO : SPENT;
    const waitMs = urgent ? Math.min(pausedMs, pauses.nextStormReadMs) : pausedMs;
    return { kind: 'paused', ms: Math.max(1, waitMs) };
  }

  async function note(status: number, remaining: number | null, retryAfter: number | null): Promise<void> {
    if (status === 429) {
      log.warn({ retryAfter }, 'Heroku rate limit reached');
      await pauseForStorm(db, account, bucket, believable(retryAfter) ? retryAfter : null);
    } else if (remaining !== null && remaining < limits.keptForRollbacks) {
      await pauseRoutine(db, account, LOW_PAUSE_S);
    }
  }

  return {
    async take(use) {
      try {
        return await within(DATABASE_PATIENCE_MS, take(use));
      } catch (error) {
        log.warn({ err: error, use }, 'Heroku request budget unreachable');
        return use === 'routine read' ? SPENT : GO;
      }
    },

    async saw({ status, remaining, retryAfter }) {
      try {
        await within(DATABASE_PATIENCE_MS, note(status, remaining, retryAfter));
      } catch (error) {
        log.warn({ err: error }, 'Heroku request budget not updated');
      }
    },
  };
}

/** Reject after `ms`; what was asked goes on unheeded, and a token it takes late is a token lost. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer from the database within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
