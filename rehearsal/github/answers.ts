/** GitHub's answers as its REST and GraphQL APIs give them, as far as anybody here asks. */
import type { Fate } from './faults.ts';
import { type Between, type GitCommit, type GitFile, shaOf } from './repository.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What GitHub lists at most. */
const MOST_COMMITS = 250;
const MOST_FILES = 300;

const DOCUMENTATION = 'https://docs.github.com/rest';

export function refusal(status: number, message: string, headers: Answer['headers'] = {}): Answer {
  return { status, body: { message, documentation_url: DOCUMENTATION, status: String(status) }, headers };
}

export const notFound = refusal(404, 'Not Found');

export function comparison(repository: string, from: string, to: string, found: Between | null): Answer {
  if (found === null) return notFound;
  if (found.status === 'unrelated') return refusal(404, `No common ancestor between ${from} and ${to}.`);
  const url = `https://api.github.com/repos/${repository}/compare/${from}...${to}`;
  const behind = found.status === 'behind' || found.status === 'diverged' ? 1 : 0;
  return {
    status: 200,
    body: {
      url,
      html_url: url.replace('api.github.com/repos', 'github.com'),
      base_commit: { sha: from },
      merge_base_commit: { sha: from },
      status: found.status,
      ahead_by: found.commits.length,
      behind_by: behind,
      total_commits: found.commits.length,
      commits: found.commits.slice(-MOST_COMMITS).map((commit) => commitShape(repository, commit)),
      files: found.files.slice(0, MOST_FILES).map(fileShape),
    },
  };
}

function commitShape(repository: string, { sha, title, author }: GitCommit) {
  const url = `https://api.github.com/repos/${repository}/commits/${sha}`;
  const person = { name: author, email: 'somebody@raxx.app', date: '2026-05-14T20:00:00Z' };
  return {
    sha,
    node_id: `C_${sha.slice(0, 12)}`,
    commit: {
      author: person,
      committer: person,
      message: `${title}\n\nWhy it is so, in more lines.`,
      tree: { sha: shaOf(`tree ${sha}`) },
      comment_count: 0,
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null },
    },
    url,
    html_url: url,
    author: null,
    committer: null,
    parents: [],
  };
}

function fileShape(file: GitFile) {
  const count = (mark: string) =>
    (file.patch ?? '').split('\n').filter((line) => line.startsWith(mark)).length;
  const additions = count('+') + (file.missingLines ?? 0);
  const deletions = count('-');
  return {
    sha: shaOf(`${file.path} ${file.patch}`),
    filename: file.path,
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
    status: file.status,
    additions,
    deletions,
    changes: additions + deletions,
    blob_url: `https://github.com/blob/${file.path}`,
    ...(file.patch === null ? {} : { patch: file.patch }),
  };
}

/** One object for each `alias: object(oid: $variable)` of the query; null for a commit nobody knows. */
export function labels(body: unknown, find: (sha: string) => GitCommit | null): Answer {
  const { query, variables } = body as { query: string; variables: Record<string, string> };
  const asked = [...query.matchAll(/(\w+): object\(oid: \$(\w+)\)/g)];
  const objects = asked.map(([, alias = '', variable = '']) => {
    const commit = find(variables[variable] ?? '');
    return [alias, commit === null ? null : { associatedPullRequests: pullsOf(commit) }] as const;
  });
  return { status: 200, body: { data: { repository: Object.fromEntries(objects) } } };
}

function pullsOf({ labels: names }: GitCommit) {
  const nodes = names.map((name) => ({ name }));
  return { totalCount: 1, nodes: [{ labels: { totalCount: nodes.length, nodes } }] };
}

/** What a fate says instead of the answer; null where it says nothing. */
export function insteadOf(fate: Fate): Answer | null {
  switch (fate.kind) {
    case 'unauthorized':
      return refusal(401, 'Bad credentials');
    case 'not-found':
      return notFound;
    case 'forbidden':
      return refusal(403, 'Resource not accessible by personal access token');
    case 'rate-limited':
      return fate.limit === 'primary'
        ? refusal(403, 'API rate limit exceeded for user ID 1.', {
            'x-ratelimit-limit': '5000',
            'x-ratelimit-remaining': '0',
            'x-ratelimit-reset': '1900000000',
          })
        : refusal(403, 'You have exceeded a secondary rate limit.', { 'retry-after': '60' });
    case 'error':
      return refusal(fate.status, 'Server Error');
    case 'redirect':
      return refusal(301, 'Moved Permanently', { location: fate.to });
    case 'graphql-errors':
      return {
        status: 200,
        body: { data: null, errors: [{ type: 'FORBIDDEN', message: 'Not accessible' }] },
      };
    default:
      return null;
  }
}
