/** What one new migration does to code that is older than it. */
import { describe, expect, test } from 'vitest';
import { worst } from '../../src/runbooks/rollback/migrations/effect.ts';
import { isNoMigration, readMigration } from '../../src/runbooks/rollback/migrations/migration-file.ts';
import { alembic, diffOf, django } from './migrations.ts';

function effectOf(path: string, content: string): string {
  return worst(readMigration(path, diffOf(content)).map(({ effect }) => effect));
}

const NOTE = "op.add_column('orders', sa.Column('note', sa.String(length=50), nullable=True))";
const DROP = "op.drop_column('orders', 'note')";

describe('Alembic', () => {
  test.each<[string, string[], string]>([
    ['a nullable column', [NOTE], 'additive'],
    ['nothing but a revision', [], 'additive'],
    [
      'a table with its indexes',
      [
        "op.create_table('users',",
        "sa.Column('id', sa.Integer(), nullable=False),",
        "sa.Column('data', postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text(\"'{}'\"), nullable=False),",
        "sa.ForeignKeyConstraint(['team'], ['teams.id'], ondelete='CASCADE'),",
        "sa.PrimaryKeyConstraint('id')",
        ')',
        "op.create_index(op.f('ix_users_email'), 'users', ['email'], unique=True)",
      ],
      'additive',
    ],
    ['a plain index', ["op.create_index('ix', 'orders', ['at'])"], 'additive'],
    [
      'a required column that fills itself',
      [NOTE.replace('nullable=True', "nullable=False, server_default=''")],
      'additive',
    ],
    ['a required column', [NOTE.replace('nullable=True', 'nullable=False')], 'tightens'],
    [
      'a required column, default spelled None',
      [NOTE.replace('nullable=True', 'nullable=False, server_default=None')],
      'tightens',
    ],
    ['a unique index on an old table', ["op.create_index('ix', 'orders', ['at'], unique=True)"], 'tightens'],
    ['a constraint', ["op.create_unique_constraint('u', 'orders', ['at'])"], 'tightens'],
    ['a foreign key', ["op.create_foreign_key('f', 'orders', 'users', ['a'], ['b'])"], 'tightens'],
    [
      'a batch that relaxes',
      [
        "with op.batch_alter_table('x') as batch_op:",
        "    batch_op.alter_column('y', existing_type=sa.INTEGER(), nullable=True)",
      ],
      'additive',
    ],
    ['a default taken away', ["op.alter_column('x', 'y', server_default=None)"], 'tightens'],
    ['drop_column', [DROP], 'destructive'],
    ['drop_table', ["op.drop_table('orders')"], 'destructive'],
    ['drop_index', ["op.drop_index('ix')"], 'destructive'],
    [
      'drop_constraint, batched',
      ["with op.batch_alter_table('x') as b:", "    b.drop_constraint('c')"],
      'destructive',
    ],
    ['rename_table', ["op.rename_table('a', 'b')"], 'destructive'],
    ['a new type', ["op.alter_column('x', 'y', type_=sa.Text(), existing_type=sa.String())"], 'destructive'],
    ['made required', ["op.alter_column('x', 'y', nullable=False)"], 'destructive'],
    ['a new name', ["op.alter_column('x', 'y', new_column_name='z')"], 'destructive'],
    ['an enum dropped', ["sa.Enum(name='colour').drop(op.get_bind())"], 'destructive'],
    ['SQL that adds', ["op.execute('ALTER TABLE x ADD COLUMN y int')"], 'additive'],
    [
      'SQL with words in a comment',
      ['op.execute("""', '  -- DROP TABLE x', '  CREATE INDEX CONCURRENTLY i ON x (y);', '""")'],
      'additive',
    ],
    ['SQL in pieces', ['op.execute("ALTER TABLE x "', '           "DROP COLUMN y")'], 'destructive'],
    ['SQL added up', ['op.execute("ALTER TABLE x " + "DROP " + "COLUMN y")'], 'destructive'],
    ['SQL in sa.text', ["op.execute(sa.text('DROP TABLE x'))"], 'destructive'],
    ['SQL on a connection', ["op.get_bind().execute('DROP TABLE x')"], 'destructive'],
    ['SQL in a local name', ["sql = 'DROP TABLE x'", 'op.execute(sql)'], 'destructive'],
    ['SQL made at run time', ["op.execute(f'ALTER TABLE {name} ADD COLUMN y int')"], 'unreadable'],
    ['SQL made at run time that drops', ["op.execute('DROP TABLE {}'.format(name))"], 'destructive'],
    ['spelled with escapes', ["op.execute('\\x44ROP TABLE x')"], 'unreadable'],
    ['rows that change', ["op.execute('UPDATE x SET a = 1')"], 'unreadable'],
    ['rows that go', ["op.execute('DELETE FROM x')"], 'destructive'],
    ['by name at run time', ["getattr(op, 'dr' + 'op_table')('x')"], 'unreadable'],
    ['a function handed on', ['run = op.drop_table', "run('x')"], 'unreadable'],
    ['code from elsewhere', ["helpers.rebuild('x')"], 'unreadable'],
    ['the way down, called', ['downgrade()'], 'destructive'],
    ['the way down, in another alphabet', ['ｄowngrade()'], 'unreadable'],
    ['inside a condition', ["if 'note' in columns():", `    ${DROP}`], 'destructive'],
    ['behind a semicolon', [`pass; ${DROP}`], 'destructive'],
    ['a bracket never closed', ["op.add_column('x'"], 'unreadable'],
  ])('%s', (_, up, expected) => {
    expect(effectOf('0046.py', alembic(up, [DROP]))).toBe(expected);
  });

  test('only the way down destroys: helpers and constants of its own do not count', () => {
    const top = [
      "CREATE = 'CREATE TABLE a (id int)'",
      "UNDO = 'DROP TABLE a'",
      'def undo():',
      '    """DROP TABLE a"""',
      "    op.drop_table('b')",
    ];
    expect(effectOf('0046.py', alembic(['op.execute(CREATE)'], ['op.execute(UNDO)', 'undo()'], top))).toBe(
      'additive',
    );
    expect(effectOf('0046.py', alembic(['op.execute(CREATE)', 'undo()'], ['undo()'], top))).toBe(
      'destructive',
    );
    expect(effectOf('0046.py', alembic(['op.execute(UNDO)'], ['undo()'], top))).toBe('destructive');
  });

  test.each([
    ['what the file does when it is loaded', "op.drop_table('x')"],
    ['a helper nobody mentions', "def odd():\n    op.drop_table('x')"],
  ])('counts: %s', (_, top) => {
    expect(effectOf('0046.py', alembic([NOTE], [], [top]))).toBe('destructive');
  });

  test('several databases: each upgrade is read, no downgrade is', () => {
    const file = (up: string) =>
      alembic(
        ['upgrade_main()'],
        ['downgrade_main()'],
        [`def upgrade_main():`, `    ${up}`, '', 'def downgrade_main():', `    ${DROP}`],
      );
    expect(effectOf('0046.py', file(NOTE))).toBe('additive');
    expect(effectOf('0046.py', file(DROP))).toBe('destructive');
  });

  test.each([
    ['decorated', alembic([NOTE]).replace('def upgrade', '@surprise\ndef upgrade')],
    ['with a form feed, which ends an indentation', alembic([], [`pass\n\f${DROP}`])],
    ['with a lone carriage return, which begins a line', alembic([], [`pass # \r${DROP}`])],
    ['quotes within quotes that newer Pythons allow', alembic(['x = f"{a["b"]}"'])],
    ['neither Alembic nor Django', `step('CREATE TABLE x (y int)', 'DROP TABLE x')`],
    ['an upgrade that is a name for something else', 'upgrade = run_all'],
    ['longer than anybody reads', alembic([NOTE, `# ${'x'.repeat(40_000)}`])],
  ])('is not understood, so not harmless: %s', (_, content) => {
    expect(effectOf('0046.py', content)).toBe('unreadable');
  });

  test('lines that end as on Windows are the same', () => {
    expect(effectOf('0046.py', alembic([NOTE], [DROP]).replaceAll('\n', '\r\n'))).toBe('additive');
  });
});

describe('Django', () => {
  test.each([
    ['migrations.CreateModel(name="A", fields=[("id", models.BigAutoField(primary_key=True))])', 'additive'],
    ['migrations.AddField("a", "b", models.CharField(max_length=9, null=True))', 'additive'],
    ['migrations.AddField("a", "b", models.CharField(max_length=9, default=""))', 'tightens'],
    ['migrations.AddIndex("a", models.Index(fields=["b"], name="c"))', 'additive'],
    ['migrations.AddConstraint("a", models.UniqueConstraint(fields=["b"], name="c"))', 'tightens'],
    ['migrations.AlterField("a", "b", models.TextField())', 'unreadable'],
    ['migrations.RunPython(forwards, migrations.RunPython.noop)', 'unreadable'],
    ['migrations.RunSQL("CREATE INDEX a ON b (c)", reverse_sql="DROP INDEX a")', 'additive'],
    ['migrations.RunSQL("CREATE INDEX a ON b (c)", "DROP INDEX a")', 'additive'],
    ['migrations.RunSQL(sql="DROP TABLE a")', 'destructive'],
    ['migrations.RemoveField("a", "b")', 'destructive'],
    ['migrations.DeleteModel("A")', 'destructive'],
    ['migrations.RenameField("a", "b", "c")', 'destructive'],
    ['migrations.RenameModel("A", "B")', 'destructive'],
  ])('%s', (operation, expected) => {
    expect(effectOf('shop/migrations/0008_x.py', django(operation))).toBe(expected);
  });
});

describe('SQL', () => {
  test.each([
    ['create table a (id serial primary key, b int references c on delete cascade);', 'additive'],
    ['ALTER TABLE a ADD COLUMN b int NOT NULL DEFAULT 0, ADD COLUMN type text;', 'additive'],
    ['ALTER TABLE a ADD b int NOT NULL', 'tightens'],
    ['ALTER TABLE public.a ADD CONSTRAINT c CHECK (b > 0) NOT VALID', 'tightens'],
    ['CREATE TABLE a (b int); CREATE UNIQUE INDEX i ON a (b)', 'additive'],
    ['CREATE UNIQUE INDEX i ON a (b)', 'tightens'],
    ['ALTER TABLE a ALTER COLUMN b DROP NOT NULL', 'additive'],
    ['ALTER TABLE a ALTER b DROP DEFAULT', 'tightens'],
    ["ALTER TYPE colour ADD VALUE 'drop table'", 'additive'],
    ["INSERT INTO a VALUES ('DROP TABLE b; --', 'it''s')", 'additive'],
    ['INSERT INTO a VALUES (1) ON CONFLICT (b) DO UPDATE SET c = 1', 'unreadable'],
    ['GRANT SELECT, DELETE, TRUNCATE ON a TO raptor_app', 'additive'],
    ["COMMENT ON TABLE a IS 'drop me'", 'additive'],
    ['/* DROP TABLE a */ BEGIN; SET lock_timeout = 1; COMMIT', 'additive'],
    ['CREATE TABLE "drop" ("rename" int)', 'additive'],
    ['drop table a', 'destructive'],
    ['ALTER TABLE a\n  DROP\n  COLUMN b', 'destructive'],
    ['ALTER TABLE a/**/DROP/**/COLUMN b', 'destructive'],
    ['ALTER TABLE a RENAME TO b', 'destructive'],
    ['ALTER TABLE a ALTER COLUMN b TYPE text', 'destructive'],
    ['ALTER TABLE a ALTER b SET DATA TYPE text', 'destructive'],
    ['ALTER TABLE a ALTER b SET NOT NULL', 'destructive'],
    ['ALTER TABLE a MODIFY b INT', 'destructive'],
    ['TRUNCATE a', 'destructive'],
    ['WITH gone AS (DELETE FROM a RETURNING *) SELECT 1', 'destructive'],
    ['DO $$ BEGIN ALTER TABLE a DROP COLUMN b; END $$', 'destructive'],
    ["DO $x$ BEGIN EXECUTE 'DR' || 'OP TABLE a'; END $x$", 'unreadable'],
    ['DO $x$ ALTER TABLE a DROP COLUMN b', 'destructive'],
    ['/*! DROP TABLE a */', 'destructive'],
    ['/* /* */ DROP TABLE a */', 'destructive'],
    ["SELECT E'\\'; DROP TABLE a; --'", 'unreadable'],
    ["INSERT INTO a VALUES ('\\'); DROP TABLE b; --')", 'unreadable'],
    ["INSERT INTO a VALUES ('x", 'unreadable'],
    ['\\i other.sql', 'unreadable'],
    ['CREATE OR REPLACE FUNCTION f() RETURNS int AS $$ SELECT 1 $$ LANGUAGE sql', 'unreadable'],
    ['SELECT rebuild()', 'unreadable'],
    ['MERGE INTO a USING b ON true WHEN MATCHED THEN DO NOTHING', 'unreadable'],
  ])('%s', (sql, expected) => {
    expect(effectOf('db/0001_x.sql', sql)).toBe(expected);
  });

  test.each([
    ['0001_x.down.sql', 'DROP TABLE a'],
    ['2026-05-14-x/down.sql', 'DROP TABLE a'],
    ['U2__x.sql', 'DROP TABLE a'],
    ['0001_x.sql', 'CREATE TABLE a (b int);\n-- +goose Down\nDROP TABLE a;'],
    ['0001_x.sql', '-- +migrate Up\nCREATE TABLE a (b int);\n-- +migrate Down\nDROP TABLE a;'],
    ['0001_x.sql', '-- migrate:up\nCREATE TABLE a (b int);\n-- migrate:down\nDROP TABLE a;'],
  ])('the way back does not count: %s, %j', (path, sql) => {
    expect(effectOf(path, sql)).toBe('additive');
  });

  test('what follows the way back, forward again, counts', () => {
    const sql = '-- migrate:down\nSELECT 1;\n-- migrate:up\nDROP TABLE a;';
    expect(effectOf('0001_x.sql', sql)).toBe('destructive');
  });
});

test.each([
  ['db/0001_x.rb', 'add_column :a, :b, :string'],
  ['db/0001_x.js', 'exports.up = (knex) => knex.schema.dropTable("a")'],
  ['db/0001_x', 'DROP TABLE a'],
])('a kind of migration it cannot read is not harmless: %s', (path, content) => {
  expect(effectOf(path, content)).toBe('unreadable');
});

test.each([
  ['versions/README.md', 'anything', true],
  ['versions/.gitkeep', '', true],
  ['versions/__init__.py', '', true],
  ['versions/__init__.py', diffOf('import this'), false],
  ['versions/0046_readme.py', '', false],
  ['script.py.mako', 'x', true],
])('is no migration: %s with %j is %s', (path, patch, expected) => {
  expect(isNoMigration(path, patch)).toBe(expected);
});
