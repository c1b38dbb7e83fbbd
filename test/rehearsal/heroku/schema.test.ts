/** The simulator's answers against Heroku's published schema, which stays outside this repository. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HerokuSim, startHeroku } from '../../../rehearsal/heroku/start.ts';
import { type Ask, asker, releaseId } from './support.ts';

const SCHEMA = fileURLToPath(new URL('../../../../shared/facts/heroku-schema.json', import.meta.url));
const there = existsSync(SCHEMA);
if (!there)
  process.stdout.write(`Heroku's published schema was not there (${SCHEMA}): answers not checked\n`);

/** Examples hold bare `id`s that ajv takes for references; `strictProperties` is Heroku's own word. */
function prepared(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prepared);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !DROPPED.has(key));
  const clean = Object.fromEntries(entries.map(([key, each]) => [key, prepared(each)]));
  if (clean['strictProperties'] !== true) return clean;
  const { strictProperties: _, ...rest } = clean;
  const names = Object.keys(clean['properties'] ?? {});
  return { ...rest, additionalProperties: false, ...(names.length > 0 ? { required: names } : {}) };
}
const DROPPED = new Set(['$schema', 'example', 'links', 'targetSchema']);

/** The definition of `app-webhook` itself allows no property at all; its shape is one level down. */
const WEBHOOK = 'app-webhook/definitions/app_webhook';

const CASES: readonly [definition: string, method: string, path: string, body?: unknown][] = [
  ['account', 'GET', '/account'],
  ['rate-limit', 'GET', '/account/rate-limits'],
  ['app', 'GET', '/apps/raxx-api-prod'],
  ['app', 'GET', '/apps'],
  ['app', 'PATCH', '/apps/raxx-api-prod', { maintenance: false }],
  ['release', 'GET', '/apps/raxx-api-prod/releases'],
  ['release', 'GET', '/apps/raxx-api-staging/releases'],
  ['release', 'GET', '/apps/raxx-velvet-prod/releases'],
  ['release', 'GET', '/apps/raxx-api-prod/releases/84'],
  ['release', 'POST', '/apps/raxx-api-prod/releases', { release: 'v84' }],
  ['config-var', 'GET', '/apps/raxx-api-prod/releases/84/config-vars'],
  ['config-var', 'GET', '/apps/raxx-api-prod/config-vars'],
  ['config-var', 'PATCH', '/apps/raxx-api-staging/config-vars', { FLAG_A: '1', REDIS_URL: null }],
  ['dyno', 'GET', '/apps/raxx-api-prod/dynos'],
  ['formation', 'GET', '/apps/raxx-api-prod/formation'],
  ['formation', 'PATCH', '/apps/raxx-api-prod/formation', { updates: [{ type: 'web', quantity: '1' }] }],
  [
    'formation',
    'PATCH',
    '/apps/raxx-velvet-prod/formation',
    { updates: [{ type: 'web', docker_image: `sha256:${'ab'.repeat(32)}` }] },
  ],
  ['slug', 'GET', '/apps/raxx-api-prod/slugs/v84'],
  ['log-session', 'POST', '/apps/raxx-api-prod/log-sessions', { lines: 10 }],
  ['add-on', 'GET', '/apps/raxx-api-prod/addons'],
  ['collaborator', 'GET', '/apps/raxx-api-prod/collaborators'],
  ['pipeline-coupling', 'GET', '/apps/raxx-api-prod/pipeline-couplings'],
  [
    WEBHOOK,
    'POST',
    '/apps/raxx-api-prod/webhooks',
    { include: ['api:release'], level: 'notify', url: 'http://127.0.0.1:9/' },
  ],
  [WEBHOOK, 'GET', '/apps/raxx-api-prod/webhooks'],
];

describe.runIf(there)('answers are shaped as Heroku publishes them', () => {
  let heroku: HerokuSim;
  let ask: Ask;
  let ajv: InstanceType<typeof Ajv04.default>;
  beforeAll(async () => {
    heroku = await startHeroku();
    ask = asker(heroku);
    ajv = new Ajv04.default({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addSchema(prepared(JSON.parse(readFileSync(SCHEMA, 'utf8'))) as object, 'heroku');
  });
  afterAll(() => heroku.stop());

  const problems = (definition: string, answer: unknown) => {
    const validate = ajv.compile({ $ref: `heroku#/definitions/${definition}` });
    validate(answer);
    return validate.errors ?? [];
  };
  /** Cases name releases and slugs by version, because ids are made by the seed. */
  const named = (text: string) =>
    text.replace('slugs/v84', () => {
      const release = heroku.world.apps.get('raxx-api-prod')?.releases.find(({ version }) => version === 84);
      return `slugs/${release?.artifact?.id}`;
    });

  test.each(CASES)('%s: %s %s', async (definition, method, path, body) => {
    const sent = JSON.stringify(body)?.replace('"v84"', `"${releaseId(heroku, 'raxx-api-prod', 84)}"`);
    const answer = await ask(method, named(path), sent === undefined ? undefined : JSON.parse(sent));
    expect(answer.status).toBeLessThan(300);
    const items = Array.isArray(answer.body) ? answer.body : [answer.body];
    expect(items.length).toBeGreaterThan(0);
    expect(items.flatMap((item) => problems(definition, item))).toEqual([]);
  });

  test('the check itself finds what is wrong', async () => {
    const { body } = await ask('GET', '/apps/raxx-api-prod/releases/84');
    expect(problems('release', { ...(body as object), status: 'done' })).not.toEqual([]);
    expect(problems('release', { ...(body as object), docker_image: null })).not.toEqual([]);
    const { current: _, ...less } = body as { current: boolean };
    expect(problems('release', less)).not.toEqual([]);
  });
});
