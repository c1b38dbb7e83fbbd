/**
 * What a piece of SQL does to a schema that older code still has to live with. By allow-list: a statement that is not
 * known to be harmless is unreadable, so that nothing passes because nobody thought of it. Pure.
 */
import { type Effect, type Statement, shown, worst } from './effect.ts';
import { type SqlToken, statementsOf } from './sql-tokens.ts';

/** Every statement, in order; doubt about where one ends is a statement of its own. */
export function readSql(sql: string): readonly Statement[] {
  const { statements, certain } = statementsOf(sql);
  const read = statements.map(readStatement);
  return certain ? read : [...read, { effect: 'unreadable', text: shown(sql) }];
}

function readStatement(tokens: readonly SqlToken[]): Statement {
  const words = tokens.map((token) => token.word);
  const effect = effectOf(words, tokens);
  return {
    effect,
    text: shown(tokens.map((token) => token.text).join(' ')),
    creates:
      words[0] === 'CREATE' && words[1] === 'TABLE' && words[2] !== 'IF' ? nameAt(tokens, 2) : undefined,
    on: effect === 'tightens' ? tightened(words, tokens) : undefined,
  };
}

function effectOf(words: readonly string[], tokens: readonly SqlToken[]): Effect {
  const [first = '', second = ''] = words;
  // Their word lists name what may be done, not what is done.
  if (first === 'GRANT' || first === 'COMMENT') return 'additive';
  if (destroys(words)) return 'destructive';
  if (tokens.some((token) => token.body)) return 'unreadable';
  if (HARMLESS.has(first)) return 'additive';
  if (first === 'CREATE') return ofCreate(words);
  if (first === 'INSERT') return words.includes('UPDATE') ? 'unreadable' : 'additive';
  if (first === 'ALTER' && second === 'TABLE') return worst(actionsOf(words).map(ofAction));
  if (first === 'ALTER' && second === 'TYPE') return has(words, 'ADD', 'VALUE') ? 'additive' : 'unreadable';
  return 'unreadable';
}

const HARMLESS = new Set(['BEGIN', 'START', 'COMMIT', 'END', 'SET', 'RESET', 'ANALYZE', 'LOCK']);

/** Anywhere in the statement: inside functions, anonymous blocks and common table expressions too. */
function destroys(words: readonly string[]): boolean {
  return words.some((word, i) => {
    const next = words[i + 1] ?? '';
    switch (word) {
      case 'DROP':
        return next !== 'NOT' && next !== 'DEFAULT' && words[i - 1] !== 'COMMIT';
      case 'TRUNCATE':
        return true;
      case 'RENAME':
        return words.includes('ALTER');
      case 'DELETE':
        return next === 'FROM';
      case 'SET':
        return (next === 'NOT' && words[i + 2] === 'NULL') || next === 'DATA' || next === 'SCHEMA';
      case 'TYPE':
        // ALTER TABLE t ALTER [COLUMN] c TYPE …; a column that is added may be called type.
        return words[i - 2] === 'ALTER' || (words[i - 2] === 'COLUMN' && words[i - 3] === 'ALTER');
      default:
        return false;
    }
  });
}

const CREATED = new Set(['TABLE', 'INDEX', 'SEQUENCE', 'TYPE', 'DOMAIN', 'EXTENSION', 'SCHEMA', 'VIEW']);
const BEFORE_CREATED = new Set([
  'UNIQUE',
  'TEMP',
  'TEMPORARY',
  'UNLOGGED',
  'GLOBAL',
  'LOCAL',
  'MATERIALIZED',
]);

function ofCreate(words: readonly string[]): Effect {
  const kind = words.find((word, i) => i > 0 && !BEFORE_CREATED.has(word)) ?? '';
  if (!CREATED.has(kind)) return 'unreadable';
  return words[1] === 'UNIQUE' ? 'tightens' : 'additive';
}

/** `ALTER TABLE [IF EXISTS] [ONLY] [schema.]name action, action`. */
function actionsOf(words: readonly string[]): readonly (readonly string[])[] {
  const name = nameStart(words, 2);
  const actions: string[][] = [[]];
  let depth = 0;
  for (const word of words.slice(name + (words[name + 1] === '.' ? 3 : 1))) {
    if (word === '(') depth += 1;
    if (word === ')') depth -= 1;
    if (word === ',' && depth === 0) actions.push([]);
    else actions.at(-1)?.push(word);
  }
  return actions;
}

const CONSTRAINTS = new Set(['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN', 'EXCLUDE']);
/** Each gives the column a value where old code gives none. */
const FILLED = ['DEFAULT', 'GENERATED', 'SERIAL', 'BIGSERIAL', 'SMALLSERIAL'];

function ofAction(words: readonly string[]): Effect {
  const [verb = '', second = ''] = words;
  if (verb === 'ADD') {
    if (CONSTRAINTS.has(second)) return 'tightens';
    const filled = words.some((word) => FILLED.includes(word));
    return has(words, 'NOT', 'NULL') && !filled ? 'tightens' : 'additive';
  }
  if (verb === 'VALIDATE') return 'additive';
  if (verb === 'MODIFY' || verb === 'CHANGE') return 'destructive';
  if (verb !== 'ALTER') return 'unreadable';
  const [, , change = '', what = ''] = second === 'COLUMN' ? words.slice(1) : words;
  if (change === 'SET' && what === 'DEFAULT') return 'additive';
  if (change === 'DROP') return what === 'NOT' ? 'additive' : 'tightens';
  return 'unreadable';
}

function tightened(words: readonly string[], tokens: readonly SqlToken[]): string | undefined {
  if (words[0] === 'ALTER') return nameAt(tokens, 2);
  const on = words.indexOf('ON');
  return on < 0 ? undefined : nameAt(tokens, on + 1);
}

function nameAt(tokens: readonly SqlToken[], from: number): string | undefined {
  const words = tokens.map((token) => token.word);
  const at = nameStart(words, from);
  const name = words[at + 1] === '.' ? at + 2 : at;
  return tokens[name]?.text.replace(/["`]/g, '').toLowerCase();
}

function nameStart(words: readonly string[], from: number): number {
  const at = words.findIndex((word, i) => i >= from && !['IF', 'NOT', 'EXISTS', 'ONLY'].includes(word));
  return at < 0 ? words.length : at;
}

function has(words: readonly string[], first: string, second: string): boolean {
  return words.some((word, i) => word === first && words[i + 1] === second);
}
