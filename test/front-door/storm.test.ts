/** Anything at all, rightly signed, from anybody in the workspace: no rollback comes of it, and nothing falls over (T9, T16, T20). */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { CAST, type Handle } from '../../rehearsal/slack/cast.ts';
import type { Delivery, DeliveryKind } from '../../rehearsal/slack/journal.ts';
import { newTrigger } from '../../rehearsal/slack/triggers.ts';
import { ADVICE_TAPS, COMMANDS, RE_PIN_TICKS, TAPS, VIEWS } from '../../src/ids.ts';
import { command, payload, signed, submission, tap } from '../slack/signed.ts';
import { openRooms } from './rooms.ts';

const rooms = openRooms(
  { 'raxx-api-prod': 3, 'raxx-velvet-prod': 1 },
  // What is open stays open while the storm lasts.
  { setUp: { change: { approval_expires: '12h' } } },
);
// Triggers that are nobody's, forms that are not there, and people told in a rush.
rooms.allow(
  'invalid_trigger_id',
  'expired_trigger_id',
  'exchanged_trigger_id',
  'not_found',
  'push_limit_reached',
);
rooms.allow('user_not_in_channel', 'channel_not_found', 'user_not_found');
rooms.allow(...Object.values(CAST).flatMap(({ id }) => [id, `D${id.slice(1)}`]));

/** Nothing of what they send may change anything. */
const NOBODIES: readonly Handle[] = ['gus', 'otto', 'dee', 'switchback'];
/** They may look, write notes, and the agent may ask and cancel: none of that is in `MOVES`. */
const LOOKERS: readonly Handle[] = ['sue', 'raxx-dev-bot'];
/** They may do nearly everything, but nothing that they have not looked at. */
const OPERATORS: readonly Handle[] = ['ana', 'bo', 'kim', 'kristerpher'];

const HARMLESS_ALSO_TO_LOOKERS = new Set<string>([TAPS.cancel, VIEWS.ask, VIEWS.note]);
/** One tap of an operator that reaches Heroku, on an operation that waits for just that. */
const SENDS = new Set<string>([TAPS.sendOnceMore]);

interface Target {
  readonly id: string;
  readonly app: string;
}
/** Waiting for approval; not confirmed and waiting for a person; recovered, its incident open; an image to push again. */
let operations: { readonly [K in 'requested' | 'unconfirmed' | 'recovered' | 'imageGone']: Target };
let reviewed = '';

beforeAll(async () => {
  const { heroku, database } = rooms.stage();
  const [requested, unconfirmed, recovered, imageGone] = [
    rooms.room(),
    rooms.room(),
    rooms.room(),
    rooms.room('raxx-velvet-prod'),
  ];
  heroku.control.fault({
    on: 'rollback-post',
    app: unconfirmed.app,
    fate: { kind: 'reset-before-acting' },
  });
  heroku.control.imageGone(imageGone.app, 2);
  async function under(room: typeof requested, typed?: string): Promise<Target> {
    await room.asks('ana', typed);
    if (room === requested) await room.busy('bo', async () => (await room.reviews('bo')).close());
    else await room.approves('bo');
    await room.becomes(room === requested ? 'requested' : room === recovered ? 'recovered' : 'needs_human');
    return { id: String((await room.operation())['id']), app: room.app };
  }
  const [first, second, third, fourth] = await Promise.all([
    under(requested),
    under(unconfirmed),
    under(recovered),
    under(imageGone, 'v2 checkout is empty'),
  ]);
  operations = { requested: first, unconfirmed: second, recovered: third, imageGone: fourth };
  const { rows } = await database.pool.query('select hash from review order by opened_at limit 1');
  reviewed = String((rows[0] as { hash: string }).hash);
}, 90_000);

/** All that only those who are entitled may change. */
async function moved(): Promise<unknown> {
  const { rows } = await rooms.stage().database.pool.query(`
    select (select jsonb_agg(jsonb_build_array(id, status, approver, decision, base_version, target_version) order by id)
              from operation) as operations,
           (select jsonb_agg(jsonb_build_array(id, removed_at) order by id) from deploy_lock) as locks,
           (select jsonb_agg(p order by incident_id, which) from publication p) as published,
           (select jsonb_agg(n order by n.operation_id, n.n) from re_pin_note n where by is not null) as ticked,
           (select jsonb_agg(jsonb_build_array(id, closed_at) order by id) from incident) as incidents,
           (select count(*) from deploy_override) as overrides,
           (select count(*) from attempt) as attempts`);
  return rows[0];
}

function mutating(): number {
  return rooms
    .stage()
    .heroku.control.journal.requests()
    .filter(({ name }) => /^(rollback-post|release-create|.*-patch|dynos-restart|dyno-stop)$/.test(name))
    .length;
}

const rubbish = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    'x'.repeat(10_000),
    '<!channel>',
    "' or 1=1 --",
    '__proto__',
    'constructor',
    '{"operationId":1}',
    '\u202ev48',
    '\0',
    '\ud800',
  ),
);

function ids(avoid: ReadonlySet<string>, all: Readonly<Record<string, string>>): readonly string[] {
  return Object.values(all).filter((id) => !avoid.has(id));
}

interface Gale {
  readonly from: readonly Handle[];
  readonly operations: readonly Target[];
  readonly hashes: readonly string[];
  readonly avoid: ReadonlySet<string>;
}

interface Gust {
  readonly kind: DeliveryKind;
  readonly user: Handle;
  /** All but the trigger. */
  readonly fields: Readonly<Record<string, unknown>>;
}

function gusts({ from, operations: known, hashes, avoid }: Gale): fc.Arbitrary<Gust> {
  const value = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known.map(({ id }) => id)) }, rubbish);
  const app = fc.oneof(fc.constantFrom(...known.map((each) => each.app)), rubbish);
  const user = fc.constantFrom(...from);
  const channel = fc.constantFrom('C0RAXX00OPS', 'C0RAXXGENRL', 'D0RAXX00ANA', 'C0NOWHERE00');
  const metadata = fc.oneof(
    { weight: 4, arbitrary: fc.record({ operationId: value, hash: fc.constantFrom(...hashes) }).map(toJson) },
    {
      weight: 2,
      arbitrary: fc
        .record(
          {
            app,
            version: fc.oneof(fc.integer({ min: -1, max: 90 }), fc.constant(null), rubbish),
            kind: fc.constantFrom('rollback', 'code-only', 're-pin', 'x'),
            channel,
            undoes: value,
            replaces: value,
            no: fc.integer(),
          },
          { requiredKeys: ['app', 'channel'] },
        )
        .map(toJson),
    },
    rubbish.map((text) => text.slice(0, 4_000)),
  );
  const field = fc.constantFrom(
    'symptom',
    'target',
    'ticks',
    'code',
    'override',
    'reason',
    'unlock.reason',
    'note',
    'tag',
    'step',
    'release',
    'kind',
    'app',
  );
  const written = fc.oneof(rubbish, fc.constantFrom('v84', '123456', 'push', 'find', 'config-changes'));
  const values = fc
    .array(fc.tuple(field, fc.constantFrom('plain_text_input', 'static_select', 'checkboxes'), written), {
      maxLength: 5,
    })
    .map((fields) =>
      Object.fromEntries(
        fields.map(([name, type, text]) => [
          name,
          { [name.replace('unlock.', '')]: { type, value: text, selected_option: null } },
        ]),
      ),
    );
  const taps = fc
    .record({
      user,
      action_id: fc.oneof(
        {
          weight: 6,
          arbitrary: fc.constantFrom(
            ...ids(avoid, TAPS),
            ...Object.values(RE_PIN_TICKS),
            ...Object.values(ADVICE_TAPS),
          ),
        },
        rubbish.map((text) => text.slice(0, 255) || 'x'),
      ),
      value: value.map((text) => text.slice(0, 2_000)),
      view: fc.option(fc.record({ callback_id: fc.constantFrom(...Object.values(VIEWS)), metadata, values })),
    })
    .map(({ user: handle, action_id, value: carried, view }): Gust => {
      const actions = [{ type: 'button', action_id, block_id: 'b', value: carried }];
      const inside = view && {
        channel: undefined,
        view: {
          id: 'V0STORM',
          callback_id: view.callback_id,
          private_metadata: view.metadata,
          state: { values: view.values },
        },
      };
      return {
        kind: 'block_actions',
        user: handle,
        fields: tap({ ...who(handle), actions, ...inside }),
      };
    });
  const forms = fc
    .record({
      user,
      callback_id: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...ids(avoid, VIEWS)) },
        rubbish.map((text) => text.slice(0, 255)),
      ),
      private_metadata: metadata,
      values,
    })
    .map(
      ({ user: handle, values: typed, ...view }): Gust => ({
        kind: 'view_submission',
        user: handle,
        fields: submission(who(handle), { ...HOME, ...view, state: { values: typed } }),
      }),
    );
  const searches = fc
    .record({ user, action_id: fc.constantFrom(TAPS.chooseTarget, 'x'), value: rubbish, metadata, values })
    .map(({ user: handle, action_id, value: typed, metadata: private_metadata, values: chosen }): Gust => {
      const view = { id: 'V0STORM', callback_id: VIEWS.ask, private_metadata, state: { values: chosen } };
      return {
        kind: 'block_suggestion',
        user: handle,
        fields: { type: 'block_suggestion', ...who(handle), action_id, block_id: 'b', value: typed, view },
      };
    });
  const word = fc.oneof(
    rubbish,
    value,
    app,
    fc.constantFrom('status', 'undo', 'lock', 'unlock', 'locks', 'totp', 'reset', 'record', 'export', 'help'),
    fc.constantFrom('v84', 'v0', 'v084', 'v1e2', 'v999', 'V84', '84', 'ｖ８４', '4f9c2e7a1b3d', '\u200b'),
    ...(avoid.has(TAPS.cancel) ? [] : [fc.constant('cancel')]),
  );
  const slashes = fc
    .record({
      user,
      name: fc.constantFrom(...Object.values(COMMANDS)),
      words: fc.array(word, { maxLength: 5 }),
      channel_id: channel,
    })
    .map(
      ({ user: handle, name, words, channel_id }): Gust => ({
        kind: 'slash_command',
        user: handle,
        fields: {
          command: name,
          text: words.join(' ').slice(0, 12_000),
          user_id: CAST[handle].id,
          team_id: CAST[handle].teamId,
          channel_id,
        },
      }),
    );
  return fc.oneof(taps, forms, slashes, searches);
}

const HOME = { team_id: CAST.ana.teamId };

function who(handle: Handle) {
  const { id, teamId } = CAST[handle];
  return { team: { id: CAST.ana.teamId, domain: 'raxx' }, user: { id, name: handle, team_id: teamId } };
}

function toJson(value: unknown): string {
  return JSON.stringify(value).slice(0, 4_000);
}

async function blow({ kind, user, fields }: Gust): Promise<Delivery> {
  const { slack } = rooms.stage();
  const all = { ...fields, trigger_id: newTrigger(slack.state, CAST[user].id) };
  const body = kind === 'slash_command' ? command(all) : payload(all);
  const request = signed(body, { secret: slack.signingSecret });
  return slack.deliverForged(kind, CAST[user].id, String(request.body), request.headers);
}

/** So many at a time, as many times. */
async function storm(gale: Gale): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(gusts(gale), { minLength: 6, maxLength: 6 }), async (all) => {
      const taken = await Promise.all(all.map(blow));
      // The simulated Slack waits three seconds, as the real one.
      for (const [at, { outcome, status }] of taken.entries()) {
        // Otto is from another workspace; a name that Slack would never send is no request.
        const fine = all[at]?.user === 'otto' ? 403 : outcome === 'refused' ? 400 : 200;
        expect({ outcome, status }).toEqual({
          outcome: fine === 200 ? 'acknowledged' : 'refused',
          status: fine,
        });
      }
    }),
    { numRuns: 35, endOnFailure: true },
  );
}

function faults(): readonly string[] {
  return rooms
    .stage()
    .logged.filter((line) => /a handler failed|job failed|filled in|uncaught|unhandled/i.test(line));
}

test('from those who may nothing: nothing moves', async () => {
  const before = await moved();
  const sent = mutating();
  await storm({
    from: NOBODIES,
    operations: Object.values(operations),
    hashes: [reviewed, 'x'],
    avoid: new Set(),
  });
  expect(await moved()).toEqual(before);
  expect(mutating()).toBe(sent);
  expect(faults()).toEqual([]);
});

test('from those who may only look, ask or write notes: nothing else moves', async () => {
  const before = await moved();
  const sent = mutating();
  await storm({
    from: LOOKERS,
    operations: Object.values(operations),
    hashes: [reviewed, 'x'],
    avoid: HARMLESS_ALSO_TO_LOOKERS,
  });
  expect(await moved()).toEqual(before);
  expect(mutating()).toBe(sent);
  expect(faults()).toEqual([]);
});

test('from operators: whatever ends, nothing is approved or sent, and the bot goes on', async () => {
  const { database, slack } = rooms.stage();
  const sent = mutating();
  const { requested, recovered, imageGone } = operations;
  // A hash is good only for whoever looked: Bo's is not among these.
  await storm({
    from: OPERATORS,
    operations: [requested, recovered, imageGone],
    hashes: ['x', '0'.repeat(64)],
    avoid: SENDS,
  });
  expect(mutating()).toBe(sent);
  const { rows } = await database.pool.query(
    `select id, status from operation where app = any ($1)
        and status not in ('requested', 'rejected', 'cancelled', 'superseded', 'closed', 'recovered', 'needs_human')`,
    [Object.values(operations).map(({ app }) => app)],
  );
  expect(rows).toEqual([]);
  expect(faults()).toEqual([]);
  const said = await slack.as('ana').slash('ops', '/rollback help');
  expect(said.notice).toBeNull();
  expect(slack.as('ana').find('ops', /Roll an app back/)).not.toBeNull();
});
