/** Troubles that are armed faults: on while one waits for its request, taken back by lifting it. */
import type { Fault } from '../../heroku/faults.ts';
import type { HerokuSim } from '../../heroku/start.ts';
import type { At, Trouble } from '../troubles/trouble.ts';

type Spoils = Pick<Trouble<HerokuSim>, 'id' | 'group' | 'words' | 'asks' | 'everywhere'> & {
  fault(amount: number): Omit<Fault, 'app' | 'trouble'>;
};

export function spoils({ fault, ...named }: Spoils): Trouble<HerokuSim> {
  const everywhere = named.everywhere === true;
  const armed = ({ world, where }: At<HerokuSim>) =>
    world.control
      .faultsArmed()
      .filter((each) => each.fault.trouble === named.id && (everywhere || each.fault.app === where));
  return {
    ...named,
    start({ world, where, amount }) {
      const reach = everywhere ? {} : { app: where };
      world.control.fault({ ...fault(amount), ...reach, trouble: named.id });
    },
    ends: {
      stop(at) {
        for (const { id } of armed(at)) at.world.control.liftFault(id);
      },
      isOn: (at) => armed(at).length > 0,
    },
  };
}
