/** Everything that was asked and everything that happened, in one order, as far back as `recent.ts` says. Names and numbers only: no value, no token. */
import { makeRecent } from '../recent.ts';
import type { RequestName } from './faults.ts';
import type { WorldEvent } from './model.ts';

export interface RequestEntry {
  readonly kind: 'request';
  readonly seq: number;
  readonly at: string;
  readonly method: string;
  /** Without query; tokens in it are masked. */
  readonly path: string;
  readonly name: RequestName;
  readonly app: string | null;
  /** Email of the account whose token came with it. */
  readonly actor: string | null;
  readonly bodyKeys: readonly string[];
  /** The `range` header, to see that lists are asked for with one. */
  readonly range: string | null;
  /** Null until answered, and for ever when no answer was given. */
  status: number | null;
  fate: string;
  acted: boolean;
}

export interface ReleaseEntry {
  readonly kind: 'release';
  readonly seq: number;
  readonly at: string;
  readonly app: string;
  readonly version: number;
  readonly id: string;
  readonly description: string;
  readonly user: string;
  /** The newest version before it. */
  readonly base: number;
  readonly why: string;
  /** The request that made it; null when somebody in the world did. */
  readonly request: number | null;
}

export interface EffectEntry {
  readonly kind: 'settled' | 'scaled' | 'restarted' | 'dyno-stopped' | 'maintenance';
  readonly seq: number;
  readonly at: string;
  readonly app: string;
  readonly detail: string;
}

export type Entry = RequestEntry | ReleaseEntry | EffectEntry;

export interface Journal {
  readonly entries: readonly Entry[];
  request(asked: Omit<RequestEntry, 'kind' | 'seq' | 'at' | 'status' | 'fate' | 'acted'>): RequestEntry;
  effect(kind: EffectEntry['kind'], app: string, detail: string): void;
  /** Releases made inside `act` are put down to this request. Synchronous only. */
  during<T>(request: RequestEntry, act: () => T): T;
  hear(event: WorldEvent): void;
  releases(app?: string): readonly ReleaseEntry[];
  requests(name?: RequestName): readonly RequestEntry[];
}

/** `before`: what happened until now. */
export function makeJournal(now: () => Date, before: readonly Entry[] = []): Journal {
  const { items: entries, add } = makeRecent<Entry>();
  for (const entry of before) add(entry);
  let seq = before.at(-1)?.seq ?? 0;
  let acting: number | null = null;
  const stamped = () => {
    seq += 1;
    return { seq, at: now().toISOString() };
  };
  const effect: Journal['effect'] = (kind, app, detail) => {
    add({ kind, ...stamped(), app, detail });
  };
  return {
    entries,
    effect,
    request(asked) {
      const entry: RequestEntry = {
        kind: 'request',
        ...stamped(),
        ...asked,
        status: null,
        fate: 'received',
        acted: false,
      };
      add(entry);
      return entry;
    },
    during(request, act) {
      acting = request.seq;
      try {
        return act();
      } finally {
        acting = null;
      }
    },
    hear(event) {
      if (event.kind === 'release-made') {
        const { app, release, base, why } = event;
        const { id, version, description, user } = release;
        const made = { app: app.name, version, id, description, user: user.email, base, why };
        add({ kind: 'release', ...stamped(), ...made, request: acting });
      }
      if (event.kind === 'release-settled') {
        effect('settled', event.app.name, `v${event.release.version} ${event.release.status}`);
      }
      if (event.kind === 'formation') {
        effect(
          'scaled',
          event.app.name,
          `${event.process.type}=${event.process.quantity}:${event.process.size}`,
        );
      }
    },
    releases: (app) =>
      entries
        .filter((each) => each.kind === 'release')
        .filter((each) => app === undefined || each.app === app),
    requests: (name) =>
      entries
        .filter((each) => each.kind === 'request')
        .filter((each) => name === undefined || each.name === name),
  };
}
