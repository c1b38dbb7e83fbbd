import { existsSync, readdirSync, readFileSync } from 'node:fs';
import ajv from 'ajv-draft-04';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { METHODS } from '../rehearsal/slack/api/methods.ts';
import { MANIFEST, readGrants } from '../rehearsal/slack/manifest.ts';
import { COMMANDS, EVENTS, SHORTCUTS } from '../src/ids.ts';

const SOURCE = new URL('../src/', import.meta.url);
/** Beside the project, not part of it: its licence is unconfirmed (facts/slack.md section 10). */
const SCHEMA = new URL('../../shared/facts/slack-app-manifest.schema.json', import.meta.url);

test.skipIf(!existsSync(SCHEMA))(
  "the manifest fits SchemaStore's schema (skipped where the schema is not there)",
  () => {
    const validate = new ajv.default({ allErrors: true }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));
    const manifest = parse(readFileSync(MANIFEST, 'utf8'));
    validate(manifest);
    expect(validate.errors).toBeNull();
    manifest.features.slash_commands[0].command = 'rollback';
    expect(validate(manifest)).toBe(false);
  },
);

test('every command the bot answers is in the manifest, and no other', () => {
  expect(
    readGrants()
      .slashCommands.map(({ command }) => command)
      .toSorted(),
  ).toEqual(Object.values<string>(COMMANDS).toSorted());
});

test('every shortcut the bot answers is in the manifest, and no other, by names that Slack takes', () => {
  const { shortcuts } = readGrants();
  expect(shortcuts.map(({ callbackId }) => callbackId).toSorted()).toEqual(
    Object.values<string>(SHORTCUTS).toSorted(),
  );
  expect(shortcuts.map(({ name }) => name).filter((name) => name.length > 24)).toEqual([]);
});

test('every event the bot listens for is in the manifest, and no other; the Home tab is on', () => {
  const { events, homeTab } = readGrants();
  expect(events.toSorted()).toEqual(Object.values<string>(EVENTS).toSorted());
  expect(homeTab).toBe(true);
});

test('the local Slack offers every Web API method the bot calls', () => {
  expect(calledMethods().filter((method) => !Object.hasOwn(METHODS, method))).toEqual([]);
});

/** Slack's own list, of the events we listen for. */
const EVENT_SCOPES: Readonly<Record<(typeof EVENTS)[keyof typeof EVENTS], readonly string[]>> = {
  app_home_opened: [],
  reaction_added: ['reactions:read'],
};

test('the bot scopes are exactly those of the called methods and events, for every kind of channel, and `commands`', () => {
  const needed = calledMethods().flatMap((method): readonly string[] =>
    Object.hasOwn(METHODS, method) ? METHODS[method as keyof typeof METHODS].scopes : [],
  );
  const ofEvents = Object.values(EVENTS).flatMap((event) => EVENT_SCOPES[event]);
  expect(readGrants().scopes.toSorted()).toEqual(
    [...new Set(['commands', ...needed, ...ofEvents])].toSorted(),
  );
});

/** Names of Web API methods in the source, as `slack/web.ts` writes them: 'chat.postMessage'. */
function calledMethods(): readonly string[] {
  const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(file, SOURCE), 'utf8'));
  const names = sources.flatMap((source) => [
    ...source.matchAll(
      /'((?:auth|bots|chat|conversations|files|pins|reactions|team|usergroups|users|views)\.[a-z][\w.]+)'/g,
    ),
  ]);
  const found = [...new Set(names.map((match) => match[1] ?? ''))];
  expect(found).toContain('chat.postMessage');
  return found;
}
