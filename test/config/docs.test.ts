import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { SWITCHBACK } from '../../src/config/switchback-yaml.ts';
import { VARIABLE_NAMES } from '../../src/config/variables.ts';

/** What a page's tables name in their first column. */
function firstColumn(page: string): readonly string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name ?? '');
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
}

/** Every key of a schema as a dotted path, `*` for a name of the reader's choice or any item of a list. */
function keysOf(schema: Schema, prefix = ''): readonly string[] {
  const named = Object.entries(schema.properties ?? {});
  const each = schema.additionalProperties ?? schema.items;
  const any = typeof each === 'object' ? [['*', each] as const] : [];
  return [...named, ...any].flatMap(([key, inner]) => {
    const below = keysOf(inner, `${prefix}${key}.`);
    const chosen = key === '*' || inner.properties !== undefined;
    return chosen ? below : [`${prefix}${key}`, ...below];
  });
}

test('docs/configuration.md explains every variable and every YAML key, and no other', () => {
  const keys = keysOf(z.toJSONSchema(SWITCHBACK, { io: 'input' }) as Schema);
  const listed = firstColumn('docs/configuration.md');
  const families = ['HEROKU_API_KEY_<APP>', 'SMOKE_…', 'STATUS_PAGE_…', 'PAGING_…'];
  expect(listed.toSorted()).toEqual([...VARIABLE_NAMES, ...families, ...keys].toSorted());
});

test('docs/dependencies.md justifies every dependency, and no other', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;
  const all = Object.keys({ ...manifest['dependencies'], ...manifest['devDependencies'] });
  expect(firstColumn('docs/dependencies.md').toSorted()).toEqual(all.toSorted());
});

test('app.json asks Heroku users for variables that exist', () => {
  const app = JSON.parse(readFileSync('app.json', 'utf8')) as { env: Record<string, object> };
  expect(VARIABLE_NAMES).toEqual(expect.arrayContaining(Object.keys(app.env)));
  expect(Object.keys(app.env)).toEqual(expect.arrayContaining(['SLACK_BOT_TOKEN', 'HEROKU_API_KEY']));
});
