/** Who may ask: tokens with scopes, and each account's request budget. */
import { randomUUID } from 'node:crypto';
import { insufficientScope, noAccess, unauthorized } from './api-error.ts';
import type { App, Person, Scope } from './model.ts';

export interface Grant {
  readonly person: Person;
  readonly scopes: readonly Scope[];
  /** App names this token reaches; null reaches all. */
  readonly apps: readonly string[] | null;
}

export interface Tokens {
  /** A new token, or the given one. */
  issue(grant: Grant, token?: string): string;
  revoke(token: string): void;
  /** Throws 401. */
  whose(authorization: string | undefined): Grant;
}

/** What a request needs; releases and config vars are protected. */
export type Need = 'identity' | 'read' | 'read-protected' | 'write' | 'write-protected';

const ENOUGH: Readonly<Record<Need, readonly Scope[]>> = {
  identity: ['global', 'identity', 'read', 'read-protected', 'write', 'write-protected'],
  read: ['global', 'read', 'read-protected', 'write', 'write-protected'],
  'read-protected': ['global', 'read-protected', 'write-protected'],
  write: ['global', 'write', 'write-protected'],
  'write-protected': ['global', 'write-protected'],
};

export function makeTokens(): Tokens {
  const grants = new Map<string, Grant>();
  return {
    issue(grant, token = `HRKU-${randomUUID()}`) {
      grants.set(token, grant);
      return token;
    },
    revoke(token) {
      grants.delete(token);
    },
    whose(authorization) {
      const grant = grants.get(tokenIn(authorization) ?? '');
      if (grant === undefined) throw unauthorized();
      return grant;
    },
  };
}

/** Throws 403. */
export function demand(grant: Grant, need: Need, app: App | null): void {
  const enough = ENOUGH[need];
  if (!grant.scopes.some((scope) => enough.includes(scope))) throw insufficientScope(enough);
  if (app !== null && grant.apps !== null && !grant.apps.includes(app.name)) throw noAccess(app.name);
}

/** Bearer, or Basic with the token as password. */
function tokenIn(authorization: string | undefined): string | null {
  const [kind, credentials] = (authorization ?? '').split(' ');
  if (credentials === undefined) return null;
  if (kind?.toLowerCase() === 'bearer') return credentials;
  if (kind?.toLowerCase() !== 'basic') return null;
  const [, ...password] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
  return password.join(':');
}

export interface Budgets {
  /** Takes one; false when there is none. */
  spend(person: Person): boolean;
  remaining(person: Person): number;
  set(person: Person, tokens: number): void;
  /** By person id. */
  buckets(): ReadonlyMap<string, Bucket>;
}

export interface Bucket {
  tokens: number;
  readonly at: number;
}

const CAPACITY = 4_500;
const PER_MINUTE = 75;

export function makeBudgets(now: () => number, before: ReadonlyMap<string, Bucket> = new Map()): Budgets {
  const buckets = new Map(before);
  const refilled = (person: Person) => {
    const bucket = buckets.get(person.id) ?? { tokens: CAPACITY, at: now() };
    const tokens = Math.min(CAPACITY, bucket.tokens + ((now() - bucket.at) / 60_000) * PER_MINUTE);
    const next = { tokens, at: now() };
    buckets.set(person.id, next);
    return next;
  };
  return {
    spend(person) {
      const bucket = refilled(person);
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
    remaining: (person) => Math.floor(refilled(person).tokens),
    set(person, tokens) {
      buckets.set(person.id, { tokens, at: now() });
    },
    buckets: () => buckets,
  };
}
