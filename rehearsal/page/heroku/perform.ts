/** Doing to the simulated Heroku what a window asked for. */
import type { HerokuSim } from '../../heroku/start.ts';
import { NotThere } from '../not-there.ts';
import { turn } from '../troubles/trouble.ts';
import { readFault } from './read-fault.ts';
import type { HerokuRequest } from './requests.ts';
import { HEROKU_TROUBLES } from './troubles.ts';

/** Throws `NotThere` with words for what cannot be done. */
export async function performHeroku(heroku: HerokuSim, request: HerokuRequest): Promise<null> {
  const { world, control } = heroku;
  switch (request.what) {
    case 'heroku.trouble': {
      const { id, app: where, amount, on } = request;
      await turn(HEROKU_TROUBLES, heroku, [...world.apps.keys()], { id, where, amount, on });
      return null;
    }
    case 'heroku.fault':
      control.fault(readFault(world, request.fault));
      return null;
    case 'heroku.lift':
      if (request.id === null) control.clearFaults();
      else if (!control.liftFault(request.id)) throw new NotThere('It has struck already, or was lifted.');
      return null;
  }
}
