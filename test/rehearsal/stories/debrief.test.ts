/** What a story came to: each phase by itself and since the request, against the runbook's five minutes. */
import { describe, expect, test } from 'vitest';
import { debriefOf, type Instants, type OperationFacts } from '../../../rehearsal/debrief/debrief.ts';
import { printDebrief } from '../../../rehearsal/debrief/print.ts';
import { tellDebrief } from '../../../rehearsal/debrief/words.ts';
import type { DrillRow } from '../../../src/ledger.ts';

const ASKED = new Date('2026-11-20T03:02:10Z');
const NEVER: Instants = {
  approved: null,
  sent: null,
  release: null,
  dynos: null,
  smoke: null,
  recovered: null,
};
const WELL = instants({ approved: 30, sent: 31, release: 80, dynos: 90, smoke: 91, recovered: 92 });

function after(seconds: number): Date {
  return new Date(ASKED.getTime() + seconds * 1000);
}

/** Each so many seconds after the request. */
function instants(seconds: { readonly [N in keyof Instants]?: number }): Instants {
  const given = Object.entries(seconds).map(([name, at]) => [name, after(at)]);
  return { ...NEVER, ...Object.fromEntries(given) };
}

function facts(when: Instants, more: Partial<OperationFacts['operation']> = {}): OperationFacts {
  const operation = {
    id: 'rb-1',
    app: 'raxx-api-prod',
    status: when.recovered === null ? 'failed' : 'recovered',
    base: { id: 'b', version: 85, bad: 85 },
    target: { id: 't', version: 84 },
    requestedAt: ASKED,
    recoveredAt: when.recovered,
    ...more,
  } as const;
  return { operation, instants: when };
}

function drill(operationId: string | null): DrillRow {
  return {
    id: 2,
    operationId,
    corrects: null,
    happenedAt: ASKED,
    app: 'raxx-api-prod',
    operator: 'Ana (approved by Bo)',
    badRelease: 'v85',
    rolledTo: 'v84',
    wallClock: '1',
    outcome: 'Success',
  };
}

describe('phases', () => {
  const cases: readonly (readonly [string, Instants, readonly string[]])[] = [
    [
      'all of them, each counted from the one before',
      WELL,
      [
        'approved 0:30 +0:30',
        'sent to Heroku 0:31 +0:01',
        'release succeeded 1:20 +0:49',
        'dynos up 1:30 +0:10',
        'smoke check passed 1:31 +0:01',
        'recovered 1:32 +0:01',
      ],
    ],
    ['none of a request that nobody answered', NEVER, []],
    [
      'one that nobody can tell is left out, and the next one has its time',
      instants({ approved: 10, sent: 12, dynos: 100, recovered: 130 }),
      ['approved 0:10 +0:10', 'sent to Heroku 0:12 +0:02', 'dynos up 1:40 +1:28', 'recovered 2:10 +0:30'],
    ],
    [
      'none ends before it began, whatever two clocks say',
      instants({ approved: 10, sent: 9.9, release: 60 }),
      ['approved 0:10 +0:10', 'sent to Heroku 0:10 +0:00', 'release succeeded 1:00 +0:50'],
    ],
  ];
  test.each(cases)('%s', (_, when, expected) => {
    const [told] = tellDebrief(debriefOf([facts(when)], [])).operations;
    expect(told?.phases.map(({ label, at, took }) => `${label} ${at} +${took}`)).toEqual(expected);
  });
});

describe('what it came to', () => {
  const cases: readonly (readonly [string, OperationFacts, string, string])[] = [
    ['in time', facts(WELL), 'raxx-api-prod v85 → v84', 'recovered, proved 1:32 after the request, of 5:00'],
    [
      'too late',
      facts(instants({ approved: 200, recovered: 371 })),
      'raxx-api-prod v85 → v84',
      'recovered, proved 6:11 after the request, of 5:00, 1:11 too late',
    ],
    [
      'to the second',
      facts(instants({ recovered: 300 })),
      'raxx-api-prod v85 → v84',
      'recovered, proved 5:00 after the request, of 5:00',
    ],
    [
      'waiting for a person',
      facts(NEVER, { status: 'needs_human' }),
      'raxx-api-prod v85 → v84',
      'needs human, not proved',
    ],
    [
      'before anybody had looked',
      facts(NEVER, { status: 'cancelled', base: null }),
      'raxx-api-prod → v84',
      'cancelled, not proved',
    ],
  ];
  test.each(cases)('%s', (_, given, route, came) => {
    expect(tellDebrief(debriefOf([given], [])).operations[0]).toMatchObject({ route, came });
  });
});

describe('what cost most', () => {
  const cases: readonly (readonly [string, readonly OperationFacts[], string])[] = [
    ['the release command', [facts(WELL)], 'What cost most: 0:49 in the release command.'],
    [
      'people',
      [facts(instants({ approved: 130, sent: 131, release: 180, recovered: 200 }))],
      'What cost most: 2:10 waiting for an approval.',
    ],
    [
      'of two operations, the longer wait of either',
      [
        facts(instants({ approved: 20 }), { id: 'rb-1', status: 'stale' }),
        facts(instants({ approved: 5, sent: 6, release: 40, dynos: 100, recovered: 101 }), { id: 'rb-2' }),
      ],
      'What cost most: 1:00 until the dynos were up.',
    ],
    ['less than a second', [facts(instants({ approved: 0.4 }))], 'Nothing took any time.'],
    ['nothing at all', [], 'Nobody asked for a rollback.'],
  ];
  test.each(cases)('%s', (_, given, cost) => {
    expect(tellDebrief(debriefOf(given, [])).cost).toBe(cost);
  });
});

test.each([
  [
    'gone on, in silence',
    { closed: false, lines: 1, publishedMs: [] },
    'Incident at raxx-api-prod: open for 3:05, 1 line in its timeline, no word to customers.',
  ],
  [
    'closed, customers told twice',
    { closed: true, lines: 12, publishedMs: [61_000, 184_999] },
    'Incident at raxx-api-prod: closed after 3:05, 12 lines in its timeline, a word to customers at 1:01, 3:04.',
  ],
])('an incident: %s', (_, given, line) => {
  const incident = { app: 'raxx-api-prod', lastedMs: 185_000, ...given };
  expect(tellDebrief(debriefOf([], [], [incident])).incidents).toEqual([line]);
});

test('operations are told in the order in which they were asked for', () => {
  const later = facts(NEVER, { id: 'rb-2', target: { id: 't', version: 83 }, requestedAt: after(60) });
  const { operations } = tellDebrief(debriefOf([later, facts(NEVER)], []));
  expect(operations.map(({ route }) => route)).toEqual([
    'raxx-api-prod v85 → v84',
    'raxx-api-prod v85 → v83',
  ]);
});

test('the record shows the rows of the story under their columns, not those that were there before', () => {
  const { record } = tellDebrief(debriefOf([facts(WELL)], [drill(null), drill('rb-1')]));
  expect(record).toEqual([
    ['Date (UTC)', 'App', 'Operator', 'Bad release', 'Rolled to', 'Wall-clock (min)', 'Outcome'],
    ['2026-11-20 03:02:10 UTC', 'raxx-api-prod', 'Ana (approved by Bo)', 'v85', 'v84', '1', 'Success'],
  ]);
  expect(tellDebrief(debriefOf([], [drill(null)])).record).toEqual([]);
});

test('the terminal prints the same', () => {
  expect(printDebrief(debriefOf([facts(WELL)], [drill('rb-1')]))).toMatchInlineSnapshot(`
    "raxx-api-prod v85 → v84: recovered, proved 1:32 after the request, of 5:00
        approved              0:30  (+0:30)
        sent to Heroku        0:31  (+0:01)
        release succeeded     1:20  (+0:49)
        dynos up              1:30  (+0:10)
        smoke check passed    1:31  (+0:01)
        recovered             1:32  (+0:01)

    What cost most: 0:49 in the release command.

    New in the rollback drill record:

    | Date (UTC) | App | Operator | Bad release | Rolled to | Wall-clock (min) | Outcome |
    |---|---|---|---|---|---|---|
    | 2026-11-20 03:02:10 UTC | raxx-api-prod | Ana (approved by Bo) | v85 | v84 | 1 | Success |"
  `);
});
