/** What a text for customers must be like before it may be drafted or go out. Pure. */
import type { PublicName } from './publications.ts';

export const LONGEST_PUBLIC_TEXT = 1_500;

export type TextFault =
  | { readonly why: 'empty' }
  | { readonly why: 'too-long' }
  /** Something that is still to be filled in: `[surface]`, `{surface}`. */
  | { readonly why: 'bracket'; readonly piece: string }
  /** Customers are not in this Slack. */
  | { readonly why: 'mention'; readonly piece: string }
  /** It says that no account data has been affected, and nobody ticked that (ruling 11). */
  | { readonly why: 'claim' }
  /** The last word promises another, and none could be given. */
  | { readonly why: 'promise' };

/** Also half a bracket: the other half may have been lost in editing. */
const BRACKET = /\[[^[\]\n]*\]?|\{[^{}\n]*\}?|\]|\}/u;
const MENTION = /<[@#!][^>\n]*>?|(?<![\w.+-])@[\p{L}\d_](?:[\p{L}\d_.-]*[\p{L}\d_])?/u;
/** A sentence ends before a capital: "e.g. accounts" goes on, and "Lost? No." is one. */
const SENTENCE_END = /(?<=[.!])\s+(?=\p{Lu})/u;
/** Saying what nobody knows claims nothing. */
const NOT_KNOWN =
  /\b(?:do not|don['’]t|cannot|can['’]t)(?: yet)? (?:know|say|tell)(?: yet)?,? (?:whether|if)\b[^.!?;:,]*/giu;
/** In any words: a false alarm costs one tick, a claim that nobody made costs the customers' trust. */
const CLAIM = [
  /\b(?:data|accounts?)\b/iu,
  /\b(?:no|not|none|nobody|nothing|never|neither|without|cannot)\b|n['’]t\b/iu,
  /\b(?:affected|impacted|lost|exposed|compromised|leaked|accessed)\b/iu,
] as const;
const SAFE = /\b(?:unaffected|intact|safe)\b/iu;
const PROMISE =
  /\b(?:within|in)\s+(?:(?:about|around|the|next|another)\s+)*(?:15|fifteen)[\s-]+min(?:ute)?s?\b/iu;

/** `claimed`: somebody ticked the claim. Null: it may go out, as far as its words go. */
export function faultIn(text: string, which: PublicName, claimed: boolean): TextFault | null {
  if (text.trim() === '') return { why: 'empty' };
  if (shownLength(text) > LONGEST_PUBLIC_TEXT) return { why: 'too-long' };
  const bracket = BRACKET.exec(text);
  if (bracket) return { why: 'bracket', piece: bracket[0] };
  const mention = MENTION.exec(text);
  if (mention) return { why: 'mention', piece: mention[0] };
  if (which === 'recovered' && promisesWord(text)) return { why: 'promise' };
  return !claimed && saysClaim(text) ? { why: 'claim' } : null;
}

export function saysClaim(text: string): boolean {
  const [about, negation, harm] = CLAIM;
  return text
    .replace(NOT_KNOWN, ' ')
    .split(SENTENCE_END)
    .some((each) => about.test(each) && (SAFE.test(each) || (negation.test(each) && harm.test(each))));
}

/** Whether customers may expect the next word within fifteen minutes. */
export function promisesWord(text: string): boolean {
  return PROMISE.test(text);
}

/** Slack counts what it escapes, and the preview must show every character. */
function shownLength(text: string): number {
  return Array.from(text).length + 4 * (text.match(/[&<>]/g)?.length ?? 0);
}
