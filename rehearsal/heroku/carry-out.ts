/** What becomes of a plan when it is due. */
import { bootEnds, coolOffEnds, crash, dynosStart, restartNow } from './dynos.ts';
import { dynoOf, type Plan, releaseOf } from './plans.ts';
import { commandEnds, commandStarts } from './releases.ts';
import { appNamed, type World } from './world.ts';

export function carryOut(world: World, plan: Plan): void {
  const app = appNamed(world, plan.app);
  switch (plan.what) {
    case 'roll-out':
      dynosStart(world, app, releaseOf(app, plan.release));
      break;
    case 'command-starts':
      commandStarts(world, app, releaseOf(app, plan.release), plan.script);
      break;
    case 'command-ends':
      commandEnds(world, app, releaseOf(app, plan.release), plan.script);
      break;
    case 'restart':
      restartNow(world, app, plan.dynos);
      break;
    default: {
      const dyno = dynoOf(app, plan.dyno);
      // Replaced meanwhile.
      if (dyno === undefined) return;
      if (plan.what === 'boot-ends') bootEnds(world, app, dyno);
      else if (plan.what === 'code-crashes') crash(world, app, dyno);
      else coolOffEnds(world, app, dyno);
    }
  }
}
