/** A small history: lines of commits that never meet, and what one commit changed. */
import { createHash } from 'node:crypto';

export interface GitCommit {
  readonly sha: string;
  readonly title: string;
  readonly author: string;
  /** Of the pull request it came with. */
  readonly labels: readonly string[];
  readonly files: readonly GitFile[];
}

export interface GitFile {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied';
  /** Null: GitHub leaves it out, as for a binary file or a very large one. */
  readonly patch: string | null;
  /** Lines that the patch says nothing of, as when it was cut short. */
  readonly missingLines?: number;
}

/** Oldest first. */
export type Line = GitCommit[];

/** What a test or a story says of the way between two commits, instead of the history. */
export interface Planted {
  /** As Heroku shows them or longer. */
  readonly from: string;
  readonly to: string;
  readonly status?: 'ahead' | 'diverged' | 'behind' | 'unrelated';
  /** Oldest first; the last one is `to`. Default: the history's. */
  readonly commits?: readonly Partial<Omit<GitCommit, 'files'>>[];
  /** Default: the history's. */
  readonly files?: readonly GitFile[];
}

export interface Between {
  readonly status: 'ahead' | 'identical' | 'diverged' | 'behind' | 'unrelated';
  readonly commits: readonly GitCommit[];
  readonly files: readonly GitFile[];
}

/** A new file as a comparison shows it. */
export function newFile(path: string, content: string): GitFile {
  const lines = content.replace(/\n$/, '').split('\n');
  const patch = `@@ -0,0 +1,${lines.length} @@\n${lines.map((line) => `+${line}`).join('\n')}`;
  return { path, status: 'added', patch };
}

export function changedFile(path: string, before: string, after: string): GitFile {
  return { path, status: 'modified', patch: `@@ -1 +1 @@\n-${before}\n+${after}` };
}

/** Forty hex digits, the same for the same name. */
export function shaOf(name: string): string {
  return createHash('sha1').update(name).digest('hex');
}

/** Null: GitHub knows one of them not at all. */
export function between(
  lines: readonly Line[],
  planted: readonly Planted[],
  from: string,
  to: string,
): Between | null {
  const fits = (told: string, asked: string) => told.startsWith(asked) || asked.startsWith(told);
  const plan = planted.findLast((each) => fits(each.from, from) && fits(each.to, to));
  const line = lines.find((each) => each.some(has(from)) && each.some(has(to)));
  const history = line === undefined ? null : along(line, from, to);
  if (plan === undefined) {
    const known = (sha: string) => lines.some((each) => each.some(has(sha)));
    if (history !== null) return history;
    return known(from) && known(to) ? { status: 'diverged', commits: [], files: [] } : null;
  }
  const last = history?.commits.at(-1)?.sha ?? to.padEnd(40, '0');
  const commits = plan.commits?.map((commit, i, all) => ({
    sha: i === all.length - 1 ? last : shaOf(`${to}/${i}`),
    title: `Commit ${i + 1}`,
    author: 'Ben',
    labels: [],
    ...commit,
    files: [],
  }));
  return {
    status: plan.status ?? 'ahead',
    commits: commits ?? history?.commits ?? [],
    files: plan.files ?? history?.files ?? [],
  };
}

function along(line: Line, from: string, to: string): Between {
  const start = line.findIndex(has(from));
  const end = line.findIndex(has(to));
  if (start === end) return { status: 'identical', commits: [], files: [] };
  if (end < start) return { status: 'behind', commits: [], files: [] };
  const commits = line.slice(start + 1, end + 1);
  const files = new Map(commits.flatMap((commit) => commit.files.map((file) => [file.path, file] as const)));
  return { status: 'ahead', commits, files: [...files.values()] };
}

function has(sha: string): (commit: GitCommit) => boolean {
  return (commit) => commit.sha.startsWith(sha.toLowerCase());
}
