/** Owns the stage that the windows look at: sets one, and another in its place. One at a time: a bot's engine needs the process to itself. */
import { openStage, type Stage, type StageOptions } from './stage.ts';

/** What a story needs of its stage. */
export interface Setting {
  /** Durable seconds per real second. */
  readonly rate: number;
  /** The bot runs in a process of its own, to be killed. */
  readonly mortal: boolean;
}

/** Something to play on, until it is struck for another one, or left at the end. */
interface Struck {
  stop(): Promise<void>;
  /** Default: as `stop`. */
  rest?(): Promise<void>;
}

export interface Theatre<Played extends Struck = Stage> {
  /** Null while there is none: being set, failed, or stopped. */
  stage(): Played | null;
  /** `broken`: the last one could not be set; the next renewal may do better. */
  state(): 'setting' | 'open' | 'broken';
  /**
   * Strikes the present stage and sets a fresh one: new database, workspace, Heroku and GitHub. Renewals wait for each
   * other. Throws what kept the stage from opening, and after `stop`.
   */
  renew(setting: Setting): Promise<Played>;
  /** Leaves the stage for good: what is kept stays. A renewal under way ends first. */
  stop(): Promise<void>;
}

export type TheatreOptions = Omit<StageOptions, keyof Setting>;

/** Empty at first: `renew` sets the first stage too. */
export function openTheatre(options: TheatreOptions): Theatre {
  return theatreOf((setting) => openStage({ ...options, ...setting }));
}

/** `open` sets the stages. */
export function theatreOf<Played extends Struck>(
  open: (setting: Setting) => Promise<Played>,
): Theatre<Played> {
  let present: Played | null = null;
  let state: ReturnType<Theatre<Played>['state']> = 'setting';
  let closed = false;
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = last.then(act);
    // The next one does not fail for this one's reasons.
    last = turn.catch(() => undefined);
    return turn;
  }

  async function strike(): Promise<void> {
    const struck = present;
    present = null;
    await struck?.stop();
  }

  return {
    stage: () => present,
    state: () => state,
    renew: (setting) =>
      inTurn(async () => {
        if (closed) throw new Error('the theatre is closed');
        state = 'setting';
        try {
          await strike();
          present = await open(setting);
        } catch (error) {
          state = 'broken';
          throw error;
        }
        state = 'open';
        return present;
      }),
    stop() {
      closed = true;
      return inTurn(async () => {
        const left = present;
        present = null;
        if (left?.rest) await left.rest();
        else await left?.stop();
      });
    },
  };
}
