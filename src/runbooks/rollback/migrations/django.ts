/** One call in a Django migration. Its operations know their own way back, so only the way forward is read. Pure. */
import type { Statement } from './effect.ts';
import type { Call } from './python-calls.ts';
import { readSql } from './sql.ts';

export function djangoCall(call: Call): readonly Statement[] {
  const { callee, method, text } = call;
  if (DESTRUCTIVE.has(method)) return [{ effect: 'destructive', text }];
  if (method === 'RunSQL') return ranSql(call);
  // Django takes the default away again once the existing rows have it.
  if (method === 'AddField') return [{ effect: fillsItself(call) ? 'additive' : 'tightens', text }];
  if (TIGHTENS.has(method)) return [{ effect: 'tightens', text }];
  if (HARMLESS.has(method) || /^(?:models|django)\.(?:[\w.]*\.)?[A-Z]\w*$/.test(callee)) return [];
  return [{ effect: 'unreadable', text }];
}

const DESTRUCTIVE = new Set(
  'RemoveField DeleteModel RenameField RenameModel AlterModelTable RemoveIndex RemoveConstraint'.split(' '),
);
const TIGHTENS = new Set('AddConstraint AlterUniqueTogether'.split(' '));
const HARMLESS = new Set(
  'CreateModel AddIndex AlterModelOptions AlterModelManagers AlterModelTableComment swappable_dependency Q F'.split(
    ' ',
  ),
);

function fillsItself({ args }: Call): boolean {
  return args.some(({ code }) => /\bnull\s*=\s*True\b|\bdb_default\s*=|\bManyToManyField\s*\(/.test(code));
}

function ranSql({ args, text }: Call): readonly Statement[] {
  const forward = args.find(({ name }, i) => name === 'sql' || (name === null && i === 0));
  return forward?.text === null || forward === undefined
    ? [{ effect: 'unreadable', text }]
    : readSql(forward.text);
}
