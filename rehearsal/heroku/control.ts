/** The hand above the world: what tests and scenarios may do that no API call can. */
import type { Platform } from './call.ts';
import { crash } from './dynos.ts';
import type { ArmedFault, Fault, Faults, ForeignRelease } from './faults.ts';
import { releaseByAnother } from './foreign.ts';
import type { Journal } from './journal.ts';
import type { Release } from './model.ts';
import { endCommand } from './releases.ts';
import type { OnRequest } from './serve.ts';
import { type PlantedLine, plantLines, plantTrouble, type Trouble } from './trouble.ts';
import { type AppView, viewApp, viewWorld } from './view.ts';
import { appNamed, findRelease, personNamed, type Rules } from './world.ts';

export interface Control {
  readonly journal: Journal;
  /** Spoils the next matching request or requests. */
  fault(fault: Fault): void;
  /** All of them, or those of one app. */
  clearFaults(app?: string): void;
  faultsWaiting(): number;
  faultsArmed(): readonly ArmedFault[];
  /** False when there is none with this id any more. */
  liftFault(id: number): boolean;
  /** One listener; the last one given. */
  onRequest(listener: OnRequest): void;
  state(): readonly AppView[];
  app(name: string): AppView;
  /** Somebody releases now, without a request. */
  release(app: string, by: string, what: ForeignRelease['what']): Release;
  /** Ends a pending release's command. */
  endCommand(app: string, version: number, outcome: 'succeeds' | 'fails'): void;
  /** The release's code is gone: `expired`, whatever its age. */
  expire(app: string, version: number): void;
  /** The image behind a release was collected: it looks eligible still, and a rollback to it is refused. */
  imageGone(app: string, version: number): void;
  /** Lines in the app's log, now or some minutes ago. */
  logLines(app: string, lines: readonly PlantedLine[]): void;
  /** What a trouble leaves in the log over a stretch of minutes; the app serves on as it does. */
  trouble(app: string, trouble: Trouble): void;
  /** What a release's command printed, in place of what it did. */
  output(app: string, version: number, lines: readonly string[]): void;
  /** All dynos of a type, or one by name, crash now. */
  crash(app: string, which: string): void;
  rules(change: Partial<Rules>): void;
  /** Seconds since the cached copy was made; null: nothing cached. */
  cache(app: string, age: number | null): void;
  /** Whether the front itself answers 403 direct_origin_blocked. */
  blockFront(app: string, blocked: boolean): void;
  /** Requests left to this account, of 4,500. */
  setBudget(email: string, tokens: number): void;
  /** Nobody can connect, open connections are destroyed; until `acceptConnections`, or for so many real milliseconds. */
  refuseConnections(forMs?: number): Promise<void>;
  acceptConnections(): Promise<void>;
  refusesConnections(): boolean;
}

/** The socket that `refuseConnections` closes. */
export interface Door {
  close(): Promise<void>;
  open(): Promise<void>;
  isOpen(): boolean;
}

export interface Controlled {
  readonly platform: Platform;
  readonly faults: Faults;
  readonly door: Door;
  readonly later: (ms: number, act: () => void) => void;
  readonly listen: (listener: OnRequest) => void;
}

export function makeControl({ platform, faults, door, later, listen }: Controlled): Control {
  const { world, journal, budgets } = platform;
  let refusals = 0;
  const releaseNamed = (app: string, version: number): Release => {
    const found = findRelease(appNamed(world, app), String(version));
    if (found === undefined) throw new Error(`${app} has no v${version}`);
    return found;
  };
  return {
    journal,
    fault: faults.add,
    clearFaults: faults.clear,
    faultsWaiting: faults.waiting,
    faultsArmed: faults.armed,
    liftFault: faults.lift,
    onRequest: listen,
    state: () => viewWorld(world),
    app: (name) => viewApp(appNamed(world, name), world.timeline.now()),
    release: (app, by, what) => releaseByAnother(world, app, by, what),
    endCommand(app, version, outcome) {
      endCommand(world, appNamed(world, app), releaseNamed(app, version), outcome);
    },
    expire(app, version) {
      releaseNamed(app, version).codeDestroyed = true;
    },
    imageGone(app, version) {
      releaseNamed(app, version).imageGone = true;
    },
    logLines(app, lines) {
      plantLines(world, appNamed(world, app), lines);
    },
    trouble(app, trouble) {
      plantTrouble(world, appNamed(world, app), trouble);
    },
    output(app, version, lines) {
      const { command } = releaseNamed(app, version);
      if (command === null) throw new Error(`${app} v${version} has no release command`);
      command.lines.splice(0, command.lines.length, ...lines);
    },
    crash(name, which) {
      const app = appNamed(world, name);
      const chosen = app.dynos.filter((dyno) => dyno.type === which || dyno.name === which);
      if (chosen.length === 0) throw new Error(`${name} has no dyno ${which}`);
      for (const dyno of chosen) crash(world, app, dyno);
    },
    rules(change) {
      Object.assign(world.rules, change);
    },
    cache(app, age) {
      appNamed(world, app).front.cachedAge = age;
    },
    blockFront(app, blocked) {
      appNamed(world, app).front.blocked = blocked;
    },
    setBudget(email, tokens) {
      budgets.set(personNamed(world, email), tokens);
    },
    async refuseConnections(forMs) {
      refusals += 1;
      const mine = refusals;
      await door.close();
      // A refusal begun since then ends by itself.
      if (forMs !== undefined) later(forMs, () => void (mine === refusals && door.open()));
    },
    async acceptConnections() {
      refusals += 1;
      await door.open();
    },
    refusesConnections: () => !door.isOpen(),
  };
}
