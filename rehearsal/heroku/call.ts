/** One request to the Platform API on its way to an answer. */
import type { ServerResponse } from 'node:http';
import type { RequestName } from './faults.ts';
import type { Journal } from './journal.ts';
import type { LogSessions } from './log-sessions.ts';
import type { App } from './model.ts';
import type { Sortable } from './range.ts';
import { page } from './range.ts';
import type { Omen } from './releases.ts';
import type { Variant } from './shapes.ts';
import type { Budgets, Grant, Need, Tokens } from './tokens.ts';
import type { Webhooks } from './webhooks.ts';
import type { World } from './world.ts';

/** What handlers work with. */
export interface Platform {
  readonly world: World;
  readonly tokens: Tokens;
  readonly budgets: Budgets;
  readonly journal: Journal;
  readonly logSessions: LogSessions;
  readonly webhooks: Webhooks;
  /** Of the simulator itself, without a slash at the end. */
  readonly url: string;
}

export interface Call {
  readonly platform: Platform;
  readonly grant: Grant;
  readonly params: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly variant: Variant;
  readonly range: string | undefined;
  /** What a fault has decided about the release this request may make. */
  readonly omen: Omen;
}

export interface AppCall extends Call {
  readonly app: App;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Takes over the response instead of `body`: streams and pages. */
  readonly write?: (response: ServerResponse) => void;
}

interface RouteBase {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** e.g. `/apps/:app/releases/:release`. */
  readonly path: string;
  readonly name: RequestName | ((body: unknown) => RequestName);
  readonly need: Need;
  /** Costs no token of the budget. */
  readonly free?: true;
}

export type Route =
  | (RouteBase & { readonly of: 'account'; readonly answer: (call: Call) => Answer })
  | (RouteBase & { readonly of: 'app'; readonly answer: (call: AppCall) => Answer });

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** A list, paged by the `Range` header. */
export function list<T>(
  call: Call,
  items: readonly T[],
  sortable: Sortable<T>,
  shape: (item: T) => unknown,
): Answer {
  const { status, items: shown, headers } = page(items, sortable, call.range);
  return { status, headers, body: shown.map(shape) };
}
