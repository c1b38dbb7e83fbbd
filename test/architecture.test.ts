/** The rules of design.md section 2 that tools enforce, proved by breaking each of them in a copy. */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** Where, and what may and may not be imported there. */
const LAW: readonly {
  readonly file: string;
  readonly may: readonly string[];
  readonly mayNot: readonly string[];
}[] = [
  {
    file: 'src/runbooks/rollback/law.ts',
    may: [
      '../../ports.ts',
      '../../words/rollback.ts',
      '../../access/approval-hash.ts',
      '../world.ts',
      './send.ts',
      'zod',
    ],
    mayNot: [
      '../../heroku/open-heroku.ts',
      '../../slack/web.ts',
      '../../postgres/sql.ts',
      '../../run/clock.ts',
      '../../chat/ask.ts',
      '../../config/config.ts',
      '../../log.ts',
      './../../heroku/open-heroku.ts',
      'pg',
      '@slack/bolt',
      'heroku-client',
      'node:fs',
    ],
  },
  {
    file: 'src/runbooks/law.ts',
    may: ['../ports.ts', '../words/time.ts', './entitlement.ts'],
    mayNot: ['../main.ts', '../app.ts', '../log.ts', '../http/smoke.ts', 'node:timers/promises'],
  },
  {
    file: 'src/chat/law.ts',
    may: [
      '../runbooks/rollback/request.ts',
      '../words/rollback.ts',
      '../ports.ts',
      '../ids.ts',
      '@slack/types',
    ],
    mayNot: [
      '../slack/web.ts',
      '../heroku/read.ts',
      '../postgres/sql.ts',
      '../run/clock.ts',
      '@slack/bolt',
      '@slack/web-api',
      'pg',
    ],
  },
  {
    file: 'src/words/law.ts',
    may: ['../ports.ts', '../operation.ts', 'date-fns', '@date-fns/utc', '@slack/types'],
    mayNot: ['../slack/web.ts', '../chat/ask.ts', '../config/config.ts', '@slack/bolt', 'node:fs'],
  },
  {
    file: 'src/access/law.ts',
    may: ['../people.ts', 'node:crypto'],
    mayNot: ['../postgres/sql.ts', '../slack/people.ts', 'node:fs'],
  },
  {
    file: 'src/heroku/law.ts',
    may: ['../ports.ts', '../log.ts', '../postgres/sql.ts', 'heroku-client', 'zod', 'node:https'],
    mayNot: [
      '../runbooks/world.ts',
      '../words/time.ts',
      '../slack/web.ts',
      '../config/config.ts',
      'pg',
      'node:process',
    ],
  },
  {
    file: 'src/github/law.ts',
    may: ['../ports.ts', '../log.ts', '@octokit/core', 'zod', 'node:timers'],
    mayNot: [
      '../runbooks/world.ts',
      '../words/time.ts',
      '../heroku/read.ts',
      '../config/config.ts',
      'heroku-client',
      'pg',
      'node:process',
    ],
  },
  {
    file: 'src/http/law.ts',
    may: ['../apps.ts', '../log.ts', 'node:dns/promises'],
    mayNot: ['../heroku/read.ts', '../postgres/sql.ts', '../runbooks/world.ts', 'heroku-client'],
  },
  {
    file: 'src/postgres/law.ts',
    may: ['../ports.ts', '../log.ts', 'pg', 'zod'],
    mayNot: [
      '../runbooks/world.ts',
      '../slack/web.ts',
      '../words/time.ts',
      '@dbos-inc/dbos-sdk',
      '@slack/bolt',
    ],
  },
  {
    file: 'src/slack/law.ts',
    may: [
      '../ports.ts',
      '../words/transport.ts',
      '../words/rehearsal.ts',
      '../postgres/sql.ts',
      '@slack/bolt',
      '@slack/web-api',
    ],
    mayNot: [
      '../words/rollback.ts',
      '../runbooks/world.ts',
      '../heroku/read.ts',
      '../chat/ask.ts',
      'heroku-client',
    ],
  },
  {
    file: 'src/run/law.ts',
    may: ['../ports.ts', '../postgres/sql.ts', '@dbos-inc/dbos-sdk', 'pg'],
    mayNot: ['../runbooks/world.ts', '../slack/web.ts', '../heroku/read.ts'],
  },
  {
    file: 'src/law.ts',
    may: ['./ports.ts', './people.ts'],
    mayNot: ['./heroku/read.ts', './log.ts', './app.ts', 'pg'],
  },
  { file: 'src/main.ts', may: ['./heroku/read.ts', './runbooks/world.ts', './config/config.ts'], mayNot: [] },
  { file: 'rehearsal/heroku/law.ts', may: ['./world.ts', 'node:http'], mayNot: ['../../src/heroku/read.ts'] },
  {
    file: 'rehearsal/github/law.ts',
    may: ['./start.ts', '../heroku/world.ts'],
    mayNot: ['../../src/github/answers.ts'],
  },
];

/** Files that break one structural rule each. */
const STRUCTURE: Readonly<Record<string, readonly [file: string, source: string]>> = {
  'lint/style/noProcessEnv': ['src/heroku/env.ts', 'export const home = process.env.HOME;'],
  'lint/suspicious/noConsole': ['src/heroku/loud.ts', "console.log('x');"],
  'lint/suspicious/noExplicitAny': ['src/heroku/untyped.ts', 'export const x: any = 1;'],
  'lint/style/noNonNullAssertion': ['src/heroku/hope.ts', 'export const f = (x?: string) => x!.length;'],
  'lint/style/useFilenamingConvention': ['src/heroku/CamelCase.ts', 'export const x = 1;'],
  'lint/performance/noBarrelFile': ['src/heroku/all.ts', "export { x } from './loud.ts';"],
  'lint/correctness/useImportExtensions': [
    'src/heroku/bare.ts',
    "import { x } from './loud';\nexport const y = x;",
  ],
  'lint/correctness/noUndeclaredDependencies': ['src/heroku/dev.ts', "import 'vitest';"],
  'lint/style/noExcessiveLinesPerFile': ['src/heroku/long.ts', 'export type A = 1;\n'.repeat(251)],
  'lint/suspicious/noImportCycles': [
    'src/heroku/ring.ts',
    "import { b } from './ring-b.ts';\nexport const a = () => b;",
  ],
};

let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'law-'));
  for (const name of ['biome.json', '.oxlintrc.json', 'tsconfig.json', 'package.json']) {
    copyFileSync(name, join(copy, name));
  }
  // The real modules, so that type-aware rules find their checker.
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
});

afterAll(() => rmSync(copy, { recursive: true }));

function write(file: string, source: string): void {
  mkdirSync(join(copy, dirname(file)), { recursive: true });
  writeFileSync(join(copy, file), `${source}\n`);
}

/** A linter's standard output; finding something is its job, not a failure. */
function lint(tool: string, args: readonly string[]): string {
  try {
    return execFileSync(resolve('node_modules/.bin', tool), args, {
      cwd: copy,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

/** `file:line rule` of every finding. */
function findings(): readonly string[] {
  const args = ['lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=github', '.'];
  const pattern = /title=([^,]+),file=([^,]+),line=(\d+)/g;
  return [...lint('biome', args).matchAll(pattern)].map(
    ([, rule, file, line]) => `${file?.replace(`${copy}/`, '')}:${line} ${rule}`,
  );
}

describe('biome', () => {
  test('the import law allows and refuses, folder by folder', () => {
    for (const { file, may, mayNot } of LAW) {
      write(file, [...may, ...mayNot].map((specifier) => `import '${specifier}';`).join('\n'));
    }
    const expected = LAW.flatMap(({ file, may, mayNot }) =>
      mayNot.map((_, index) => `${file}:${may.length + index + 1} lint/style/noRestrictedImports`),
    );
    expect(
      findings()
        .filter((finding) => finding.endsWith('noRestrictedImports'))
        .sort(),
    ).toEqual(expected.sort());
  });

  test('no folder of src is outside the law', () => {
    const folders = readdirSync('src', { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'migrations')
      .map((entry) => join(entry.parentPath, entry.name));
    for (const folder of folders) write(`${folder}/lawless.ts`, "import 'left-pad';");
    const caught = findings().filter((finding) =>
      finding.endsWith('lawless.ts:1 lint/style/noRestrictedImports'),
    );
    expect(caught.map((finding) => finding.split('/lawless')[0]).sort()).toEqual(folders.sort());
  });

  test('each structural rule fires', () => {
    write('src/heroku/ring-b.ts', "import { a } from './ring.ts';\nexport const b = () => a;");
    for (const [file, source] of Object.values(STRUCTURE)) write(file, source);
    const found = findings();
    const silent = Object.entries(STRUCTURE).filter(
      ([rule, [file]]) =>
        !found.some((finding) => finding.startsWith(`${file}:`) && finding.endsWith(` ${rule}`)),
    );
    expect(silent).toEqual([]);
  });
});

test('each type-aware promise rule of oxlint fires', () => {
  write(
    'src/promises.ts',
    `declare function say(text: string): Promise<void>;
declare const chat: { postMessage(message: object): Promise<void> };
export function floats(): void {
  say('x');
  chat.postMessage({});
}
export const misused = [1].filter(async () => true);
export function unfinished(status: 'up' | 'down'): string | undefined {
  switch (status) {
    case 'up':
      return 'up';
  }
  return undefined;
}`,
  );
  const output = lint('oxlint', ['--type-aware', '--format=unix', 'src/promises.ts']);
  const found = [...output.matchAll(/promises\.ts:(\d+):.*typescript\(([\w-]+)\)/g)].map(
    ([, line, rule]) => `${line} ${rule}`,
  );
  expect(found).toEqual([
    '4 no-floating-promises',
    '5 no-floating-promises',
    '7 no-misused-promises',
    '9 switch-exhaustiveness-check',
  ]);
});

describe('module-level state (raptor.md: several processes, none may remember)', () => {
  test.each([
    'let seen = 0;',
    'export let pool: Pool | null = null;',
    'const seen = new Map<string, string>();',
    'const seen: string[] = [];',
    'const seen = new AsyncLocalStorage();',
    "const seen = new Set(['a']);\nfunction f() {\n  seen.add('b');\n}",
    'const seen = { n: 0 };\nfunction f() {\n  seen.n += 1;\n}',
    'const seen = { n: 0 };\nfunction f(k: string) {\n  seen[k] = 1;\n}',
    "import { SEEN } from './a.ts';\nfunction f() {\n  SEEN.push('b');\n}",
  ])('is recognised: %s', (source) => {
    expect(moduleState(source)).not.toEqual([]);
  });

  test.each([
    "const known = new Set(['a']);\nexport const f = (x: string) => known.has(x);",
    "const WORDS = ['a', 'b'] as const;",
    'function f() {\n  let n = 0;\n  const seen = new Map();\n  n += seen.size;\n  return n;\n}',
    "const NAMES = { a: 'A' };\nexport const f = (x: 'a') => (NAMES[x] === 'A' ? 1 : 2);",
  ])('is not suspected where there is none: %s', (source) => {
    expect(moduleState(source)).toEqual([]);
  });

  test('there is none in src', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const found = files.flatMap((file) =>
      moduleState(readFileSync(join('src', file), 'utf8')).map((name) => `${file}: ${name}`),
    );
    expect(found).toEqual([]);
  });
});

/**
 * Module-level bindings that can change: `let`, empty collections, live objects, and constants or imports that
 * something in the file writes to. Reads Biome's formatting (top level begins in column 0), not syntax: an
 * alias of a collection would escape it.
 */
function moduleState(source: string): readonly string[] {
  const variables = [...source.matchAll(/^(?:export )?(?:let|var) (\w+)/gm)].map(([, name]) => name ?? '');
  const live = [
    ...source.matchAll(
      /^(?:export )?const (\w+)(?:: [^=\n]+)? = (?:await )?new (?!Set|Map|URL\b|RegExp|Intl\.|Text)/gm,
    ),
    ...source.matchAll(
      /^(?:export )?const (\w+)(?:: [^=\n]+)? = (?:\[\]|\{\}|new (?:Weak)?(?:Map|Set)(?:<.*>)?\(\));$/gm,
    ),
  ].map(([, name]) => name ?? '');
  const constants = [...source.matchAll(/^(?:export )?const (\w+)/gm)].map(([, name]) => name ?? '');
  const imports = [...source.matchAll(/^import (?!type)[^;]*?\{([^}]*)\}/gm)].flatMap(([, names]) =>
    (names ?? '').split(',').map((name) => name.trim().split(' ').at(-1) ?? ''),
  );
  const written = [...constants, ...imports].filter((name) => name !== '' && isWritten(name, source));
  return [...new Set([...variables, ...live, ...written])];
}

function isWritten(name: string, source: string): boolean {
  const target = `(?<![\\w.'"$])${name}(?:\\.\\w+|\\[[^\\]]+\\])*`;
  const methods = 'add|set|delete|clear|push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin';
  const calls = new RegExp(`${target}\\.(?:${methods})\\(`);
  const assigns = new RegExp(`${target}(?:\\.\\w+|\\[[^\\]]+\\])\\s*(?:[-+*/|&?]{0,2}=(?!=|>)|\\+\\+|--)`);
  return calls.test(source) || assigns.test(source);
}
