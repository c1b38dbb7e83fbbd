/** Steps under way, so that a drain can wait for them. */
import { within } from './within.ts';

export interface Flight {
  land(): void;
}

export interface Flights {
  takeOff(): Flight;
  /** True when all have landed within `ms` milliseconds. */
  landed(ms: number): Promise<boolean>;
}

export function trackFlights(): Flights {
  const up = new Set<Flight>();
  let allDown = () => {};
  return {
    takeOff() {
      const flight: Flight = {
        land() {
          up.delete(flight);
          if (up.size === 0) allDown();
        },
      };
      up.add(flight);
      return flight;
    },
    async landed(ms) {
      if (up.size === 0) return true;
      const down = new Promise<void>((resolve) => {
        allDown = resolve;
      });
      return within(ms, down);
    },
  };
}
