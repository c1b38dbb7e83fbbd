/** The headline, as people read it, from opening to review. */
import { expect, test } from 'vitest';
import { renderBlocks } from '../../rehearsal/slack/render/render-blocks.ts';
import { headlineMessage } from '../../src/chat/incident-headline.ts';
import type { Incident } from '../../src/incident.ts';
import type { Standing } from '../../src/incidents.ts';
import { ANA, BO, NOW, operation } from '../runbooks/facts.ts';

const NOBODY = { users: new Map(), groups: new Map(), channels: new Map() };
const minutes = (n: number) => new Date(NOW.getTime() + n * 60_000);

const INCIDENT: Incident = {
  id: '2026-11-20-raxx-api-prod-in-7f3ak2mn',
  app: 'raxx-api-prod',
  alsoApps: [],
  channel: 'C0OPS',
  drill: false,
  severity: 2,
  status: 'investigating',
  symptom: 'signup 500s',
  impact: '',
  liveFlow: false,
  opener: ANA,
  commander: ANA,
  openedAt: NOW,
  startedAt: minutes(-5),
  closed: null,
};
const NOTHING: Standing = { operations: [], releases: [], published: null, promisedBy: null };
const CLOSED = { at: minutes(72), by: BO, resolution: '', review: null, sameAs: null };

const STATIONS: readonly (readonly [
  station: string,
  over: Partial<Incident>,
  standing?: Partial<Standing>,
  minutes?: number,
])[] = [
  ['just opened', {}],
  ['an agent opened it', { commander: null, opener: { ...ANA, agent: true, name: 'raxx-dev-bot' } }],
  [
    'worse than it looked',
    {
      severity: 1,
      status: 'identified',
      impact: 'nobody can sign up',
      liveFlow: true,
      alsoApps: ['raxx-console-prod'],
    },
    { releases: [{ app: 'raxx-api-prod', version: 85, ours: false, at: NOW }] },
    130,
  ],
  [
    'customers wait for word',
    {},
    {
      published: { text: 'We are investigating an issue affecting R&amp;D.', at: minutes(3) },
      promisedBy: minutes(18),
    },
    10,
  ],
  [
    'and wait too long',
    {},
    { published: { text: 'We are investigating.', at: minutes(3) }, promisedBy: minutes(18) },
    20,
  ],
  [
    'rolled back',
    { status: 'monitoring' },
    {
      operations: [
        { operation: operation({ status: 'failed', endedAt: minutes(3) }), card: null },
        {
          operation: operation({ status: 'recovered', endedAt: minutes(9) }),
          card: { channel: 'C0OPS', ts: '1700000000.000100', threadTs: null },
        },
      ],
      releases: [{ app: 'raxx-api-prod', version: 86, ours: true, at: minutes(9) }],
    },
    12,
  ],
  [
    'seven rollbacks',
    {},
    { operations: Array.from({ length: 7 }, () => ({ operation: operation(), card: null })) },
    8,
  ],
  ['practice', { drill: true }],
  [
    'closed',
    { closed: { ...CLOSED, resolution: 'rolled back to v84', review: 'https://raxx.app/reviews/12' } },
    { published: { text: 'The platform has recovered.', at: minutes(60) }, promisedBy: minutes(75) },
    80,
  ],
  ['closed, the review to be decided, the day after', { closed: CLOSED }, {}, 24 * 60],
  [
    'closed as another one',
    { closed: { ...CLOSED, sameAs: '2026-11-20-raxx-api-prod-in-aaaaaaaa' } },
    {},
    80,
  ],
];

test('in its very words', () => {
  const shown = STATIONS.map(([station, over, standing, n = 0]) => {
    const message = headlineMessage(
      { ...INCIDENT, ...over },
      { ...NOTHING, ...standing },
      minutes(n),
      'https://raxx.slack.com/',
    );
    return [`── ${station}`, ...renderBlocks(message.blocks ?? [], NOBODY)].join('\n');
  });
  expect(`\n${shown.join('\n\n')}\n`).toMatchInlineSnapshot(`
    "
    ── just opened
    Incident open: raxx-api-prod signup 500s. Investigating. Started: 02:58 UTC
    *SEV-2* · investigating · led by Ana · 5 min so far
    raxx-api-prod (release not known yet)
    No public update yet.
    in-7f3ak2mn · opened 03:03 UTC by Ana
    [Update] [Note] [Timeline] [Close incident] [Escalate]

    ── an agent opened it
    Incident open: raxx-api-prod signup 500s. Investigating. Started: 02:58 UTC
    *SEV-2* · investigating · nobody leads it yet · 5 min so far
    raxx-api-prod (release not known yet)
    No public update yet.
    in-7f3ak2mn · opened 03:03 UTC by raxx-dev-bot
    [Update] [Note] [Timeline] [Close incident] [Escalate]

    ── worse than it looked
    Incident open: raxx-api-prod signup 500s. Investigating. Started: 02:58 UTC
    *SEV-1* · identified · led by Ana · 2 h 15 min so far
    raxx-api-prod runs v85 (seen 03:03 UTC) · also raxx-console-prod (release not known yet)
    Customers: nobody can sign up · Touches a live customer flow.
    No public update yet.
    in-7f3ak2mn · opened 03:03 UTC by Ana
    [Update] [Note] [Timeline] [Close incident] [Escalate]

    ── customers wait for word
    Incident open: raxx-api-prod signup 500s. Investigating. Started: 02:58 UTC
    *SEV-2* · investigating · led by Ana · 15 min so far
    raxx-api-prod (release not known yet)
    Public update 03:06 UTC: “We are investigating an issue affecting R&D.”
    Next one promised by 03:21 UTC.
    in-7f3ak2mn · opened 03:03 UTC by Ana
    [Update] [Note] [Timeline] [Close incident] [Escalate]

    ── and wait too long
    Incident open: raxx-api-prod signup 500s. Investigating. Started: 02:58 UTC
    *SEV-2* · investigating · led by Ana · 25 min so far
    raxx-api-prod (release not known yet)
    Public update 03:06 UTC: “We are investigating.”
    The next one was promised by 03:21 UTC: it is late.
    in-7f3ak2mn · opened 03:03 UTC by Ana
    [Update] [Note] [Timeline] [Close incident] [Escalate]

    ── rolled back
    Incident open: raxx-api-prod signup 500s. Investigating. Started: 02:58 UTC
    *SEV-2* · monitoring · led by Ana · 17 min so far
    raxx-api-prod runs v86 (proven 03:12 UTC)
    No public update yet.
    • raxx-api-prod v85 → v84 · failed · asked 03:03 UTC (rb-7f3ak2mn)
    • raxx-api-prod v85 → v84 · done and recovered · asked 03:03 UTC (open the card (https://raxx.slack.com/archives/C0OPS/p1700000000000100))
    in-7f3ak2mn · opened 03:03 UTC by Ana
    [Update] [Note] [Timeline] [Close incident] [Escalate]

    ── seven rollbacks
    Incident open: raxx-api-prod signup 500s. Investigating. Started: 02:58 UTC
    *SEV-2* · investigating · led by Ana · 13 min so far
    raxx-api-prod (release not known yet)
    No public update yet.
    … 2 earlier rollbacks
    • raxx-api-prod v85 → v84 · waiting for approval · asked 03:03 UTC (rb-7f3ak2mn)
    • raxx-api-prod v85 → v84 · waiting for approval · asked 03:03 UTC (rb-7f3ak2mn)
    • raxx-api-prod v85 → v84 · waiting for approval · asked 03:03 UTC (rb-7f3ak2mn)
    • raxx-api-prod v85 → v84 · waiting for approval · asked 03:03 UTC (rb-7f3ak2mn)
    • raxx-api-prod v85 → v84 · waiting for approval · asked 03:03 UTC (rb-7f3ak2mn)
    in-7f3ak2mn · opened 03:03 UTC by Ana
    [Update] [Note] [Timeline] [Close incident] [Escalate]

    ── practice
    DRILL · Incident open: raxx-api-prod signup 500s. Investigating. Started: 02:58 UTC
    *SEV-2* · investigating · led by Ana · 5 min so far
    raxx-api-prod (release not known yet)
    No public update yet.
    in-7f3ak2mn · opened 03:03 UTC by Ana
    [Update] [Note] [Timeline] [Close incident] [Escalate]

    ── closed
    Incident open: raxx-api-prod signup 500s. Investigating. Started: 02:58 UTC
    *CLOSED* 04:15 UTC by Bo · SEV-2 · lasted 1 h 17 min · review: https://raxx.app/reviews/12
    raxx-api-prod (release not known yet)
    Resolved by: rolled back to v84
    Public update 04:03 UTC: “The platform has recovered.”
    in-7f3ak2mn · opened 03:03 UTC by Ana
    [Note] [Timeline]

    ── closed, the review to be decided, the day after
    Incident open: raxx-api-prod signup 500s. Investigating. Started: 02:58 UTC
    *CLOSED* 2026-11-20 04:15 UTC by Bo · SEV-2 · lasted 1 h 17 min · review: TBD
    raxx-api-prod (release not known yet)
    in-7f3ak2mn · opened 2026-11-20 03:03 UTC by Ana
    [Note] [Timeline]

    ── closed as another one
    Incident open: raxx-api-prod signup 500s. Investigating. Started: 02:58 UTC
    *CLOSED* 04:15 UTC by Bo · SEV-2 · lasted 1 h 17 min · same as in-aaaaaaaa
    raxx-api-prod (release not known yet)
    in-7f3ak2mn · opened 03:03 UTC by Ana
    [Note] [Timeline]
    "
  `);
});

test('the lock-screen line is the approved text, word for word, whatever happened since', () => {
  for (const [, over, standing, n = 0] of STATIONS) {
    const message = headlineMessage({ ...INCIDENT, ...over }, { ...NOTHING, ...standing }, minutes(n), null);
    const text = 'Incident open: raxx-api-prod signup 500s. Investigating. Started: 02:58 UTC';
    expect(message.text).toBe(over.drill ? `DRILL · ${text}` : text);
  }
});
