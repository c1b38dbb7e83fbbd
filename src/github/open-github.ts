/** Port `GitHub` over api.github.com or GitHub Enterprise Server. The only file that knows its paths. */
import type { Log } from '../log.ts';
import type { Comparison, GitHub, GitHubFailure } from '../ports.ts';
import * as answers from './answers.ts';
import { openExchange } from './exchange.ts';
import { labelsOf } from './labels.ts';

export interface GitHubOptions {
  /** Null: nothing is asked. */
  readonly token: () => string | null;
  /** `https://api.github.com`; without a slash at the end. */
  readonly apiUrl: string;
  /** Rehearsal and tests: plain http to this machine. */
  readonly allowLoopback: boolean;
  readonly log: Pick<Log, 'debug' | 'warn'>;
}

type Compared =
  | { readonly ok: true; readonly value: Comparison }
  | { readonly ok: false; readonly why: GitHubFailure };

/** Dots alone would lead out of the path. */
const REPOSITORY = /^([A-Za-z0-9][\w-]*)\/(?!\.{1,2}$)([\w.-]+)$/;
/** Commits come from what Heroku says of a slug: anything else has no place in a path. */
const SHA = /^[0-9a-f]{7,40}$/i;

/** Reads only, each once. Throws on an address that would show the token to others. */
export function openGitHub({ token, apiUrl, allowLoopback, log }: GitHubOptions): GitHub {
  refuseLeakyUrl(apiUrl, allowLoopback);
  const ask = openExchange(apiUrl, log);
  const graphqlUrl = `${apiUrl.replace(/\/v3$/, '')}/graphql`;

  async function compare(
    repository: string,
    from: string,
    to: string,
    asking: { readonly token: string; readonly signal: AbortSignal },
  ): Promise<Compared> {
    const [, owner, repo] = REPOSITORY.exec(repository) ?? [];
    if (owner === undefined || repo === undefined || !SHA.test(from) || !SHA.test(to))
      return { ok: false, why: 'not-found' };
    const answer = await ask({
      ...asking,
      route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
      parameters: { owner, repo, basehead: `${from}...${to}` },
    });
    if (!answer.ok) return answer;
    const parsed = answers.comparison.safeParse(answer.body);
    if (!parsed.success) {
      const issues = parsed.error.issues.slice(0, 3).map(({ path, code }) => `${path.join('.')}: ${code}`);
      log.warn({ repository, issues }, 'GitHub answer malformed');
      return { ok: false, why: 'malformed' };
    }
    if (parsed.data === null) return { ok: false, why: 'diverged' };
    const shas = parsed.data.commits.map(({ sha }) => sha);
    const labels = await labelsOf({ owner, repo, shas }, graphqlUrl, ask, asking);
    if (labels !== null) return { ok: true, value: withLabels(parsed.data, labels) };
    log.warn({ repository }, 'Labels of pull requests unknown');
    return { ok: true, value: parsed.data };
  }

  return {
    async compare(repository, from, to, deadlineMs) {
      const given = token();
      if (given === null) return { ok: false, why: 'no-token' };
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), deadlineMs);
      try {
        return await compare(repository, from, to, { token: given, signal: late.signal });
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function withLabels(comparison: Comparison, labels: ReadonlyMap<string, readonly string[]>): Comparison {
  return {
    ...comparison,
    commits: comparison.commits.map((commit) => ({ ...commit, labels: labels.get(commit.sha) ?? [] })),
    labelsKnown: true,
  };
}

function refuseLeakyUrl(apiUrl: string, allowLoopback: boolean): void {
  const url = new URL(apiUrl);
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback && allowLoopback)) return;
  throw new Error(
    `The GitHub API is reached by https only (plain http for loopback, outside production): ${url.protocol}//${url.host}`,
  );
}
