import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChangedFile, Comparison, GitHubFailure } from '../../src/ports.ts';
import {
  type MigrationFacts,
  migrationCaveat,
  type ReleaseOutput,
} from '../../src/runbooks/rollback/migration-caveat.ts';
import { added, alembic, django } from './migrations.ts';

const VERSIONS = 'backend_v2/migrations/versions';
const OTHERS = 'console/migrations/versions';
const NOTE = "op.add_column('orders', sa.Column('note', sa.Text()))";
const DROP = "op.drop_column('orders', 'note')";
const REQUIRED = "op.add_column('orders', sa.Column('note', sa.Text(), nullable=False))";
const CODE = added('backend_v2/api/signup.py', 'def signup(): pass');

function facts(files: readonly ChangedFile[], over: Partial<MigrationFacts> = {}): MigrationFacts {
  return {
    migrationPaths: [VERSIONS],
    knownPaths: [VERSIONS, OTHERS],
    comparison: { ok: true, value: compared(files) },
    releaseCommand: true,
    outputs: [],
    ...over,
  };
}

function compared(files: readonly ChangedFile[], over: Partial<Comparison> = {}): Comparison {
  return { commits: [], files, complete: true, labelsKnown: true, ...over };
}

const without = (why: GitHubFailure) => ({ comparison: { ok: false, why } as const });
const migration = (up: string[], over: Partial<ChangedFile> = {}) =>
  added(`${VERSIONS}/0046_note.py`, alembic(up, [DROP]), over);

describe('what the files say', () => {
  test.each<[string, MigrationFacts, string, string | null]>([
    ['no file at all', facts([]), 'none', null],
    ['code only', facts([CODE]), 'none', null],
    ['a readme beside the migrations', facts([added(`${VERSIONS}/README.md`, 'x')]), 'none', null],
    ['another app’s migrations', facts([added(`${OTHERS}/0001.py`, alembic([DROP]))]), 'none', null],
    [
      'a folder that only begins the same is not ours',
      facts([added(`${VERSIONS}_old/1.py`, alembic([DROP]))]),
      'unknown',
      'elsewhere',
    ],
    ['additive, with a release command', facts([CODE, migration([NOTE])]), 'additive-with-command', null],
    ['additive, without one', facts([migration([NOTE])], { releaseCommand: false }), 'additive', null],
    [
      'additive, command unknown',
      facts([migration([NOTE])], { releaseCommand: null }),
      'unknown',
      'command-unknown',
    ],
    ['destructive', facts([migration([DROP])]), 'destructive', null],
    [
      'destructive, without a release command',
      facts([migration([DROP])], { releaseCommand: false }),
      'destructive',
      null,
    ],
    [
      'one destructive among others',
      facts([migration([NOTE]), added(`${VERSIONS}/1.sql`, 'DROP TABLE a')]),
      'destructive',
      null,
    ],
    [
      'destructive, in a list that is not whole',
      facts([], { comparison: { ok: true, value: compared([migration([DROP])], { complete: false }) } }),
      'destructive',
      null,
    ],
    [
      'Django',
      facts([migration([]), added(`${VERSIONS}/2.py`, django('migrations.DeleteModel("A")'))]),
      'destructive',
      null,
    ],
    ['a required column', facts([migration([REQUIRED])], { releaseCommand: false }), 'unknown', 'tightens'],
    ['something nobody can read', facts([migration(['run()'])]), 'unknown', 'unreadable'],
    ['no diff', facts([migration([NOTE], { patch: null })]), 'unknown', 'no-diff'],
    [
      'a diff that is not only new lines',
      facts([migration([NOTE], { patch: '@@ -1 +1 @@\n-a\n+b' })]),
      'unknown',
      'unreadable',
    ],
    ['an old migration edited', facts([migration([NOTE], { status: 'modified' })]), 'unknown', 'edited'],
    ['an old migration deleted', facts([migration([], { status: 'removed' })]), 'unknown', 'edited'],
    [
      'an old migration moved away',
      facts([
        added('attic/0046.py', '', { status: 'renamed', previousPath: `${VERSIONS}/0046.py`, patch: null }),
      ]),
      'unknown',
      'edited',
    ],
    [
      'a list that is not whole, and nothing in it',
      facts([], { comparison: { ok: true, value: compared([CODE], { complete: false }) } }),
      'unknown',
      'incomplete',
    ],
    ['no migration paths are configured', facts([CODE], { migrationPaths: [] }), 'unknown', 'no-paths'],
    ['paths that are no paths', facts([CODE], { migrationPaths: ['./', '/'] }), 'unknown', 'no-paths'],
    [
      'a migration where none is expected',
      facts([added('db/migrations/0046.py', alembic([NOTE]))]),
      'unknown',
      'elsewhere',
    ],
    ['tests of migrations', facts([added('tests/migrations/test_0046.py', 'x')]), 'none', null],
  ])('%s', (_, given, kind, why) => {
    const caveat = migrationCaveat(given);
    expect(caveat.kind).toBe(kind);
    if (why !== null) expect(caveat).toMatchObject({ why });
  });

  test('a path may be written with a dot before and a slash behind', () => {
    const given = facts([migration([DROP])], { migrationPaths: [`./${VERSIONS}/`], knownPaths: [] });
    expect(migrationCaveat(given).kind).toBe('destructive');
  });

  test('what destroys is named with its file', () => {
    expect(migrationCaveat(facts([migration([NOTE, DROP])]))).toEqual({
      kind: 'destructive',
      names: [`${VERSIONS}/0046_note.py: op.drop_column('orders', 'note')`],
    });
    expect(migrationCaveat(facts([migration([NOTE], { status: 'modified' })]))).toEqual({
      kind: 'unknown',
      why: 'edited',
      names: [`${VERSIONS}/0046_note.py`],
    });
  });
});

describe('without GitHub, what the release commands printed', () => {
  const printed = (...lines: readonly string[]): ReleaseOutput => ({
    version: 85,
    lines: { ok: true, value: lines },
  });
  const UPGRADED = 'INFO  [alembic.runtime.migration] Running upgrade 0045 -> 0046, add notes';

  test.each<[string, readonly ReleaseOutput[], string, readonly string[]]>([
    [
      'upgrades ran',
      [printed('Context', UPGRADED, '14 passed')],
      'upgrades-ran',
      ['0045 -> 0046, add notes'],
    ],
    ['the first ever', [printed('Running upgrade  -> 0001, begin')], 'upgrades-ran', ['-> 0001, begin']],
    ['Django', [printed('  Applying shop.0008_note... OK')], 'upgrades-ran', ['shop.0008_note']],
    ['twice the same', [printed(UPGRADED), printed(UPGRADED)], 'upgrades-ran', ['0045 -> 0046, add notes']],
    ['none ran', [printed('14 passed')], 'none-seen', []],
    ['nothing was printed', [printed()], 'not-seen', []],
    ['no release had a command', [], 'not-seen', []],
    [
      'one could not be read',
      [printed('14 passed'), { version: 86, lines: { ok: false, why: 'slow' } }],
      'not-seen',
      [],
    ],
    [
      'one could not be read, another shows one',
      [{ version: 86, lines: { ok: false, why: 'down' } }, printed(UPGRADED)],
      'upgrades-ran',
      ['0045 -> 0046, add notes'],
    ],
  ])('%s', (_, outputs, why, names) => {
    for (const failure of ['no-token', 'slow', 'rate-limited', 'diverged', 'not-found'] as const) {
      expect(migrationCaveat(facts([], { ...without(failure), outputs }))).toEqual({
        kind: 'unknown',
        why,
        names,
      });
    }
  });
});

describe('properties', () => {
  const harmless = fc.constantFrom(
    NOTE,
    'pass',
    "op.create_index('i', 'orders', ['at'])",
    "op.execute('ALTER TABLE orders ADD COLUMN n int')",
    "op.create_table('t', sa.Column('id', sa.Integer(), nullable=False))",
    "# op.drop_table('t')",
    "op.alter_column('a', 'b', nullable=True)",
  );
  const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
  const verb = fc.constantFrom(
    'DROP TABLE',
    'drop  table',
    'TRUNCATE',
    'DELETE FROM',
    'DROP INDEX',
    'Drop\\tview',
  );
  const quote = fc.constantFrom("'", '"', "'''", '"""');
  const destructive = fc.oneof(
    fc
      .tuple(
        fc.constantFrom('drop_table', 'drop_column', 'drop_constraint', 'drop_index', 'rename_table'),
        name,
      )
      .map(([method, what]) => `op.${method}('${what}', 'x')`),
    fc
      .tuple(verb, name, quote, fc.constantFrom('', 'r', 'R', 'u'))
      .map(
        ([what, table, mark, prefix]) =>
          `op.execute(${prefix === '' ? '' : prefix}${mark}${prefix === '' ? what : what.replace('\\t', ' ')} ${table}${mark})`,
      ),
    name.map((column) => `op.alter_column('t', '${column}', nullable=False)`),
    name.map((column) => `op.execute('ALTER TABLE t ' 'DROP ' 'COLUMN ${column}')`),
    name.map(
      (table) =>
        `op.execute(sa.text("""\n        alter table ${table}\n          add column a int,\n          drop column b\n    """))`,
    ),
  );
  const wrapped = fc.tuple(
    destructive,
    fc.constantFrom('plain', 'if', 'with', 'for', 'semicolon', 'helper', 'constant', 'down'),
  );

  test('T45 what destroys, anywhere on the way up, is never clear', () => {
    const before = fc.array(harmless, { maxLength: 5 });
    const given = fc.record({
      before,
      bad: wrapped,
      after: before,
      command: fc.constantFrom(true, false, null),
    });
    fc.assert(
      fc.property(given, ({ before: first, bad: [statement, how], after, command }) => {
        const [lines, top] = hidden(statement, how);
        const down = how === 'down' ? [statement] : [];
        const file = added(`${VERSIONS}/1.py`, alembic([...first, ...lines, ...after], down, top));
        const clean = added(`${VERSIONS}/2.py`, alembic([NOTE]));
        const caveat = migrationCaveat(facts([clean, file], { releaseCommand: command }));
        expect(caveat.kind).toBe('destructive');
      }),
      { numRuns: 150 },
    );
  });

  test('what only the way down destroys never blocks', () => {
    const given = fc.record({ up: fc.array(harmless, { maxLength: 5 }), bad: wrapped });
    fc.assert(
      fc.property(given, ({ up, bad: [statement, how] }) => {
        const [lines, top] = hidden(statement, how === 'down' ? 'plain' : how);
        const file = added(`${VERSIONS}/1.py`, alembic(up, lines, top));
        expect(migrationCaveat(facts([file])).kind).toBe('additive-with-command');
      }),
      { numRuns: 150 },
    );
  });

  test('SQL that destroys is never clear, whatever is written around it', () => {
    const around = fc.constantFrom(
      '-- a comment\n',
      '/* a comment */ ',
      "INSERT INTO a VALUES ('; --');\n",
      "INSERT INTO a VALUES ('it''s');\n",
      'CREATE TABLE b (c text DEFAULT $$ -- $$);\n',
      'CREATE TABLE "a--b" (c int);\n',
      'BEGIN;\n',
      'COMMENT ON TABLE a IS $x$ /* $x$;\n',
    );
    const bad = fc.constantFrom(
      'DROP TABLE a',
      'TRUNCATE a',
      'ALTER TABLE a DROP COLUMN b',
      'alter table a rename to b',
      'DELETE FROM a',
    );
    fc.assert(
      fc.property(
        fc.array(around, { maxLength: 6 }),
        bad,
        fc.array(around, { maxLength: 6 }),
        (first, statement, last) => {
          const file = added(`${VERSIONS}/1.sql`, `${first.join('')}${statement};\n${last.join('')}`);
          expect(['destructive', 'unknown']).toContain(migrationCaveat(facts([file])).kind);
        },
      ),
    );
  });

  test('no text makes it throw, and none of it is quietly clear', () => {
    const soup = fc
      .array(
        fc.constantFrom(
          ...'\'"`$;()[]{}#\\/*-\n\r\t =:.,@',
          'def upgrade():',
          'op.',
          'f"',
          '"""',
          '$a$',
          'DROP',
          'x',
          "E'",
        ),
        { maxLength: 60 },
      )
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(soup, fc.constantFrom('py', 'sql', 'rb'), (text, ending) => {
        const file = added(`${VERSIONS}/1.${ending}`, text, { patch: null });
        const whole = {
          ...file,
          patch: `@@ -0,0 +1,1 @@\n${text
            .split('\n')
            .map((line) => `+${line}`)
            .join('\n')}`,
        };
        expect(migrationCaveat(facts([whole])).kind).not.toBe('none');
      }),
      { numRuns: 600 },
    );
  });

  /** The statement where somebody might overlook it: lines of a function, and lines before all functions. */
  function hidden(statement: string, how: string): readonly [string[], string[]] {
    const inner = `    ${statement}`;
    switch (how) {
      case 'if':
        return [['if op.get_context():', inner], []];
      case 'with':
        return [["with op.batch_alter_table('t') as batch_op:", inner], []];
      case 'for':
        return [['for each in range(3):', inner], []];
      case 'semicolon':
        return [[`pass; ${statement}`], []];
      case 'helper':
        return [['helper()'], ['def helper():', inner]];
      case 'constant':
        return [['op.execute(SQL)'], ["SQL = 'DROP TABLE t'"]];
      case 'down':
        return [['downgrade()'], []];
      default:
        return [[statement], []];
    }
  }
});
