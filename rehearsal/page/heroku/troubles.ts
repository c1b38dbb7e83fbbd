/** The troubles of the simulated Heroku, in the order in which a window lists them. */
import type { HerokuSim } from '../../heroku/start.ts';
import type { Trouble } from '../troubles/trouble.ts';
import { answerTroubles } from './answer-troubles.ts';
import { appTroubles } from './app-troubles.ts';
import { colleagueTroubles } from './colleague-troubles.ts';
import { releaseTroubles } from './release-troubles.ts';

export const HEROKU_TROUBLES: readonly Trouble<HerokuSim>[] = [
  ...answerTroubles,
  ...releaseTroubles,
  ...appTroubles,
  ...colleagueTroubles,
];
