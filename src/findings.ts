/** What a preflight found, as it is stored, hashed, shown and ticked. */
import { z } from 'zod';

/** What a preflight looks at beside the release list, without which there is none. */
export const SOURCES = ['dynos', 'formation', 'config vars', 'add-ons', 'logs', 'commits', 'labels'] as const;
export type Source = (typeof SOURCES)[number];

const fixSchema = z.object({
  sha: z.string(),
  title: z.string(),
  author: z.string(),
  protects: z.enum(['security', 'incident-fix']),
});

/** Dynos up, errors served: where on the way they arise. */
const pathSchema = z.object({
  where: z.enum(['origin-guard', 'maintenance', 'platform', 'router', 'app', 'before-heroku', 'unknown']),
  codes: z.array(z.object({ code: z.string(), count: z.number() })),
});
export type RequestPath = z.infer<typeof pathSchema>;

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
  /** A container's image is to be pushed again by hand. */
  z.object({ code: z.literal('image-gone'), version: z.number() }),
  /** A container app: the release pointer first, the image by hand if it is gone. */
  z.object({ code: z.literal('container') }),
  z.object({ code: z.literal('migration-destructive'), names: z.array(z.string()) }),
  /** Additive, and the target's release command migrates: it will not know the newer revision (ruling 9). */
  z.object({ code: z.literal('migration-unknown-to-target'), names: z.array(z.string()) }),
  z.object({ code: z.literal('migration-unknown'), why: z.string(), names: z.array(z.string()) }),
  z.object({
    code: z.literal('config-changes'),
    appears: z.array(z.string()),
    changes: z.array(z.string()),
    vanishes: z.array(z.string()),
  }),
  z.object({ code: z.literal('addon-config'), changes: z.array(z.string()), vanishes: z.array(z.string()) }),
  z.object({
    code: z.literal('flag-prerequisites'),
    flags: z.array(z.object({ flag: z.string(), missing: z.array(z.string()) })),
  }),
  z.object({ code: z.literal('undoes-fix'), commits: z.array(fixSchema) }),
  z.object({ code: z.literal('not-since-release'), version: z.number() }),
  z.object({ code: z.literal('arises-elsewhere'), where: pathSchema.shape.where }),
  z.object({ code: z.literal('frozen'), until: z.string(), reason: z.string(), tell: z.string() }),
  z.object({
    code: z.literal('released-since-request'),
    version: z.number(),
    by: z.string(),
    description: z.string(),
  }),
  z.object({ code: z.literal('unknown-source'), source: z.enum(SOURCES), why: z.string() }),
  z.object({ code: z.literal('scaled-to-zero') }),
  z.object({ code: z.literal('target-expires-soon'), version: z.number() }),
  z.object({
    code: z.literal('deploy-locked'),
    commit: z.string().nullable(),
    owner: z.string(),
    reason: z.string(),
  }),
]);
export type Finding = z.infer<typeof findingSchema>;

export type Level = 'blocks' | 'acknowledge' | 'note';

const LEVEL = {
  'guarded-config': 'blocks',
  'target-not-eligible': 'blocks',
  'release-pending': 'blocks',
  'already-runs': 'blocks',
  'image-gone': 'acknowledge',
  container: 'note',
  'migration-destructive': 'blocks',
  'migration-unknown-to-target': 'acknowledge',
  'migration-unknown': 'acknowledge',
  'config-changes': 'acknowledge',
  'addon-config': 'acknowledge',
  'flag-prerequisites': 'acknowledge',
  'undoes-fix': 'acknowledge',
  'not-since-release': 'acknowledge',
  'arises-elsewhere': 'acknowledge',
  frozen: 'acknowledge',
  'released-since-request': 'acknowledge',
  'unknown-source': 'acknowledge',
  'scaled-to-zero': 'acknowledge',
  'target-expires-soon': 'note',
  'deploy-locked': 'note',
} as const satisfies Record<Finding['code'], Level>;

const releaseSchema = z.object({
  id: z.string(),
  version: z.number(),
  description: z.string(),
  status: z.enum(['pending', 'succeeded', 'failed', 'expired']),
  eligible: z.boolean(),
  by: z.string(),
  at: z.string(),
});

/** The commits between the target's code and the code that runs. Two commits never change, so they are read once. */
const commitsSchema = z.object({
  count: z.number(),
  authors: z.array(z.string()),
  fixes: z.array(fixSchema),
  labelsKnown: z.boolean(),
  /** Every file they changed; null: not all are known. */
  paths: z.array(z.string()).nullable(),
});
export type Commits = z.infer<typeof commitsSchema>;

const migrationSchema = z.object({
  kind: z.enum(['none', 'additive', 'additive-with-command', 'destructive', 'unknown']),
  why: z.string().nullable(),
  names: z.array(z.string()),
});
export type Migration = z.infer<typeof migrationSchema>;

const count = z.object({ since: z.number(), before: z.number().nullable() });

/** What the logs say of the time since the release, against the time before it. */
const evidenceSchema = z.object({
  verdict: z.enum(['began-with-release', 'was-there-before', 'nothing', 'unknown']),
  /** Only what was seen at all. */
  counts: z.array(count.extend({ code: z.string() })),
  tracebacks: count.extend({
    /** Naming a file that the release changed; null: its files are not known. */
    naming: z.number().nullable(),
    example: z
      .object({ path: z.string(), line: z.number(), error: z.string(), ofRelease: z.boolean() })
      .nullable(),
  }),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const preflightSchema = z.object({
  verdict: z.enum(['CLEAR', 'NEEDS ACKNOWLEDGEMENT', 'BLOCKED']),
  findings: z.array(findingSchema),
  /** What was looked at; code only keeps the config. */
  kind: z.enum(['rollback', 'code-only', 're-pin']),
  base: z.object({ id: z.string(), version: z.number(), bad: z.number() }),
  target: releaseSchema,
  /** Newest first, the bad one among them. */
  undone: z.array(releaseSchema),
  /** Nothing but config changed since the target. */
  sameCode: z.boolean(),
  commits: commitsSchema.nullable(),
  migration: migrationSchema,
  /** How long the target served, milliseconds; null when the list does not reach back. */
  servedMs: z.number().nullable(),
  dynos: z.object({ up: z.number(), crashed: z.number(), all: z.number() }).nullable(),
  webQuantity: z.number().nullable(),
  releaseCommand: z.object({
    present: z.boolean().nullable(),
    lastSeconds: z.number().nullable(),
    /** What became of the newest release that had one. */
    last: z.enum(['succeeded', 'failed']).nullable(),
  }),
  evidence: evidenceSchema.nullable(),
  path: pathSchema.nullable(),
  /** HTTP status, or why there is none. */
  smoke: z.union([z.number(), z.string()]),
  configNames: z.array(z.string()),
  /** Declared flags among them that are on now and would be off, or the other way round. */
  flags: z.object({ wouldTurnOn: z.array(z.string()), wouldTurnOff: z.array(z.string()) }),
  incident: z.object({ symptom: z.string(), openedAt: z.string() }).nullable(),
  /** Whoever asked says so; stored with the request until the first look. */
  damage: z.boolean(),
  lookedAt: z.string(),
});
export type Preflight = z.infer<typeof preflightSchema>;
export type ShownRelease = z.infer<typeof releaseSchema>;

/** A stored preflight, or null before the first look and for one of another build's shape: then people look anew. */
export function preflightOf(stored: unknown): Preflight | null {
  return preflightSchema.safeParse(stored).data ?? null;
}

const saidSchema = z.object({ damage: z.boolean() });

/** What whoever asked says is happening; kept where the preflight will be. */
export function damageSaid(stored: unknown): boolean {
  return saidSchema.safeParse(stored).data?.damage ?? false;
}

export function levelOf(finding: Finding): Level {
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

export function verdictOf(findings: readonly Finding[]): Preflight['verdict'] {
  const levels = findings.map(levelOf);
  if (levels.includes('blocks')) return 'BLOCKED';
  return levels.includes('acknowledge') ? 'NEEDS ACKNOWLEDGEMENT' : 'CLEAR';
}

/** The same fact, whether fresh or read back from the database, which keeps no order of keys. */
export function sameFinding(a: Finding, b: Finding): boolean {
  return canonical(a) === canonical(b);
}

/** One text per fact: keys in the schema's order. */
export function canonical(finding: Finding): string {
  return JSON.stringify(findingSchema.parse(finding));
}

export type RollForwardBecause =
  | 'release-command'
  | 'migration-destructive'
  | 'migration-unknown-to-target'
  | 'undoes-fix'
  | 'dependency';

export type RollBackBecause = 'crashes' | 'smoke' | 'errors';

export type LookFirstBecause = 'not-since-release' | 'arises-elsewhere' | 'nothing-shows';

/** One thing to do about it; the adviser lists them and never decides (ruling 12). */
export type Advice =
  | { readonly what: 'maintenance' }
  /** On now, off in the target. */
  | { readonly what: 'flag-off'; readonly flags: readonly string[] }
  /** Nothing but these config vars changed. `added`: not in the target, so to be unset. */
  | { readonly what: 'set-back'; readonly changed: readonly string[]; readonly added: readonly string[] }
  | { readonly what: 'roll-forward'; readonly because: readonly RollForwardBecause[] }
  | { readonly what: 'roll-back'; readonly because: readonly RollBackBecause[] }
  | { readonly what: 'look-first'; readonly because: LookFirstBecause };
