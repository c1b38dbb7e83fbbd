/** One file in an app's migration paths, as a comparison shows it: what it means to the code before it. Pure. */
import { onNewTables, type Statement, shown } from './effect.ts';
import { readPythonMigration } from './python.ts';
import { readSql } from './sql.ts';

/** A whole migration is a few hundred lines; whoever writes more is read by people. */
const LONGEST_READ = 32 * 1024;

/** Files that no migration tool runs. */
export function isNoMigration(path: string, patch: string | null): boolean {
  const name = path.split('/').at(-1) ?? '';
  return (
    /^(?:readme|license)\b|\.(?:md|rst|txt|mako|ini)$|^\.\w+$/i.test(name) ||
    (name === '__init__.py' && patch === '')
  );
}

/** What a new file does when it is applied; nothing for a way back. `patch` is a whole diff. */
export function readMigration(path: string, patch: string): readonly Statement[] {
  const source = sourceOf(patch);
  if (source === null) return [{ effect: 'unreadable', text: shown(path) }];
  if (/\.py$/i.test(path)) return readPythonMigration(source);
  if (/\.sql$/i.test(path)) return isWayBack(path) ? [] : onNewTables(readSql(wayForward(source)));
  return [{ effect: 'unreadable', text: shown(path) }];
}

/** The file itself, when the diff is nothing but added lines. */
function sourceOf(patch: string): string | null {
  if (patch.length > LONGEST_READ) return null;
  if (patch === '') return '';
  const lines = patch.split('\n').filter((line) => !/^(?:@@ -0,0 |\\ No newline)/.test(line));
  if (lines.some((line) => !line.startsWith('+'))) return null;
  return lines.map((line) => line.slice(1).replace(/\r$/, '')).join('\n');
}

/** `0002_add.down.sql`, `down.sql`, `U2__add.sql`. */
function isWayBack(path: string): boolean {
  const name = path.split('/').at(-1) ?? '';
  return /(?:^|[._-])(?:down|undo|revert|rollback)\.sql$/i.test(name) || /^U\d[\w.]*__/.test(name);
}

/** goose, sql-migrate and dbmate keep both ways in one file, each behind a line of its own. */
function wayForward(source: string): string {
  let back = false;
  const kept = source.split('\n').filter((line) => {
    const way = /^\s*--\s*(?:\+goose\s+|\+migrate\s+|migrate:)(up|down)\b/i.exec(line)?.[1];
    if (way !== undefined) back = way.toLowerCase() === 'down';
    return !back;
  });
  return kept.join('\n');
}
