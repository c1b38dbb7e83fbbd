/** What somebody typed after `/rollback`. Pure; exact ASCII, so that what is shown is what runs (facts/threats.md T48). */

export type RollbackArguments =
  | { readonly kind: 'help' }
  /** Nothing typed. */
  | { readonly kind: 'choose-app' }
  | { readonly kind: 'status'; readonly app: string | null }
  | { readonly kind: 'cancel'; readonly which: string | null }
  | { readonly kind: 'undo'; readonly which: string | null }
  | { readonly kind: 'bad-version'; readonly app: string; readonly typed: string }
  | { readonly kind: 'ask'; readonly app: string; readonly version: number | null; readonly symptom: string };

const VERSION = /^v([1-9]\d{0,8})$/;
/** Meant as a release though it is not one: `84`, `-84`, `v084`, `v1e2`, `ｖ８４`, a Greek `ν84`; but not Heroku's `R14`. */
const LIKE_A_VERSION = /^([Vv]\S*\p{N}\S*|[-+#]?\P{ASCII}?\p{N}+)$/u;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

export function rollbackArguments(text: string): RollbackArguments {
  const words = text
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const [first = '', second] = words;
  if (first === '') return { kind: 'choose-app' };
  if (first.toLowerCase() === 'help') return { kind: 'help' };
  if (first === 'status') return { kind: 'status', app: second ?? null };
  if (first === 'cancel') return { kind: 'cancel', which: second ?? null };
  if (first === 'undo') return { kind: 'undo', which: second ?? null };
  if (second === undefined) return { kind: 'ask', app: first, version: null, symptom: '' };
  const version = versionOf(second);
  if (version !== null) return { kind: 'ask', app: first, version, symptom: words.slice(2).join(' ') };
  if (LIKE_A_VERSION.test(second.normalize('NFKC').replace(INVISIBLE, '')))
    return { kind: 'bad-version', app: first, typed: second };
  return { kind: 'ask', app: first, version: null, symptom: words.slice(1).join(' ') };
}

/** `v84` as 84; null for anything else. */
export function versionOf(typed: string): number | null {
  const digits = VERSION.exec(typed)?.[1];
  return digits === undefined ? null : Number(digits);
}
