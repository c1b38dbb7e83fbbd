/** The form "spoil a request" reaches everything that the simulator knows, and says what could never work. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REQUEST_NAMES } from '../../../rehearsal/heroku/faults.ts';
import { type HerokuSim, startHeroku } from '../../../rehearsal/heroku/start.ts';
import { filled } from '../../../rehearsal/page/client/panels/heroku/filled.ts';
import { performHeroku } from '../../../rehearsal/page/heroku/perform.ts';
import type { FormField, FormPart } from '../../../rehearsal/page/heroku/shape.ts';
import { spoilFormFor } from '../../../rehearsal/page/heroku/spoil-form.ts';

let heroku: HerokuSim;

beforeAll(async () => {
  heroku = await startHeroku();
});
afterAll(() => heroku.stop());

async function arm(fault: Record<string, unknown>): Promise<unknown> {
  heroku.control.clearFaults();
  await performHeroku(heroku, { what: 'heroku.fault', fault });
  const [armed] = heroku.control.faultsArmed();
  return armed?.fault;
}

/** As somebody fills it in who answers every question. */
function answered(part: FormPart): unknown {
  switch (part.kind) {
    case 'number':
      return 84;
    case 'text':
      return 'some words';
    case 'lines':
      return ['one', 'two'];
    case 'tick':
      return true;
    case 'one-of':
      return part.values[0];
    case 'fields':
      return record(part.fields);
    case 'choice':
      return { kind: part.options[0]?.value, ...record(part.options[0]?.fields ?? []) };
  }
}

function record(fields: readonly FormField[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ name, part }) => [name, name === 'by' ? 'ben@raxx.app' : answered(part)]),
  );
}

function optionsOf(part: FormPart) {
  if (part.kind !== 'choice') throw new Error('not a choice');
  return part.options;
}

const { fate, modifier, requests } = spoilFormFor({ people: [] });
const FATES = optionsOf(fate);
const MODIFIERS = optionsOf(modifier);

test('it offers every request and every kind of trouble by name', () => {
  expect(requests).toEqual(REQUEST_NAMES);
  expect(FATES.map(({ value }) => value)).toMatchInlineSnapshot(`
    [
      "lost-after-acting",
      "reset-before-acting",
      "hang-before-acting",
      "hang-after-acting",
      "cut-body",
      "rate-limited",
      "error-before-acting",
      "error-after-acting",
      "html",
      "no-scope",
      "refused",
      "unauthorized",
      "late-landing",
    ]
  `);
  expect(MODIFIERS.map(({ value }) => value)).toMatchInlineSnapshot(`
    [
      "slow",
      "foreign-release",
      "release-command",
      "dynos-crash",
      "serves-errors",
    ]
  `);
});

test.each(FATES)(
  'the fate $value can be armed as it is filled in, and by its empty form where it asks nothing',
  async ({ value, fields }) => {
    const full = { kind: value, ...record(fields) };
    expect(await arm({ on: 'rollback-post', fate: full })).toEqual({ on: 'rollback-post', fate: full });
    const asked = fields.filter(
      ({ optional, part }) => !optional && part.kind !== 'tick' && !(part.kind === 'number' && part.nullable),
    );
    const bare = arm({ on: 'rollback-post', fate: filled({ kind: value }, fate) });
    if (asked.length === 0) await expect(bare).resolves.toMatchObject({ fate: { kind: value } });
    else await expect(bare).rejects.toThrow(`Fill in: fate ${asked[0]?.name}.`);
  },
);

describe('what goes wrong besides', () => {
  test.each(MODIFIERS)('$value can be armed', async ({ value, fields }) => {
    const full = { kind: value, ...record(fields) };
    const fault = { on: 'rollback-post', app: 'raxx-api-prod', modifiers: [full] };
    expect(await arm(fault)).toEqual(fault);
  });

  const what = MODIFIERS.find(({ value }) => value === 'foreign-release')?.fields.find(
    ({ name }) => name === 'what',
  );
  test.each(what === undefined ? [] : optionsOf(what.part))(
    'a colleague: $value',
    async ({ value, fields }) => {
      const release = { kind: value, ...record(fields) };
      const foreign = { kind: 'foreign-release', when: 'inside', by: 'ben@raxx.app', what: release };
      const fault = { on: 'rollback-post', app: 'raxx-api-prod', modifiers: [foreign] };
      expect(await arm(fault)).toEqual(fault);
    },
  );
});

const CRASH = { kind: 'dynos-crash', afterMs: 0 };
const BY_BEN = {
  kind: 'foreign-release',
  when: 'before',
  by: 'ben@raxx.app',
  what: { kind: 'config', name: 'A' },
};

test.each([
  [{ on: 'rollback-post' }, 'Choose what goes wrong with it.'],
  [{ on: 'nonsense', fate: { kind: 'no-scope' } }, 'Fill in: on.'],
  [{ on: [], fate: { kind: 'no-scope' } }, 'Choose a request.'],
  [{ on: 'rollback-post', fate: { kind: 'late-landing' } }, 'Fill in: fate ms.'],
  [{ on: 'rollback-post', fate: { kind: 'error-before-acting', status: 418 } }, 'Fill in: fate status.'],
  [{ on: 'rollback-post', times: 0, fate: { kind: 'no-scope' } }, 'times: that is too little.'],
  [{ on: 'smoke', app: 'raxx-nowhere', fate: { kind: 'no-scope' } }, 'There is no app raxx-nowhere here.'],
  [
    { on: 'account-read', app: 'raxx-api-prod', fate: { kind: 'no-scope' } },
    'account-read is about no app: it would never be met.',
  ],
  [
    { on: 'dynos-read', modifiers: [CRASH] },
    'dynos-crash is about the release that a request makes, and dynos-read makes none.',
  ],
  [
    { on: 'rollback-post', fate: { kind: 'reset-before-acting' }, modifiers: [CRASH] },
    'With reset-before-acting there is no release that dynos-crash could be about.',
  ],
  [
    { on: 'rollback-post', fate: { kind: 'html', acts: false }, modifiers: [CRASH] },
    'With html there is no release that dynos-crash could be about.',
  ],
  [
    { on: 'rollback-post', fate: { kind: 'lost-after-acting' }, modifiers: [{ kind: 'slow', ms: 5 }] },
    'With lost-after-acting there is no answer that could be slow.',
  ],
  [
    { on: 'rate-limit-read', modifiers: [BY_BEN] },
    'rate-limit-read is about no app: there is nothing that somebody could release.',
  ],
  [
    { on: 'rollback-post', modifiers: [{ ...BY_BEN, by: 'eve@raxx.app' }] },
    'Nobody called eve@raxx.app works at this Heroku.',
  ],
  [
    {
      on: 'rollback-post',
      app: 'raxx-api-prod',
      modifiers: [{ ...BY_BEN, what: { kind: 'rollback', to: 7 } }],
    },
    'raxx-api-prod has no v7 to roll back to.',
  ],
  [
    { on: 'rollback-post', modifiers: [{ ...BY_BEN, what: { kind: 'rollback', to: 84 } }] },
    'raxx-api-staging has no v84 to roll back to.',
  ],
] as const)('%j is refused: %s', async (fault, words) => {
  heroku.control.clearFaults();
  await expect(arm(fault)).rejects.toThrow(words);
  expect(heroku.control.faultsWaiting()).toBe(0);
});

test('a crash after a release that is made and not answered is no contradiction', async () => {
  const fault = {
    on: 'rollback-post',
    fate: { kind: 'lost-after-acting' },
    modifiers: [CRASH],
    times: 'always',
  };
  expect(await arm(fault)).toEqual(fault);
});
