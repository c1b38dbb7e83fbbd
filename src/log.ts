/** JSON lines for machines and for people with a reference id; secrets are kept out twice, by name and by shape. */
import { pino } from 'pino';

/** What modules take as a parameter. `facts` are plain data or errors; `message` is a constant sentence. */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Default: standard output. */
  readonly destination?: { write(line: string): void };
  /** Values that must never appear, whatever their shape. */
  readonly secrets?: readonly { reveal(): string }[];
}

const SHOWN = '[secret]';

export function createLog({ level, destination, secrets = [] }: LogOptions): Log {
  const scrub = scrubber(secrets.map((secret) => secret.reveal()));
  const options = {
    level,
    base: null,
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: redact },
    // redact() has already turned errors into allow-listed facts.
    serializers: { err: (error: unknown) => error },
    hooks: { streamWrite: scrub },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

// ── By name ───────────────────────────────────────────────────────────────────────────────────────────────

/** Keys, letters only, whose values never belong in a log. `body` and `env` can hold config vars. */
const SECRET_KEY =
  /(authorization|cookie|password|passwd|secret|secretkey|token|apikey|totpkey|dsn|databaseurl|connectionstring|signature|configvars|env|body|rawbody|responseurl|triggerid)$/;

const MAX_DEPTH = 8;

function redact(facts: object): Record<string, unknown> {
  return redactEntries(facts, 0);
}

function redactEntries(object: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(object).map(([key, value]) => {
    const hide = SECRET_KEY.test(key.toLowerCase().replace(/[^a-z]/g, ''));
    return [key, hide && value !== null && value !== undefined ? SHOWN : redactValue(value, depth)];
  });
  return Object.fromEntries(entries);
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (value instanceof Error) return errorFacts(value, depth);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  if (ArrayBuffer.isView(value)) return '[bytes]';
  if ('toJSON' in value && typeof value.toJSON === 'function') return redactValue(value.toJSON(), depth + 1);
  return redactEntries(value, depth + 1);
}

/** An error by allow-list: clients hang requests, headers and bodies on theirs. */
function errorFacts(error: Error, depth: number): Record<string, unknown> {
  const { code, status, statusCode } = error as Error & Record<'code' | 'status' | 'statusCode', unknown>;
  const facts = {
    type: error.name,
    message: error.message,
    stack: error.stack,
    code: plain(code),
    status: plain(status ?? statusCode),
    cause: error.cause === undefined ? undefined : redactValue(error.cause, depth + 1),
    errors: error instanceof AggregateError ? redactValue(error.errors, depth + 1) : undefined,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

function plain(value: unknown): string | number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

// ── By shape ──────────────────────────────────────────────────────────────────────────────────────────────

/** Slack, Heroku and GitHub tokens, authorization headers, passwords in URLs, Slack's capability URLs. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\bx(?:ox[a-z]|app|wfp)-[\w.%-]+/g, SHOWN],
  [/\bHRKU-[\w-]+/g, SHOWN],
  [/\b(?:gh[a-z]_|github_pat_)\w+/g, SHOWN],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{12,}/gi, `$1 ${SHOWN}`],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s"'/@\\]+@/gi, `$1${SHOWN}@`],
  [/hooks\.slack\.com\/[^\s"'\\]+/g, `hooks.slack.com/${SHOWN}`],
];

/** A function that takes the given values, plain or as they look in JSON and URLs, and every known shape out of a text. */
function scrubber(values: readonly string[]): (text: string) => string {
  const known = values
    // A short value would match innocent text.
    .filter((value) => value.length >= 8)
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)])
    .sort((a, b) => b.length - a.length);
  return (text) => {
    const unknown = known.reduce((rest, value) => rest.replaceAll(value, SHOWN), text);
    return SHAPES.reduce((rest, [shape, shown]) => rest.replace(shape, shown), unknown);
  };
}
