/**
 * What a migration in Python does when it is applied: Alembic's `upgrade`, or Django's operations. By allow-list, as
 * with SQL: a call that is not known to be harmless is unreadable. Pure.
 */
import { alembicCall } from './alembic.ts';
import { djangoCall } from './django.ts';
import { onNewTables, type Statement, shown } from './effect.ts';
import { callReader } from './python-calls.ts';
import { literalsIn, type Piece, type PythonSource, piecesOf, readPython } from './python-source.ts';
import { reached } from './reached.ts';
import { readSql } from './sql.ts';

export function readPythonMigration(source: string): readonly Statement[] {
  const python = readPython(source);
  if (python === null) return [unreadable(source)];
  const { code } = python;
  const pieces = piecesOf(python);
  const alembic = pieces.some(({ name, kind }) => name === 'upgrade' && kind === 'function');
  const django = /\bclass\s+Migration\s*\(/.test(code);
  if (alembic === django) return [unreadable(source)];
  const callsOf = callReader(source, python);
  const running = alembic ? reached(pieces, code) : pieces;
  const statements = running.flatMap((piece): readonly Statement[] => {
    const calls = callsOf(piece);
    const written = code.slice(piece.start, piece.end);
    const hidden = calls === null || hides(written) ? [unreadable(written)] : [];
    return [...hidden, ...(calls ?? []).flatMap(alembic ? alembicCall : djangoCall)];
  });
  return onNewTables([...statements, ...(alembic ? running.flatMap((piece) => textsIn(python, piece)) : [])]);
}

function unreadable(source: string): Statement {
  return { effect: 'unreadable', text: shown(source) };
}

/** Ways to run something that are not a call by its name: decorators, and a function of Alembic's handed on. */
function hides(code: string): boolean {
  return /^[ \t]*@/m.test(code) || /\b(?:drop|rename)_\w+\b(?!\s*[(=])/.test(code);
}

/** SQL may stand in a text long before it is executed: what would destroy is looked for in every text but docstrings. */
function textsIn(python: PythonSource, { start, end }: Piece): readonly Statement[] {
  return literalsIn(python, start, end)
    .filter(({ value }) => value !== null && DESTROYS.test(value))
    .filter((literal) => !isDocstring(python.code, literal))
    .flatMap(({ value }) => readSql(value ?? ''))
    .filter(({ effect }) => effect === 'destructive');
}

/** Words that a label or comment hardly has in this order. */
const DESTROYS =
  /\b(?:drop\s+(?:table|column|index|constraint|view|type|schema|sequence|function|trigger|materialized|domain)\b|truncate\s+\S|delete\s+from\s|alter\s+table\s)/i;

function isDocstring(
  code: string,
  { start, end }: { readonly start: number; readonly end: number },
): boolean {
  const before = code.slice(code.lastIndexOf('\n', start - 1) + 1, start);
  const lineEnd = code.indexOf('\n', end);
  const after = code.slice(end, lineEnd < 0 ? undefined : lineEnd);
  return before.trim() === '' && after.trim() === '';
}
