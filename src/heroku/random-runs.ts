/** Long runs of characters that no person would write: keys, hashes, ids. Pure. */

/** Letters, digits and what base64 and URL-encoding add to them. */
const RUN = /(?:[A-Za-z0-9+/_-]|%[0-9A-Fa-f]{2}){20,}={0,2}/g;
const SEPARATOR = /[+/_-]|%[0-9A-Fa-f]{2}/;

/** Camel case and capitals, a few digits before or behind: `SignupForm2`, `python3`, `DATABASE`. */
const WORD =
  /^\d{0,4}(?:(?:[A-Z]?[a-z]{1,22})(?:[A-Z][a-z]{1,22}|[A-Z]{2,6}(?![a-z]))*|[A-Z]{1,22})?\d{0,4}$/;
/** What a word is made of; those people write have four letters and more each. */
const PIECES = /[A-Z]{2,6}(?![a-z])|[A-Z]?[a-z]+|[A-Z]/g;
const LONG_WORD = 20;
const NUMBER = /^\d{1,10}$/;
/** Short commits, revisions of a migration. */
const SHORT_HEX = /^[0-9a-f]{6,12}$/;
/** An old Heroku API key is one, like a request's id. */
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
const MOST_SHORT_HEX = 2;
/** So many characters outside words make a run random. */
const ODD_ENOUGH = 10;

/** Paths, module names and identifiers stay, and so does a short commit or two. */
export function hideRandomRuns(text: string, hidden: string): string {
  return text.replace(RUN, (run) => (looksRandom(run) ? hidden : run));
}

function looksRandom(run: string): boolean {
  if (UUID.test(run)) return true;
  const parts = run.replace(/=+$/, '').split(SEPARATOR);
  const strange = parts.filter((part) => part !== '' && !isWord(part) && !NUMBER.test(part));
  const shortHex = strange.filter((part) => SHORT_HEX.test(part));
  const odd = strange.filter((part) => !SHORT_HEX.test(part)).join('').length;
  return odd >= ODD_ENOUGH || shortHex.length > MOST_SHORT_HEX;
}

/** Thirty random letters may happen to be camel case, in very short words. */
function isWord(part: string): boolean {
  if (!WORD.test(part)) return false;
  return part.length < LONG_WORD || (part.match(PIECES)?.length ?? 0) * 4 <= part.length;
}
