/**
 * Secrets out of printed text before it leaves the edge: logs and release commands print connection strings,
 * headers and whole environments. Errs on the side of hiding; e-mail addresses and ordinary traceback lines stay.
 * Pure.
 */
import { hideRandomRuns } from './random-runs.ts';

export const HIDDEN = '[hidden]';

const LONGEST_LINE = 2_000;
const LONGEST_KEY = 120;

/** One line in, one line out; a private key may go over several of them. */
export function scrubLines(lines: readonly string[]): readonly string[] {
  // Thousands of lines hold the same few names: each is judged once.
  const judged = new Map<string, boolean>();
  const isSecret = (name: string) => {
    const known = judged.get(name) ?? isSecretName(name);
    judged.set(name, known);
    return known;
  };
  return withoutPrivateKeys(lines.map(printable)).map((line) => scrub(line, isSecret));
}

/** No colours, no control or invisible characters, which could also split a secret in two; not too long to search. */
function printable(line: string): string {
  const clean = PLAIN.test(line) ? line : readable(line);
  // What stands at the cut may be half of a secret, and half of one is not recognised.
  return clean.length <= LONGEST_LINE ? clean : `${clean.slice(0, LONGEST_LINE).replace(/\S*$/, '')}…`;
}

const PLAIN = /^[\x20-\x7e]*$/;

function readable(line: string): string {
  return line
    .replace(ESCAPE, '')
    .replace(/\s/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '');
}

/** Terminal control sequences, whole: CSI, OSC and the short ones. */
const ESCAPE = new RegExp(
  [
    String.raw`(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?`,
    String.raw`(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?`,
    String.raw`\u001b[ -/]*[0-~]?`,
  ].join('|'),
  'g',
);

const KEY_BEGINS = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY/;
const KEY_ENDS = /-----END [A-Z0-9 ]*PRIVATE KEY-----/;
/** A line of base64, quoted or indented perhaps. */
const KEY_BODY = /^[\s"'|>]*[A-Za-z0-9+/=]{1,80}(?:\\n)?[\s"',]*$/;

function withoutPrivateKeys(lines: readonly string[]): readonly string[] {
  /** How many more lines may belong to a key that has begun; an end that never comes must not hide everything. */
  let left = 0;
  const kept = lines.map((line) => {
    const begins = left > 0 ? 0 : line.search(KEY_BEGINS);
    if (begins < 0) return line;
    const ends = KEY_ENDS.exec(line);
    const begun = left > 0 ? left : LONGEST_KEY;
    left = ends === null ? begun - 1 : 0;
    return line.slice(0, begins) + HIDDEN + (ends === null ? '' : line.slice(ends.index + ends[0].length));
  });
  // Text cut at its start may hold the end of a key only.
  const cutAt = kept.findIndex((line) => KEY_ENDS.test(line));
  if (cutAt < 0) return kept;
  const from = kept.findLastIndex((line, n) => n < cutAt && !KEY_BODY.test(line)) + 1;
  return kept.map((line, n) => (n >= from && n <= cutAt ? HIDDEN : line));
}

function scrub(line: string, isSecret: (name: string) => boolean): string {
  const known = RULES.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
  const urls = /:\\?\//.test(known) ? known.replace(URL_TEXT, withoutUser) : known;
  return hideRandomRuns(hideNamed(urls, isSecret), HIDDEN);
}

const URL_TEXT = /\b[a-z][a-z0-9+.-]{1,20}:\\?\/\\?\/[^\s'"<>]+/gi;

/** user:password@, or a token as the user; a password may hold slashes, if carelessly. */
function withoutUser(url: string): string {
  const from = url.indexOf('://') < 0 ? url.indexOf('/', url.indexOf('/') + 1) + 1 : url.indexOf('://') + 3;
  const rest = url.slice(from);
  const at = rest.lastIndexOf('@');
  if (at < 0) return url;
  const before = rest.slice(0, at);
  return before.includes(':') || !before.includes('/')
    ? `${url.slice(0, from)}${HIDDEN}${rest.slice(at)}`
    : url;
}

const RULES: readonly (readonly [RegExp, string])[] = [
  // Headers that are secret to their end.
  [/\b((?:proxy-)?authorization|(?:set-)?cookie)(\\*["']?\s*[:=]\s*\\*["']?)[^"'\\]+/gi, `$1$2${HIDDEN}`],
  [/\bbearer[\s:=]+[^\s"'\\]{6,}/gi, `Bearer ${HIDDEN}`],
  // user:password@ again, URL-encoded.
  [/%3A%2F%2F[^\s'"<>]*%40/gi, `%3A%2F%2F${HIDDEN}%40`],
  [/\bhooks\.slack\.com\/[^\s'"<>]+/gi, `hooks.slack.com/${HIDDEN}`],
  // What OAuth and signed links carry; elsewhere `code=H10` is what people look for.
  [/([?&](?:code|state|sig|hmac)=)[^&\s"'\\]+/gi, `$1${HIDDEN}`],
  // JSON web tokens and signed cookies.
  [/\beyJ[\w-]{6,}(?:\.[\w-]*)*/g, HIDDEN],
  // Tokens that say what they are: Slack, Heroku, GitHub, GitLab, Stripe, SendGrid, Google, AWS.
  [/\bxox[a-z]-[\w-]+/gi, HIDDEN],
  [/\bxapp-[\w-]+/gi, HIDDEN],
  [/\bHRKU-[\w-]+/gi, HIDDEN],
  [/\b(?:gh[a-z]_|github_pat_|glpat-|whsec_|(?:sk|pk|rk)_(?:live|test)_)[\w-]{8,}/gi, HIDDEN],
  [/\bSG\.[\w-]{8,}\.[\w-]{8,}/g, HIDDEN],
  [/\bAIza[\w-]{20,}/g, HIDDEN],
  [/\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}/g, HIDDEN],
];

/** `NAME=value`, `"name": "value"`, `name: value`: up to where the value begins. */
const NAME = /(?<![\w.-])([\w.-]+)(?:\\*["'`)\]]{0,3}\s{0,3}(?:=>|:=|=|:|%3D|%3A)\s{0,3})/gi;

/** However quoted and escaped; quotes that are themselves escaped end at quotes escaped as often. */
const VALUE =
  /(\\+)(["']).*?(?:(?<!\\)\1\2|$)|[bfru]{0,2}"(?:\\.|[^"\\])*(?:"|$)|[bfru]{0,2}'(?:\\.|[^'\\])*(?:'|$)|\S+/y;

/** One pass, so that no line takes long; what follows another name is text like any other: `path=/reset?token=…`. */
function hideNamed(line: string, isSecret: (name: string) => boolean): string {
  // It remembers where it is, so each call has its own.
  const valueFrom = new RegExp(VALUE);
  let shown = '';
  let from = 0;
  for (const found of line.matchAll(NAME)) {
    const valueAt = found.index + found[0].length;
    if (found.index < from || !isSecret(found[1] ?? '')) continue;
    valueFrom.lastIndex = valueAt;
    const value = valueFrom.exec(line)?.[0] ?? '';
    if (value === '' || HARMLESS.test(value)) continue;
    shown += line.slice(from, valueAt) + HIDDEN;
    from = valueAt + value.length;
  }
  return shown + line.slice(from);
}

const HARMLESS = /^(?:true|false|none|null|nil|undefined)[,;)}\]]*$/i;

/** `KeyError: 'signup'` and the like name an exception, not a secret. */
const EXCEPTION = /(?:Error|Exception|Warning|Expired|Failed|Failure|Invalid)$/;
const ANYWHERE =
  /pass(?:word|wd|phrase|code)|pwd|secret|token|credential|creds|dsn|(?:api|access|private|signing|master|encryption|secret|account|auth)[_.-]?key|session[_.-]?(?:id|key)|signature|connection[_.-]?string/i;
const AS_A_WORD: ReadonlySet<string> = new Set(
  'key keys pass auth sig otp totp pin sid jwt salt nonce csrf xsrf bearer cookie code_verifier'.split(' '),
);

function isSecretName(name: string): boolean {
  if (EXCEPTION.test(name)) return false;
  if (ANYWHERE.test(name)) return true;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_.-]+/);
  return words.some((word) => AS_A_WORD.has(word));
}
