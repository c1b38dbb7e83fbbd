/** Everything the local Slack remembers, as plain data, so that another one can go on with it. */
import type { Backstage } from './backstage.ts';
import type { ArmedFault } from './faults.ts';
import type { SlackState } from './state.ts';

type Clocks = 'now' | 'wall';

/** What went over the wire, sockets and secrets end with the process. */
export interface SlackMemory {
  readonly state: Omit<SlackState, Clocks>;
  readonly faults: readonly ArmedFault[];
  readonly down: boolean;
}

/** Of this moment, and live: to be copied before the next. */
export function rememberSlack({ state, faults, down }: Backstage): SlackMemory {
  const { now: _now, wall: _wall, ...rest } = state;
  return { state: rest, faults: faults.armed(), down };
}
