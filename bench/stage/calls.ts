/** What the bot asked of Heroku, from the simulator's journal: API requests with the bot's token, smoke checks apart. */

import { BOT } from '../../rehearsal/heroku/seed.ts';
import type { HerokuSim } from '../../rehearsal/heroku/start.ts';

/** Between two moments, epoch milliseconds. `app`: and those that concern no app. */
export function herokuCalls(heroku: HerokuSim, app: string, from: number, until = Date.now()): number {
  return heroku.control.journal.requests().filter((request) => {
    const at = Date.parse(request.at);
    return (
      request.actor === BOT &&
      request.name !== 'smoke' &&
      (request.app === app || request.app === null) &&
      at >= from &&
      at < until
    );
  }).length;
}
