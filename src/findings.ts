/** What a preflight found, as it is stored, hashed, shown and ticked. */
import { z } from 'zod';

const findingSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('guarded-config'), names: z.array(z.string()) }),
  z.object({ code: z.literal('target-not-eligible'), version: z.number(), status: z.string() }),
  z.object({
    code: z.literal('release-pending'),
    version: z.number(),
    by: z.string(),
    sinceSeconds: z.number(),
  }),
  z.object({ code: z.literal('already-runs'), version: z.number() }),
  z.object({
    code: z.literal('config-changes'),
    appears: z.array(z.string()),
    changes: z.array(z.string()),
    vanishes: z.array(z.string()),
  }),
  z.object({
    code: z.literal('released-since-request'),
    version: z.number(),
    by: z.string(),
    description: z.string(),
  }),
  z.object({
    code: z.literal('unknown-source'),
    source: z.enum(['dynos', 'formation', 'config vars']),
    why: z.string(),
  }),
  z.object({ code: z.literal('scaled-to-zero') }),
  z.object({ code: z.literal('not-checked'), sources: z.array(z.string()) }),
]);
export type Finding = z.infer<typeof findingSchema>;

const LEVEL = {
  'guarded-config': 'blocks',
  'target-not-eligible': 'blocks',
  'release-pending': 'blocks',
  'already-runs': 'blocks',
  'config-changes': 'acknowledge',
  'released-since-request': 'acknowledge',
  'unknown-source': 'acknowledge',
  'scaled-to-zero': 'acknowledge',
  'not-checked': 'acknowledge',
} as const satisfies Record<Finding['code'], 'blocks' | 'acknowledge'>;

const releaseSchema = z.object({
  id: z.string(),
  version: z.number(),
  description: z.string(),
  status: z.enum(['pending', 'succeeded', 'failed', 'expired']),
  eligible: z.boolean(),
  by: z.string(),
  at: z.string(),
});

export const preflightSchema = z.object({
  verdict: z.enum(['CLEAR', 'NEEDS ACKNOWLEDGEMENT', 'BLOCKED']),
  findings: z.array(findingSchema),
  base: z.object({ id: z.string(), version: z.number(), bad: z.number() }),
  target: releaseSchema,
  /** Newest first, the bad one among them. */
  undone: z.array(releaseSchema),
  /** How long the target served, milliseconds; null when the list does not reach back. */
  servedMs: z.number().nullable(),
  dynos: z.object({ up: z.number(), crashed: z.number(), all: z.number() }).nullable(),
  webQuantity: z.number().nullable(),
  releaseCommand: z.object({ present: z.boolean().nullable(), lastSeconds: z.number().nullable() }),
  /** HTTP status, or why there is none. */
  smoke: z.union([z.number(), z.string()]),
  configNames: z.array(z.string()),
  lookedAt: z.string(),
});
export type Preflight = z.infer<typeof preflightSchema>;
export type ShownRelease = z.infer<typeof releaseSchema>;

export function levelOf(finding: Finding): 'blocks' | 'acknowledge' {
  return LEVEL[finding.code];
}

/** What no reason can override: Heroku itself would refuse it, or nothing would change. */
const FINAL: readonly Finding['code'][] = ['target-not-eligible', 'already-runs'];

/** Whether a superadmin's reason can override a BLOCKED verdict (ruling 2). */
export function overridable(preflight: Preflight): boolean {
  return preflight.verdict === 'BLOCKED' && !preflight.findings.some(({ code }) => FINAL.includes(code));
}

/** What the approver must tick, by code. */
export function toAcknowledge(preflight: Preflight): readonly Finding[] {
  return preflight.findings.filter((finding) => levelOf(finding) === 'acknowledge');
}

/** The same fact, whether fresh or read back from the database, which keeps no order of keys. */
export function sameFinding(a: Finding, b: Finding): boolean {
  return canonical(a) === canonical(b);
}

/** One text per fact: keys in the schema's order. */
export function canonical(finding: Finding): string {
  return JSON.stringify(findingSchema.parse(finding));
}
