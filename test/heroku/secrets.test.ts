/** Config var values and tokens stay inside the edge: not in results, errors, logs or on standard error. */
import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLog } from '../../src/log.ts';
import type { Heroku } from '../../src/ports.ts';
import { answer, type RawServer, rawServer } from './raw-server.ts';
import { herokuAt, routine, TARGET_ID } from './vendor-answers.ts';

/** The very copy that heroku-client logs with; `enable` is what it does with an operator's `DEBUG=*` when it loads. */
const debug = createRequire(import.meta.resolve('heroku-client'))('debug') as {
  enable(names: string): void;
  disable(): string;
};

const APP = 'raxx-api-prod';
const canaries = Array.from(
  { length: 200 },
  (_, n) => `canary+${n}/${Math.random().toString(36).slice(2)}=é"x`,
);
const token = 'HRKU-canary-token-4be7';
let seen = '';
let server: RawServer;
let bytes = '';
let heroku: Heroku;

/** Which canaries can be read in a text: plain, as JSON shows them, in base64, URL-encoded. */
function leaks(text: string): string[] {
  return [...canaries, token].filter((canary) =>
    [
      canary,
      JSON.stringify(canary).slice(1, -1),
      inspect(canary).slice(1, -1),
      Buffer.from(canary).toString('base64').replace(/=+$/, ''),
      encodeURIComponent(canary),
    ].some((shape) => text.includes(shape)),
  );
}

beforeAll(async () => {
  debug.enable('*');
  server = await rawServer((hit, socket) => {
    const changed = hit.path.includes('/releases/');
    const vars = Object.fromEntries(canaries.map((value, n) => [`VAR_${n}`, changed ? `${value}!` : value]));
    socket.write(bytes || answer(200, vars));
  });
  const write = (chunk: unknown) => {
    seen += String(chunk);
    return true;
  };
  vi.spyOn(process.stderr, 'write').mockImplementation(write);
  vi.spyOn(process.stdout, 'write').mockImplementation(write);
  const log = createLog({ level: 'debug', destination: { write } });
  heroku = herokuAt(server.url, { tokenFor: () => token, log });
});

afterAll(async () => {
  debug.disable();
  vi.restoreAllMocks();
  await server.close();
});

it('11: the bare client does print them here, so the silence below means something', async () => {
  const { default: Request } = await import('heroku-client/lib/request.js');
  await new Request({ host: server.url, path: `/apps/${APP}/config-vars` }).request();
  expect(leaks(seen)).toHaveLength(canaries.length);
  seen = '';
});

it('says which names change, and no value', async () => {
  bytes = '';
  const read = await heroku.configDifference(APP, 84, [], routine);
  expect(read).toMatchObject({ ok: true, value: { appears: [], vanishes: [] } });
  expect(read.ok && read.value.changes).toHaveLength(canaries.length);
  expect(leaks(inspect(read, { depth: 9 }) + seen)).toEqual([]);
  expect(seen).toContain(`/apps/${APP}/config-vars`);
});

describe('keeps them in when the answer is', () => {
  const echo = canaries.join(' ');
  it.each<[string, string]>([
    ['a refusal that echoes them', answer(422, { id: 'invalid_params', message: echo })],
    ['an error id made of one', answer(403, { id: canaries[0], message: echo })],
    ['a list instead of a map', answer(200, canaries)],
    ['a map of maps', answer(200, { VAR_1: { value: canaries[0] } })],
    ['broken JSON', answer(200, `{"VAR_1":"${canaries[0]}`)],
    ['HTML', answer(500, `<h1>${echo}</h1>`, { 'content-type': 'text/html' })],
  ])('%s', async (_name, malicious) => {
    bytes = malicious;
    seen = '';
    const read = await heroku.configDifference(APP, 84, [], { purpose: 'routine', deadlineMs: 400 });
    expect(read.ok).toBe(false);
    const sent = await heroku.rollBack(APP, TARGET_ID);
    expect(leaks(inspect([read, sent, heroku], { depth: 9, showHidden: true }) + seen)).toEqual([]);
    expect(seen).toContain('Heroku request');
  });
});
