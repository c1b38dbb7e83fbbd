/** SQL as words, without comments and what stands in quotes; in doubt text counts as code, so that nothing hides. Pure. */

export interface SqlToken {
  /** Upper case for a bare word; the character itself for punctuation; empty for what is quoted. */
  readonly word: string;
  readonly text: string;
  /** Stands inside a dollar-quoted body. */
  readonly body: boolean;
}

export interface SqlStatements {
  readonly statements: readonly (readonly SqlToken[])[];
  /** False where databases differ in what is quoted, or a quote never ends. */
  readonly certain: boolean;
}

const PIECE =
  /(?<nothing>\s+|--[^\n]*|\/\*(?![!+])(?:(?!\/\*)[\s\S])*?\*\/)|(?<quoted>[eEnNbBxX]?'(?:[^'\\]|'')*'|"(?:[^"\\]|"")*"|`[^`]*`)|(?<dollar>\$(?:[A-Za-z_]\w*)?\$)|(?<word>[\p{L}_][\p{L}\p{N}_$]*|\d[\d.]*)|(?<mark>[\s\S])/uy;

/** What is left of quotes that do not end, comments within comments, and commands of psql. */
const DOUBTFUL = /^(?:['"`\\]|\/\*|\*\/)/;

export function statementsOf(sql: string): SqlStatements {
  const statements: SqlToken[][] = [[]];
  let certain = true;
  const take = (found: RegExpExecArray, text: string, body: boolean) => {
    const mark = found.groups?.['mark'];
    if (mark === ';' && !body) statements.push([]);
    else statements.at(-1)?.push(...tokenOf(found, body));
    if (mark !== undefined && DOUBTFUL.test(text.slice(found.index, found.index + 2))) certain = false;
  };
  const scan = (text: string, body: boolean) => {
    const piece = new RegExp(PIECE);
    for (let found = piece.exec(text); found !== null; found = piece.exec(text)) {
      const dollar = found.groups?.['dollar'];
      if (dollar === undefined || body) {
        take(found, text, body);
        continue;
      }
      const end = text.indexOf(dollar, piece.lastIndex);
      scan(text.slice(piece.lastIndex, end < 0 ? undefined : end), true);
      // Without an end the rest may be quoted or not: it was read as if it were not.
      if (end < 0) certain = false;
      piece.lastIndex = end < 0 ? text.length : end + dollar.length;
    }
  };
  scan(sql, false);
  return { statements: statements.filter((tokens) => tokens.length > 0), certain };
}

function tokenOf({ 0: text, groups = {} }: RegExpExecArray, body: boolean): readonly SqlToken[] {
  if (groups['quoted'] !== undefined) return [{ word: '', text, body }];
  const isToken = groups['word'] !== undefined || groups['mark'] !== undefined;
  return isToken ? [{ word: text.toUpperCase(), text, body }] : [];
}
