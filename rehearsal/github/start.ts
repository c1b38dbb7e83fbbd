/** Starts a simulated GitHub on 127.0.0.1: the two questions the bot asks, about the code its simulated Heroku runs. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { openDoor } from '../heroku/door.ts';
import type { World } from '../heroku/world.ts';
import { type Answer, comparison, insteadOf, labels, notFound, refusal } from './answers.ts';
import { type ArmedFault, type Fault, makeFaults, type RequestName } from './faults.ts';
import { historyOf } from './history.ts';
import { between, type GitCommit, type Planted } from './repository.ts';
import { write } from './write.ts';

export interface GitHubOptions {
  /** The Heroku whose deploys were committed here. */
  readonly world: World;
  /** `owner/name` of the repositories the token may read; the Raxx set-up's by default. */
  readonly repositories?: readonly string[];
  /** Goes on with what another one remembered. */
  readonly memory?: GitHubMemory;
}

/** Plain data; the history itself follows from what was released on Heroku. */
export interface GitHubMemory {
  readonly planted: readonly Planted[];
  /** By the commits' names: what the bot has read of, and may ask for more of. */
  readonly shown: ReadonlyMap<string, GitCommit>;
  readonly faults: readonly ArmedFault[];
}

export interface GitHubRequest {
  readonly name: RequestName;
  readonly path: string;
  /** Null where no answer was given. */
  readonly status: number | null;
}

export interface GitHubSim {
  /** The REST API, without a slash at the end. */
  readonly url: string;
  readonly token: string;
  /** Spoils the next matching request or requests. */
  fault(fault: Fault): void;
  clearFaults(): void;
  faultsWaiting(): number;
  /** Says what lies between two commits; the last word on a pair counts. */
  plant(planted: Planted): void;
  requests(): readonly GitHubRequest[];
  /** Of this moment, and live: to be copied before the next. */
  memory(): GitHubMemory;
  stop(): Promise<void>;
}

const RAXX = ['raxx-app/TradeMasterAPI'];
const COMPARE = /^\/repos\/([^/]+\/[^/]+)\/compare\/([0-9a-f]+)\.\.\.([0-9a-f]+)$/i;
const LARGEST_BODY = 1_048_576;

export async function startGitHub(options: GitHubOptions): Promise<GitHubSim> {
  const { world, repositories = RAXX, memory } = options;
  const token = `github_pat_sim_${randomBytes(16).toString('hex')}`;
  const lines = historyOf(world);
  const planted: Planted[] = [...(memory?.planted ?? [])];
  const shown = new Map(memory?.shown);
  const faults = makeFaults(memory?.faults);
  const requests: GitHubRequest[] = [];
  const timers = new Set<NodeJS.Timeout>();

  const compared = (repository: string, from: string, to: string): Answer => {
    if (!repositories.some((each) => each.toLowerCase() === repository.toLowerCase())) return notFound;
    const found = between(lines, planted, from, to);
    for (const commit of found?.commits ?? []) shown.set(commit.sha, commit);
    return comparison(repository, from, to, found);
  };
  const answerTo = (name: RequestName, path: string, text: string): Answer => {
    if (name === 'labels') return labels(JSON.parse(text), (sha) => shown.get(sha) ?? null);
    const [, repository = '', from = '', to = ''] = COMPARE.exec(path) ?? [];
    return name === 'compare' ? compared(repository, from, to) : notFound;
  };

  const later = (ms: number, act: () => void) => {
    if (ms === 0) {
      act();
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
  };

  const attend = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/');
    const name = nameOf(request.method ?? 'GET', path);
    const text = await bodyOf(request);
    const fate = faults.take(name);
    const told = (answer: Answer | null) => requests.push({ name, path, status: answer?.status ?? null });
    if (fate?.kind === 'hang' || fate?.kind === 'reset') {
      told(null);
      if (fate.kind === 'reset') request.socket.resetAndDestroy();
      return;
    }
    const answer =
      (fate && insteadOf(fate)) ??
      (bearerOf(request) === token ? answerTo(name, path, text) : refusal(401, 'Bad credentials'));
    told(answer);
    later(fate?.kind === 'slow' ? fate.ms : 0, () => write(response, answer, fate));
  };

  const door = await openDoor(0, (request, response) => {
    // The sender went away in the middle.
    attend(request, response).catch(() => response.destroy());
  });
  return {
    url: door.url,
    token,
    fault: faults.add,
    clearFaults: faults.clear,
    faultsWaiting: faults.waiting,
    plant: (plan) => {
      planted.push(plan);
    },
    requests: () => requests,
    memory: () => ({ planted, shown, faults: faults.armed() }),
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      await door.close();
    },
  };
}

function nameOf(method: string, path: string): RequestName {
  if (method === 'POST' && path === '/graphql') return 'labels';
  return method === 'GET' && COMPARE.test(path) ? 'compare' : 'unknown';
}

function bearerOf(request: IncomingMessage): string | undefined {
  return /^(?:bearer|token) (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_BODY) throw new Error('request body over 1 MiB');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
