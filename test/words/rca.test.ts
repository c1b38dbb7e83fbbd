/** The RCA document: the house's sections and columns, whatever people wrote. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry, Incident } from '../../src/incident.ts';
import { type ActionItem, RCA_PARTS, type RcaPart, type RcaText } from '../../src/reviews.ts';
import { editsOf } from '../../src/runbooks/incident/rca.ts';
import { isSlug, slugOf } from '../../src/runbooks/incident/rca-slug.ts';
import { say } from '../../src/words/mrkdwn.ts';
import { changedSections, missing, type RcaFacts, rcaDocument } from '../../src/words/rca.ts';
import { about, detectionDelay, duration } from '../../src/words/rca-facts.ts';
import { hostile } from './hostile.ts';

const at = (clock: string) => new Date(`2026-06-21T${clock}Z`);
const ANA = { id: 'ana', slackId: 'U0ANA', name: 'Ana', agent: false };
const AGENT = { id: 'sre-agent', slackId: 'U0SRE', name: 'sre-agent', agent: true };

const INCIDENT: Incident = {
  id: '2026-06-21-raxx-api-prod-in-7f3ak2mn',
  app: 'raxx-api-prod',
  alsoApps: [],
  channel: 'C0OPS',
  drill: false,
  severity: 3,
  status: 'investigating',
  symptom: 'release smoke: CF origin guard',
  impact: '',
  liveFlow: false,
  opener: ANA,
  commander: null,
  openedAt: at('19:36:10'),
  startedAt: at('19:29:00'),
  closed: { at: at('19:50:00'), by: ANA, resolution: 'rolled back', review: null, sameAs: null },
};

function entry(over: Partial<Entry>): Entry {
  return {
    id: 1,
    incidentId: INCIDENT.id,
    operationId: null,
    kind: 'note',
    happenedAt: at('19:36:10'),
    addedAt: at('19:36:11'),
    actor: 'Ana',
    text: 'noted',
    corrects: null,
    correctedBy: null,
    ...over,
  } as Entry;
}

function wrote(part: RcaPart, text: string, id = 1): RcaText {
  return { id, part, text, by: AGENT, at: at('19:55:00') };
}

function action(n: number, over: Partial<ActionItem> = {}): ActionItem {
  return {
    incidentId: INCIDENT.id,
    n,
    what: 'add the `FLAG_ENFORCE_CF_ORIGIN|0` override',
    owner: { slackId: null, name: 'feature-developer' },
    due: '2026-06-23',
    issue: '',
    by: ANA,
    at: at('19:40:00'),
    done: null,
    ...over,
  };
}

function known(over: Partial<RcaFacts> = {}): RcaFacts {
  return {
    id: '2026-06-21-release-smoke-cf-origin-guard',
    incident: INCIDENT,
    operations: [],
    landed: new Map(),
    published: [],
    entries: [],
    actions: [],
    texts: [],
    related: [],
    headline: null,
    now: at('20:00:00'),
    ...over,
  };
}

const SECTIONS = [
  'Summary',
  'Timeline (all times UTC)',
  'Impact',
  'What went well',
  "What didn't go well",
  'Root cause analysis',
  'Detection',
  'Resolution',
  'Action items',
  'References',
];

/** What a reader of Markdown sees of a document's build; escapes and code taken out first. */
function built(document: string) {
  const bare = document.replace(/\\[!-/:-@[-`{-~]/g, '·');
  const lines = bare.split('\n');
  const code = lines.map((line) => line.replace(/`[^`]*`/g, 'code'));
  return {
    headings: lines.filter((line) => /^ {0,3}#{1,6} /.test(line)),
    rows: code.filter((line) => line.startsWith('|')).map((line) => line.split('|').length - 2),
    /** Anything that would become a link, HTML, an image, struck text or a fence. */
    live: code.filter((line) => /[<>[\]]|~~|^\s*(?:```|~~~)/.test(line)),
    indented: lines.filter((line) => /^(?: {4}|\t)/.test(line)),
    rules: lines.filter((line) => /^\s*(?:=+|-{2,}|\*{3,}|_{3,})\s*$/.test(line)),
  };
}

test('nobody has written anything: the facts, and what to write', () => {
  const document = rcaDocument(
    known({
      entries: [
        entry({ id: 1, kind: 'opened', text: say`Incident opened: ${INCIDENT.symptom}`.source }),
        entry({ id: 2, happenedAt: at('19:37:00'), text: say`v153 <broke> it`.source, correctedBy: 3 }),
        entry({
          id: 3,
          happenedAt: at('19:37:00'),
          addedAt: at('19:45:00'),
          text: say`v154 *broke* it`.source,
          corrects: 2,
        }),
        entry({
          id: 4,
          happenedAt: new Date('2026-06-22T00:10:00Z'),
          addedAt: new Date('2026-06-22T00:10:00Z'),
          actor: 'Switchback',
        }),
      ],
      actions: [
        action(1),
        action(2, {
          owner: null,
          due: null,
          issue: 'on same PR as action item 1',
          done: { by: ANA, at: at('21:00:00') },
        }),
      ],
    }),
  );
  expect(document).toMatchInlineSnapshot(`
    "# RCA — raxx-api-prod: release smoke: CF origin guard

    **Incident ID:** 2026-06-21-release-smoke-cf-origin-guard  
    **Date:** 2026-06-21  
    **Severity:** SEV-3  
    **Duration:** ~21 minutes (19:29 UTC started → 19:50 UTC closed; reported 19:36 UTC)  
    **Blast radius:** _To be written: Which apps and people did it reach, and which not?_  
    **Author:** Ana

    ## Summary

    _To be written: What happened, why, and what fixes it, in one paragraph?_

    ## Timeline (all times UTC)

    - 19:36 — Ana: Incident opened: release smoke: CF origin guard
    - 19:37 — Ana: corrected: v154 \\*broke\\* it (added 19:45)
    - 2026-06-22 00:10 — Switchback: noted

    ## Impact

    - Users affected: _To be written: How many users, and how do we know?_
    - User-visible symptoms: _To be written: What did users see?_
    - Data integrity: _To be written: Was any data lost or wrong?_
    - Revenue / billing: _To be written: Was anything not sold or charged wrongly?_
    - Told to customers: nothing

    ## What went well

    _To be written: What helped? One thing a line._

    ## What didn't go well

    _To be written: What hindered? One thing a line._

    ## Root cause analysis

    _To be written: Which factors contributed? One a line._

    ## Detection

    - What alerted us: _To be written: Who or what noticed first?_
    - Reported: 19:36 UTC by Ana
    - How long between cause and detection: ~7 minutes (started 19:29 UTC, reported 19:36 UTC)
    - How to detect faster next time: _To be written: What would have told us sooner?_

    ## Resolution

    - rolled back
    - No rollback was made
    - Closed by Ana at 19:50 UTC

    ## Action items

    | # | Action | Owner | Due | Issue |
    |---|---|---|---|---|
    | 1 | add the \`FLAG_ENFORCE_CF_ORIGIN\\|0\` override | feature-developer | 2026-06-23 | _none_ |
    | 2 | add the \`FLAG_ENFORCE_CF_ORIGIN\\|0\` override (done 2026-06-21) | _nobody_ | _no day_ | on same PR as action item 1 |

    ## References

    - Incident: 2026-06-21-raxx-api-prod-in-7f3ak2mn
    - Releases: \`heroku releases --app raxx-api-prod\`
    "
  `);
});

test('with all its parts written, by an agent', () => {
  const texts = RCA_PARTS.filter((part) => part !== 'slug').map((part, id) =>
    wrote(
      part,
      part === 'went-well' ? '- quick\n* `heroku releases:output v154` told\n\n1. three' : `the ${part}`,
      id,
    ),
  );
  const document = rcaDocument(known({ texts }));
  expect(document).not.toContain('To be written');
  expect(document).toContain('**Author:** sre-agent (agent)');
  expect(document).toContain('- quick\n- `heroku releases:output v154` told\n- 1\\. three');
  expect(missing(texts)).toEqual([]);
});

test('an incident of an older build, still open: nothing but when it began and who said so', () => {
  const old = { ...INCIDENT, closed: null, openedAt: INCIDENT.startedAt, opener: { ...ANA, name: 'ana' } };
  const document = rcaDocument(known({ incident: old }));
  expect(document).toContain('**Duration:** ~31 minutes (19:29 UTC started → 20:00 UTC and not over)');
  expect(document).toContain('- Not over: the incident is open');
  expect(built(document).headings.slice(1)).toEqual(SECTIONS.map((name) => `## ${name}`));
});

test('a drill says so in its title and severity', () => {
  const document = rcaDocument(known({ incident: { ...INCIDENT, drill: true } }));
  expect(document).toMatch(/^# RCA — DRILL: raxx-api-prod/);
  expect(document).toContain('**Severity:** SEV-3 (DRILL)');
});

test.each([
  [0, 'under a minute'],
  [40_000, '~1 minute'],
  [360_000, '~6 minutes'],
  [7_200_000, '~2 h 0 min'],
  [86_400_000, '~24 h 0 min'],
])('%i ms is %s', (ms, words) => {
  expect(about(ms)).toBe(words);
});

test('how long it lasted, over midnight', () => {
  const incident = {
    ...INCIDENT,
    closed: { ...(INCIDENT.closed ?? expect.fail()), at: new Date('2026-06-22T00:29:00Z') },
  };
  expect(duration(incident, [], at('20:00:00'))).toBe(
    '~5 h 0 min (19:29 UTC started → 2026-06-22 00:29 UTC closed; reported 19:36 UTC)',
  );
});

describe('what people wrote breaks nothing', () => {
  const line = fc.oneof(
    hostile,
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(...SMUGGLED()),
  );
  const text = fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\n'));

  test('headings, columns and lists are the house’s, and nothing is a link or HTML', () => {
    fc.assert(
      fc.property(
        line,
        text,
        fc.constantFrom(...RCA_PARTS.filter((part) => part !== 'slug')),
        (one, many, part) => {
          const document = rcaDocument(
            known({
              incident: {
                ...INCIDENT,
                symptom: one,
                closed: { ...(INCIDENT.closed ?? expect.fail()), resolution: one },
              },
              entries: [entry({ actor: one, text: say`${one}`.source })],
              actions: [action(1, { what: one, issue: one, owner: { slackId: null, name: one } })],
              texts: [wrote(part, many)],
              related: [{ ...INCIDENT, symptom: one }],
            }),
          );
          const { headings, rows, live, indented, rules } = built(document);
          expect(headings.slice(1)).toEqual(SECTIONS.map((name) => `## ${name}`));
          expect(rows).toEqual([5, 5, 5]);
          expect({ live, indented, rules }).toEqual({ live: [], indented: [], rules: [] });
        },
      ),
      { numRuns: 400 },
    );
  });
});

function SMUGGLED(): readonly string[] {
  return [
    '# Heading',
    '## Action items',
    '| 9 | evil | x | y | z |',
    'a | b `c | d` \\| e',
    '[click](https://evil.test)',
    '![x](https://evil.test/x.png)',
    '<script>alert(1)</script>',
    '<https://evil.test>',
    '[1]: https://evil.test',
    '```',
    '~~~~',
    '===',
    '---',
    '- [ ] task',
    '> quote',
    '1. one',
    '    indented',
    '`unclosed',
    '``double`` `one` \\`esc\\`',
    '\\',
    'trailing \\',
    '`a\\`',
    '&lt;b&gt; &#60;i&#62;',
    '*a* _b_ __c__ **d**',
  ];
}

describe('what changed', () => {
  test('is named by section, the head included; what is the same is not', () => {
    const before = rcaDocument(known());
    expect(changedSections(before, before)).toEqual([]);
    expect(changedSections(before, rcaDocument(known({ texts: [wrote('summary', 'x')] })))).toEqual([
      'Head',
      'Summary',
    ]);
    expect(
      changedSections(before, rcaDocument(known({ entries: [entry({})], actions: [action(1)] }))),
    ).toEqual(['Timeline', 'Action items']);
  });

  test('only what differs from what was shown is written', () => {
    const shown = [wrote('summary', 'was', 4), wrote('revenue', 'ok', 5)];
    expect(
      editsOf(
        { slug: 'signup', summary: ' is\u200b ', revenue: 'ok', 'went-well': 'a\r\nb' },
        shown,
        'signup',
      ),
    ).toEqual([
      { part: 'summary', text: 'is', over: 4 },
      { part: 'went-well', text: 'a\nb', over: null },
    ]);
    // Taken out, and another name.
    expect(editsOf({ slug: 'other', summary: '', revenue: 'ok' }, shown, 'signup')).toEqual([
      { part: 'slug', text: 'other', over: null },
      { part: 'summary', text: '', over: 4 },
    ]);
  });
});

describe('what it is called', () => {
  test.each([
    ['release smoke: CF origin guard', 'release-smoke-cf-origin-guard'],
    ['Überlauf! 100 %', 'uberlauf-100'],
    ['数据库', 'raxx-api-prod'],
    ['', 'raxx-api-prod'],
    [`${'word '.repeat(30)}`, 'word-word-word-word-word-word-word-word-word-word'],
  ])('%j: %s', (symptom, slug) => {
    expect(slugOf({ symptom, app: 'raxx-api-prod' })).toBe(slug);
  });

  test('always fits a file’s name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (symptom) => {
        expect(isSlug(slugOf({ symptom, app: 'raxx-api-prod' }))).toBe(true);
      }),
    );
  });
});

describe('how long until it was noticed', () => {
  const early = entry({ id: 2, happenedAt: at('19:20:00'), text: 'first 500' });
  const open: Incident = { ...INCIDENT, closed: null };

  test('a line of the timeline is earlier than the start: no delay is claimed, and what to do about it', () => {
    expect(detectionDelay(open, [entry({}), early])).toMatchInlineSnapshot(
      `"not known: the timeline begins at 19:20 UTC, the start given is 19:29 UTC; set the start with [Update] (reported 19:36 UTC)"`,
    );
    expect(detectionDelay(INCIDENT, [entry({}), early])).toMatchInlineSnapshot(
      `"not known: the timeline begins at 19:20 UTC, the start given is 19:29 UTC; write here which is right (reported 19:36 UTC)"`,
    );
  });

  test('a line that was corrected counts no more, nor does one of the very minute, nor the release that did it', () => {
    const told = '~7 minutes (started 19:29 UTC, reported 19:36 UTC)';
    expect(detectionDelay(open, [{ ...early, correctedBy: 3 }])).toBe(told);
    expect(detectionDelay(open, [entry({ happenedAt: at('19:28:30') })])).toBe(told);
    expect(detectionDelay(open, [{ ...early, kind: 'release' }])).toBe(told);
    expect(detectionDelay(open, [])).toBe(told);
  });
});
