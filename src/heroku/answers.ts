/** Heroku's answers (facts/heroku.md section 1), checked and turned into the port's types. */
import { z } from 'zod';
import type { Dyno, ProcessType, Release, Slug } from '../ports.ts';
import type { Answered } from './exchange.ts';

const timestamp = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const id = z.string().min(1).max(200);
/** Nothing of Heroku's own words is ever so long; what is would not fit a message. */
const LONGEST_TEXT = 1_000;
const text = z.string().transform((value) => value.slice(0, LONGEST_TEXT));
const version = z.number().int().positive();

export const release = z
  .object({
    id,
    version,
    description: text,
    status: z.enum(['pending', 'succeeded', 'failed', 'expired']),
    current: z.boolean(),
    eligible_for_rollback: z.boolean(),
    slug: z.object({ id }).nullable(),
    artifacts: z.array(z.object({ id })).default([]),
    output_stream_url: z.string().nullable().default(null),
    user: z.object({ id, email: text }),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .transform(
    (vendor): Release => ({
      id: vendor.id,
      version: vendor.version,
      description: vendor.description,
      status: vendor.status,
      current: vendor.current,
      eligibleForRollback: vendor.eligible_for_rollback,
      slugId: vendor.slug?.id ?? null,
      hasArtifact: vendor.slug !== null || vendor.artifacts.length > 0,
      outputStreamUrl: vendor.output_stream_url,
      user: { id: vendor.user.id, email: vendor.user.email },
      createdAt: vendor.created_at,
      updatedAt: vendor.updated_at,
    }),
  );

/** Out of order, the list did not obey our Range and may lack the newest releases. */
export const releasesNewestFirst = z
  .array(release)
  .refine((list) => list.every((one, n) => n === 0 || one.version < (list[n - 1]?.version ?? 0)));

export const dynos = z.array(
  z
    .object({
      id,
      name: text,
      type: text,
      state: z.enum(['crashed', 'down', 'idle', 'starting', 'up']),
      release: z.object({ version }),
      updated_at: timestamp,
    })
    .transform(
      (vendor): Dyno => ({
        id: vendor.id,
        name: vendor.name,
        type: vendor.type,
        state: vendor.state,
        releaseVersion: vendor.release.version,
        updatedAt: vendor.updated_at,
      }),
    ),
);

export const formation = z.array(
  z
    .object({ type: z.string(), quantity: z.number().int().nonnegative(), size: z.string() })
    .transform((vendor): ProcessType => vendor),
);

export const account = z.object({ id, email: z.string() });

export const slug = z
  .object({ id, commit: z.string().nullable(), created_at: timestamp })
  .transform((vendor): Slug => ({ id: vendor.id, commit: vendor.commit, createdAt: vendor.created_at }));

/** Its address is a secret. */
export const logSession = z.object({ logplex_url: z.string() }).transform((vendor) => vendor.logplex_url);

export const addons = z.array(z.object({ config_vars: z.array(z.string()) }));

/** Secrets: only `config-vars.ts` may look at them. */
export const configVars = z.record(z.string(), z.string().nullable());

const herokuError = z.object({ id: z.string().regex(/^[a-z0-9_]{1,60}$/) });

/** Heroku's `id` of a refusal, e.g. `forbidden`; null when the answer does not look like Heroku's. */
export function errorIdOf(answer: Answered): string | null {
  const parsed = herokuError.safeParse(jsonOf(answer));
  return parsed.success ? parsed.data.id : null;
}

/** The body as JSON, or undefined if it is none or does not say so. */
export function jsonOf(answer: Answered): unknown {
  if (!answer.isJson) return undefined;
  try {
    return JSON.parse(answer.body.toString('utf8'));
  } catch {
    return undefined;
  }
}
