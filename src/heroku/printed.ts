/** What an app and its release commands printed: read from Heroku's streams, parsed, scrubbed. */
import type { Log } from '../log.ts';
import type { LogLine, Read, Release } from '../ports.ts';
import { parseLog } from './log-lines.ts';
import { scrubLines } from './scrub.ts';
import { readStream, type Streamed, type StreamOptions } from './stream.ts';

const OUTPUT_LINES = 40;

type Told = Pick<Log, 'info' | 'warn'>;

/** The lines of a log session, oldest first. `address` is a secret: whoever has it may read. */
export async function readLog(
  address: string,
  options: StreamOptions,
  log: Told,
): Promise<Read<readonly LogLine[]>> {
  const read = answerOf(await readStream(address, options), 'log', log);
  if (!read.ok) return read;
  const { status, contentType, body, ended } = read.value;
  // The newest lines come last: without the end it would read as if nothing had happened lately.
  if (!ended) return { ok: false, why: 'slow' };
  if (status !== 200) return { ok: false, why: refusalOf(status) };
  const format = contentType.startsWith('text/event-stream') ? 'events' : 'plain';
  return { ok: true, value: scrubLog(parseLog(body.toString('utf8'), format)) };
}

/** The last lines so far; while the command still runs the text has no end, and the deadline is one. */
export async function readOutput(
  { outputStreamUrl }: Pick<Release, 'outputStreamUrl'>,
  options: StreamOptions,
  log: Told,
): Promise<Read<readonly string[]>> {
  if (outputStreamUrl === null) return { ok: true, value: [] };
  const read = answerOf(await readStream(outputStreamUrl, options), 'release output', log);
  if (!read.ok) return read;
  const { status, body, fromStart } = read.value;
  // Nothing there until the command starts (facts/heroku.md, Release object).
  if (status === 404) return { ok: true, value: [] };
  if (status !== 200) return { ok: false, why: refusalOf(status) };
  const lines = body.toString('utf8').split(/\r\n|\n|\r/);
  const whole = scrubLines(fromStart ? lines : lines.slice(1));
  return { ok: true, value: whole.filter((line) => line.trim() !== '').slice(-OUTPUT_LINES) };
}

/** Each process by itself: a private key's lines may come between those of others. */
function scrubLog(lines: readonly LogLine[]): readonly LogLine[] {
  const processes = new Map<string, number[]>();
  for (const [n, { source, process }] of lines.entries()) {
    const name = `${source} ${process}`;
    const numbers = processes.get(name);
    if (numbers === undefined) processes.set(name, [n]);
    else numbers.push(n);
  }
  const scrubbed = [...lines];
  for (const numbers of processes.values()) {
    const texts = scrubLines(numbers.map((n) => lines[n]?.text ?? ''));
    for (const [i, n] of numbers.entries()) {
      const line = lines[n];
      if (line !== undefined) scrubbed[n] = { ...line, text: texts[i] ?? '' };
    }
  }
  return scrubbed;
}

type Answered = Extract<Streamed, { kind: 'answered' }>;

function answerOf(streamed: Streamed, what: string, log: Told): Read<Answered> {
  const status = streamed.kind === 'answered' ? streamed.status : null;
  log.info({ what, kind: streamed.kind, status }, 'Heroku stream read');
  if (streamed.kind === 'answered') return { ok: true, value: streamed };
  if (streamed.kind !== 'forbidden-address') return { ok: false, why: streamed.kind };
  log.warn({ what }, 'Heroku named an address for a stream that is not its own: not read');
  return { ok: false, why: 'malformed' };
}

function refusalOf(status: number): 'down' | 'rate-limited' | 'not-found' | 'malformed' {
  if (status >= 500) return 'down';
  if (status === 429) return 'rate-limited';
  return status === 404 || status === 410 ? 'not-found' : 'malformed';
}
