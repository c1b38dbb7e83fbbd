/** What may be shown of anything that went over the wire: no token, no key, no code of a second factor. */
import { isRecord } from '../../slack/block-kit/rules.ts';

export const MASK = '••••••';

const SECRETS: readonly RegExp[] = [
  /\bxox[a-z]-[\w-]+/g,
  /\bxapp-[\w-]+/g,
  /\bHRKU-[\w-]+/g,
  /\bsim-secret-\w+/g,
  // A second factor's key: its address, the page that shows it once, and the key itself, in groups of four or not.
  /otpauth:\/\/[^\s"'`<>|]+/g,
  /\/totp\/[\w-]+/g,
  /\b[A-Z2-7]{4}(?: [A-Z2-7]{4}){3,}(?: [A-Z2-7]{1,3})?\b/g,
  /\b[A-Z2-7]{24,}\b/g,
];

/** Six digits and nothing else, as authenticator apps show them. */
const CODE = /^\s*\d{3}\s?\d{3}\s*$/;
const CODE_FIELD = 'code';

/** A copy with `known` secrets and everything that looks like one masked. */
export function masked(value: unknown, known: readonly string[]): unknown {
  return walk(value, known, false);
}

/** `inCode`: within the field in which codes are typed. */
function walk(value: unknown, known: readonly string[], inCode: boolean): unknown {
  if (typeof value === 'string') return maskedText(value, known);
  if (Array.isArray(value)) return value.map((each) => walk(each, known, inCode));
  if (!isRecord(value)) return value;
  const codes = inCode || value['action_id'] === CODE_FIELD || value['block_id'] === CODE_FIELD;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'value' && isTypedCode(inner, codes) ? MASK : walk(inner, known, codes || key === CODE_FIELD),
    ]),
  );
}

/** In the field of a code everything typed is one, however wrong; elsewhere what looks like one. */
function isTypedCode(value: unknown, inCode: boolean): boolean {
  return typeof value === 'string' && (inCode || CODE.test(value));
}

export function maskedText(text: string, known: readonly string[]): string {
  const unknown = known.reduce((left, secret) => left.replaceAll(secret, MASK), text);
  return SECRETS.reduce((left, pattern) => left.replaceAll(pattern, MASK), unknown);
}
