/** What will happen by itself, as plain data that names things by id: it can be written down and gone on with. */
import type { App, Dyno, Release, ReleaseCommand } from './model.ts';

export type Plan =
  | { readonly what: 'roll-out'; readonly app: string; readonly release: string }
  | { readonly what: 'restart'; readonly app: string; readonly dynos: readonly string[] }
  | {
      readonly what: 'boot-ends' | 'code-crashes' | 'cool-off-ends';
      readonly app: string;
      readonly dyno: string;
    }
  | {
      readonly what: 'command-starts' | 'command-ends';
      readonly app: string;
      readonly release: string;
      readonly script: ReleaseCommand;
    };

export interface Pending {
  /** As the world's own stamps have it, epoch milliseconds. */
  readonly dueAt: number;
  readonly plan: Plan;
}

/** Undefined: it is gone, and what was planned for it with it. */
export function dynoOf(app: App, id: string): Dyno | undefined {
  return app.dynos.find((each) => each.id === id);
}

/** Releases stay for ever. */
export function releaseOf(app: App, id: string): Release {
  const release = app.releases.find((each) => each.id === id);
  if (release === undefined) throw new Error(`${app.name} never had a release ${id}`);
  return release;
}
