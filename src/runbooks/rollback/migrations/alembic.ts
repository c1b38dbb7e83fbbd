/** One call in the upgrade path of an Alembic migration. Pure. */
import { type Effect, type Statement, worst } from './effect.ts';
import type { Call } from './python-calls.ts';
import { readSql } from './sql.ts';

export function alembicCall(call: Call): readonly Statement[] {
  const { callee, method, text } = call;
  if (/^drop(?:_\w+)?$/.test(method) || method.startsWith('rename')) return [{ effect: 'destructive', text }];
  if (method === 'execute') return executed(call);
  if (method === 'alter_column') return [{ effect: ofAlterColumn(call), text }];
  if (method === 'add_column') return [{ effect: ofAddColumn(call), text, on: tableOf(call, 0) }];
  if (method === 'create_table') return [{ effect: 'additive', text, creates: tableOf(call, 0) }];
  if (method === 'create_index') return [{ effect: ofCreateIndex(call), text, on: tableOf(call, 1) }];
  if (TIGHTENS.has(method)) return [{ effect: 'tightens', text, on: tableOf(call, 1) }];
  if (HARMLESS_METHODS.has(method) || HARMLESS_NAMES.test(callee) || call.isLocal) return [];
  return [{ effect: 'unreadable', text }];
}

const TIGHTENS = new Set([
  'create_unique_constraint',
  'create_check_constraint',
  'create_foreign_key',
  'create_primary_key',
  'create_exclude_constraint',
]);

/** On whatever they are called: they add, look, or name. */
const HARMLESS_METHODS = new Set(
  [
    'batch_alter_table create_table_comment bulk_insert f get_bind get_context inline_literal create autocommit_block',
    'inspect get_columns get_table_names get_indexes get_unique_constraints get_foreign_keys has_table has_column',
    'with_variant scalar fetchone fetchall mappings first get keys items values append join format strip',
  ].flatMap((names) => names.split(' ')),
);

/** Types and expressions, and Python's own. */
const HARMLESS_NAMES =
  /^(?:(?:sa|sqlalchemy|postgresql|mysql|sqlite|sqlmodel|pgvector)\.(?:[\w.]*\.)?[A-Z]\w*|(?:sa\.)?(?:text|func\.\w+|true|false|null|literal|literal_column|column|table)|sa\.sql\.(?:expression\.)?(?:text|true|false|null|func\.\w+|column|table)|Column|String|Text|Unicode|Integer|BigInteger|SmallInteger|Boolean|DateTime|Date|Time|Interval|Numeric|Float|JSON|JSONB|UUID|Uuid|Enum|ENUM|ARRAY|INET|TIMESTAMP|VARCHAR|LargeBinary|ForeignKey|ForeignKeyConstraint|PrimaryKeyConstraint|UniqueConstraint|CheckConstraint|Index|Identity|Computed|len|set|list|dict|tuple|any|all|print|str|int|bool|range|sorted|enumerate|isinstance)$/;

/** Only plain text can be read; anything put together at run time is not. */
function executed({ args, text }: Call): readonly Statement[] {
  const sql = args[0]?.name === null || args[0]?.name === 'sqltext' ? args[0].text : null;
  return sql === null ? [{ effect: 'unreadable', text }] : readSql(sql);
}

const KEPT = /^(?:existing_\w+|schema|table_name|column_name|comment)$/;

function ofAlterColumn({ args }: Call): Effect {
  const effects = args
    .filter(({ name }, i) => name !== null || i > 1)
    .map(({ name, code }): Effect => {
      if (name === null) return 'unreadable';
      if (KEPT.test(name)) return 'additive';
      if (name === 'type_' || name === 'new_column_name' || name === 'name') return 'destructive';
      if (name === 'nullable') return code === 'True' ? 'additive' : 'destructive';
      if (name === 'server_default') return code === 'None' || code === 'False' ? 'tightens' : 'additive';
      return 'unreadable';
    });
  return worst(effects);
}

/** Old code gives a new column no value, so it needs one of its own. */
function ofAddColumn({ args }: Call): Effect {
  const written = args.map(({ code }) => code).join(' ');
  if (/\*/.test(written)) return 'unreadable';
  const filled = /\b(?:server_default\s*=\s*(?!None\b)|Identity\s*\(|Computed\s*\()/.test(written);
  const required = /\b(?:nullable\s*=\s*(?!True\b)|primary_key\s*=\s*(?!False\b))/.test(written);
  return required && !filled ? 'tightens' : 'additive';
}

function ofCreateIndex({ args }: Call): Effect {
  return args.some(({ name, code }) => name === 'unique' && code !== 'False') ? 'tightens' : 'additive';
}

function tableOf({ args }: Call, at: number): string | undefined {
  const given =
    args.find(({ name }) => name === 'table_name') ?? args.filter(({ name }) => name === null)[at];
  return given?.text?.toLowerCase();
}
