/** The rehearsal in the team's own Slack: checked first, then opened, until somebody stops it. */
import { type PageWishes, showHouse } from '../open-page.ts';
import { openHouseAlone } from '../page/house.ts';
import { theatreOf } from '../theatre.ts';
import { NotPossible } from './not-possible.ts';
import { openOwnSlackStage } from './stage.ts';
import { readTeam, type TeamOptions } from './team.ts';

interface OwnSlackRehearsal extends TeamOptions, PageWishes {
  readonly logLevel: string;
  /** A server to make the database on, instead of the embedded one. */
  readonly serverUrl?: string;
}

/** The exit code: 2 when it cannot be held as asked, after saying why. */
export async function openInOwnSlack(options: OwnSlackRehearsal): Promise<number> {
  const { tell, port, browser } = options;
  try {
    const team = readTeam(options);
    const theatre = theatreOf(({ rate }) => openOwnSlackStage({ ...options, team, rate }));
    return await showHouse(openHouseAlone(theatre), { tell, port, browser, about: ABOUT });
  } catch (error) {
    if (!(error instanceof NotPossible)) throw error;
    tell(error.message);
    return 2;
  }
}

const ABOUT = 'Slack is your own, Heroku and GitHub are simulated: nothing real is deployed or rolled back.';
