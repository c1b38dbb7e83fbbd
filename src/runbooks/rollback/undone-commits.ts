/** What a rollback takes away with the bad release: commits, people, and whether one of them was a fix (ruling 12). Pure. */
import type { Comparison, Release, Slug } from '../../ports.ts';

/** Where code comes from: what Heroku noted of the slug, else what the description of a deploy says. */
export function commitOf(release: Release, slug: Slug | null): string | null {
  const noted = slug?.commit ?? null;
  if (noted !== null) return SHA.test(noted) ? noted.toLowerCase() : null;
  return DEPLOY.exec(release.description)?.[1]?.toLowerCase() ?? null;
}

const SHA = /^[0-9a-f]{7,40}$/i;
/** The whole description: people choose descriptions, and one that only begins so may go on with anything. */
const DEPLOY = /^Deploy(?:ed)? ([0-9a-f]{7,40})$/i;

export type Protects = 'security' | 'incident-fix';

export interface UndoneCommit {
  readonly sha: string;
  /** Untrusted text. */
  readonly title: string;
  /** Untrusted text. */
  readonly author: string;
  /** A rollback would bring back what it mended. */
  readonly protects: Protects | null;
}

export interface UndoneCommits {
  /** Newest first, as the releases are shown. */
  readonly commits: readonly UndoneCommit[];
  /** Each once, in the order of their newest commit. Untrusted text. */
  readonly authors: readonly string[];
  /** Those of `commits` that protect something. */
  readonly fixes: readonly UndoneCommit[];
  /** False: GitHub did not list them all. */
  readonly complete: boolean;
  /** False: only titles were looked at, so `fixes` may lack some. */
  readonly labelsKnown: boolean;
}

export function undoneCommits(comparison: Comparison): UndoneCommits {
  const commits = comparison.commits.toReversed().map(({ sha, title, author, labels }) => ({
    sha,
    title,
    author,
    protects: protects(title, labels),
  }));
  const authors = new Map<string, string>();
  for (const { author } of commits) {
    const name = sameName(author);
    if (!authors.has(name)) authors.set(name, author);
  }
  return {
    commits,
    authors: [...authors.values()],
    fixes: commits.filter((commit) => commit.protects !== null),
    complete: comparison.complete,
    labelsKnown: comparison.labelsKnown,
  };
}

function protects(title: string, labels: readonly string[]): Protects | null {
  const texts = labels.map(tidy).filter((label) => !NOT_ONE.test(label));
  const head = tidy(title);
  if (texts.some((label) => SECURITY_LABEL.test(label)) || SECURITY_TITLE.test(head)) return 'security';
  if (texts.some((label) => INCIDENT_LABEL.test(label)) || INCIDENT_TITLE.test(head)) return 'incident-fix';
  return null;
}

/** As words of a label: `type: security`, `area/security-fix`, `SEV-1`, `hotfix`. */
const SECURITY_LABEL = /(?<![a-z])(?:security|vulnerability|cve)(?![a-z])/;
const INCIDENT_LABEL = /(?<![a-z])(?:incident|hot-?fix|sev(?:-[a-z0-9]+|\d))(?![a-z])/;
/** `no-security-impact`, `not an incident`: the opposite in the same words. */
const NOT_ONE = /(?<![a-z])(?:no|not|non)(?![a-z])/;
const SECURITY_TITLE = /^\[?security\b\]?\s*[:!\]-]|^\w+\(security\)!?:|\b(?:cve-\d|ghsa-\w)/;
const INCIDENT_TITLE = /^\[?(?:hot-?fix|incident|sev-?\d)\b|^\w+\((?:incident|hot-?fix|sev-?\d)\)!?:/;

/** Look-alike and invisible characters must neither hide a fix nor make two people of one. */
function tidy(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .toLowerCase();
}

function sameName(author: string): string {
  return tidy(author).replace(/\s+/g, ' ');
}
