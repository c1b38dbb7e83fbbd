/** GitHub's answers, checked and turned into the port's types. */
import { z } from 'zod';
import type { ChangedFile, Commit, Comparison } from '../ports.ts';

/** What GitHub lists at most in one comparison. */
const MOST_FILES = 300;
/** People write titles, labels and names as long as they like. */
const LONGEST_TEXT = 300;
/** Git's name for a file without content, whose missing diff hides nothing. */
const EMPTY_FILE = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391';

const sha = z.string().regex(/^[0-9a-f]{40}$/);
const text = z.string().transform((value) => value.slice(0, LONGEST_TEXT));

const commit = z
  .object({
    sha,
    commit: z.object({ message: z.string(), author: z.object({ name: z.string() }).nullable() }),
    author: z.looseObject({ login: z.string().optional() }).nullish(),
  })
  .transform(
    (vendor): Commit => ({
      sha: vendor.sha,
      title: vendor.commit.message.trimStart().split('\n', 1)[0]?.slice(0, LONGEST_TEXT).trimEnd() ?? '',
      author: (vendor.commit.author?.name.trim() || vendor.author?.login || 'unknown').slice(0, LONGEST_TEXT),
      labels: [],
    }),
  );

const file = z
  .object({
    sha: z.string().nullable(),
    filename: z.string().min(1),
    previous_filename: z.string().nullish(),
    status: z.enum(['added', 'removed', 'modified', 'renamed', 'copied', 'changed', 'unchanged']),
    additions: z.number().int(),
    deletions: z.number().int(),
    patch: z.string().nullish(),
  })
  .transform(
    (vendor): ChangedFile => ({
      path: vendor.filename,
      previousPath: vendor.previous_filename ?? null,
      status: STATUS[vendor.status],
      patch: wholePatch(vendor),
    }),
  );

const STATUS = {
  added: 'added',
  removed: 'removed',
  modified: 'modified',
  renamed: 'renamed',
  copied: 'other',
  changed: 'other',
  unchanged: 'other',
} as const;

/** A diff that does not hold as many lines as it should was cut short: what is missing may be what matters. */
function wholePatch(vendor: {
  readonly sha: string | null;
  readonly additions: number;
  readonly deletions: number;
  readonly patch?: string | null | undefined;
}): string | null {
  const { patch } = vendor;
  if (patch === undefined || patch === null) return vendor.sha === EMPTY_FILE ? '' : null;
  const lines = patch.split('\n');
  const count = (mark: string) => lines.filter((line) => line.startsWith(mark)).length;
  return count('+') === vendor.additions && count('-') === vendor.deletions ? patch : null;
}

/** `GET /repos/{owner}/{repo}/compare/{base}...{head}`; null when the one is not in the other's past. */
export const comparison = z
  .object({
    status: z.enum(['ahead', 'identical', 'diverged', 'behind']),
    total_commits: z.number().int().nonnegative(),
    commits: z.array(commit),
    files: z.array(file).default([]),
  })
  .transform((vendor): Comparison | null => {
    if (vendor.status === 'diverged' || vendor.status === 'behind') return null;
    return {
      commits: vendor.commits,
      files: vendor.files,
      complete: vendor.commits.length === vendor.total_commits && vendor.files.length < MOST_FILES,
      labelsKnown: false,
    };
  });

const pullRequests = z.object({
  associatedPullRequests: z.object({
    totalCount: z.number().int(),
    nodes: z.array(
      z.object({
        labels: z
          .object({ totalCount: z.number().int(), nodes: z.array(z.object({ name: text })) })
          .nullable(),
      }),
    ),
  }),
});

/** GraphQL, `labels.ts`. An answer with errors is no answer, even where it has data: a part would pass for the whole. */
export const labelled = z.object({
  errors: z.undefined().optional(),
  data: z.object({ repository: z.record(z.string(), pullRequests) }),
});

const errorMessage = z.object({ message: z.string() });

/** GitHub's words for two commits without a common past, in a 404. */
export function saysUnrelated(body: unknown): boolean {
  const parsed = errorMessage.safeParse(body);
  return parsed.success && parsed.data.message.startsWith('No common ancestor');
}
