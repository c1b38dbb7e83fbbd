/** The labels of the pull requests that commits came with: one GraphQL request instead of one per commit. */
import * as answers from './answers.ts';
import type { Ask } from './exchange.ts';

/** Asked for each commit: far more than a pull request merged once has. */
const MOST_PULLS = 5;
const MOST_LABELS = 30;

export interface LabelsOf {
  readonly owner: string;
  readonly repo: string;
  /** Full ids, at most 250. */
  readonly shas: readonly string[];
}

/** By commit id; null when they are not wholly known. */
export async function labelsOf(
  { owner, repo, shas }: LabelsOf,
  graphqlUrl: string,
  ask: Ask,
  asking: { readonly token: string; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, readonly string[]> | null> {
  if (shas.length === 0) return new Map();
  const answer = await ask({
    ...asking,
    route: `POST ${graphqlUrl}`,
    parameters: {
      query: queryFor(shas.length),
      variables: { owner, repo, ...Object.fromEntries(shas.map((sha, i) => [`c${i}`, sha])) },
    },
  });
  if (!answer.ok) return null;
  const parsed = answers.labelled.safeParse(answer.body);
  if (!parsed.success) return null;
  const found = new Map<string, readonly string[]>();
  for (const [i, sha] of shas.entries()) {
    const pulls = parsed.data.data.repository[`c${i}`]?.associatedPullRequests;
    if (pulls === undefined || pulls.totalCount > pulls.nodes.length) return null;
    const labels = pulls.nodes.flatMap((pull) => (pull.labels === null ? [] : [pull.labels]));
    if (labels.some(({ totalCount, nodes }) => totalCount > nodes.length)) return null;
    found.set(sha, [...new Set(labels.flatMap(({ nodes }) => nodes.map(({ name }) => name)))]);
  }
  return found;
}

function queryFor(howMany: number): string {
  const each = Array.from({ length: howMany }, (_, i) => `c${i}`);
  return `query($owner: String!, $repo: String!, ${each.map((name) => `$${name}: GitObjectID!`).join(', ')}) {
  repository(owner: $owner, name: $repo) {
    ${each.map((name) => `${name}: object(oid: $${name}) { ...pulls }`).join('\n    ')}
  }
}
fragment pulls on Commit {
  associatedPullRequests(first: ${MOST_PULLS}) {
    totalCount
    nodes { labels(first: ${MOST_LABELS}) { totalCount nodes { name } } }
  }
}`;
}
