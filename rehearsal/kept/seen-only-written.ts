/**
 * What a stand-in has done, the bot hears of once it is written down. So whatever the bot's database holds when this
 * process dies, the kept world is not behind it; what the world is ahead by are lost answers, which the bot looks into
 * before it acts again.
 */
import type { RequestEntry } from '../heroku/journal.ts';
import type { World } from '../heroku/world.ts';
import type { CallMoment } from '../slack/backstage.ts';
import type { Keeper } from './keeper.ts';

export interface SeenOnlyWritten {
  beforeHerokuAnswers(request: RequestEntry): Promise<void>;
  beforeSlackAnswers(moment: CallMoment): Promise<void>;
  /** From now on; until then nothing waits. */
  through(keeper: Keeper, heroku: World): void;
}

/** What people see come; edits are many, and lose nothing when the one before comes again. */
const COMES = /^(?:chat\.post|files\.complete|views\.(?:open|push|publish)|conversations\.open)/;
const EDITS = /^(?:chat|views)\./;

export function seenOnlyWritten(): SeenOnlyWritten {
  let keeper: Keeper | null = null;
  let changed = false;
  let last: Promise<void> = Promise.resolve();

  return {
    through(given, heroku) {
      keeper = given;
      heroku.subscribe(({ kind }) => {
        // Of the log the bot believes nothing that it does not see elsewhere.
        if (kind !== 'log') changed = true;
      });
    },
    async beforeHerokuAnswers({ method }) {
      if (keeper === null) return;
      // In the same instant: no window shows a release that a rehearsal killed just then would not know of.
      if (method !== 'GET') keeper.now();
      else if (changed) last = keeper.written();
      changed = false;
      await last;
    },
    async beforeSlackAnswers({ method, phase }) {
      if (phase === 'before' || keeper === null) return;
      if (COMES.test(method)) keeper.now();
      else if (EDITS.test(method)) await keeper.written();
    },
  };
}
