/** Lines of a timeline, in Slack and in files: whatever people wrote stays text. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Entry, Incident } from '../../src/incident.ts';
import { escapedMarkdown, markdownOf, plainOf } from '../../src/words/markdown.ts';
import { quoted, say } from '../../src/words/mrkdwn.ts';
import { shown, spoken, stamp } from '../../src/words/timeline.ts';
import { timelineJson, timelineMarkdown } from '../../src/words/timeline-export.ts';
import { NOW } from '../runbooks/facts.ts';

const at = (time: string) => new Date(`2026-06-${time}Z`);

function entry(over: Partial<Entry>): Entry {
  return {
    id: 12,
    incidentId: '2026-06-21-raxx-api-prod-in-7f3ak2mn',
    operationId: null,
    kind: 'note',
    happenedAt: at('21T03:04:05.678'),
    addedAt: at('21T03:04:06.001'),
    actor: 'Ana',
    text: 'users cannot sign up',
    corrects: null,
    correctedBy: null,
    ...over,
  };
}

const INCIDENT: Incident = {
  id: '2026-06-21-raxx-api-prod-in-7f3ak2mn',
  app: 'raxx-api-prod',
  alsoApps: [],
  channel: 'C0OPS',
  drill: false,
  severity: 2,
  status: 'investigating',
  symptom: 'signup <b>500s</b>',
  impact: '',
  liveFlow: false,
  opener: { id: 'ana', slackId: 'U0ANA', name: 'Ana', agent: false },
  commander: null,
  openedAt: at('21T02:59:00.250'),
  startedAt: at('21T02:58:00.000'),
  closed: null,
};

const LINES: readonly Entry[] = [
  entry({ id: 9, happenedAt: at('20T21:50:00.000'), text: 'first mail', actor: 'Sue *the* [great]' }),
  entry({
    id: 10,
    kind: 'message',
    text: 'it is down, &lt;!channel&gt; | <https://raxx.slack.com/archives/C0OPS/p1750471200000100|message>, added by Bo',
  }),
  entry({ id: 11, correctedBy: 13, text: '12 users' }),
  entry({ id: 13, kind: 'correction', corrects: 11, text: '120 users', addedAt: at('22T00:10:00.000') }),
];

test('in the view', () => {
  expect(LINES.map((line) => shown(line).source).join('\n')).toMatchInlineSnapshot(`
    "*21:50 UTC* · note · #9 · Sue *the* [great]: first mail (added 2026-06-21 03:04 UTC)
    *03:04 UTC* · message · #10 · Ana: it is down, &lt;!channel&gt; | <https://raxx.slack.com/archives/C0OPS/p1750471200000100|message>, added by Bo
    *03:04 UTC* · note · #11 · Ana: ~12 users~ → #13
    *03:04 UTC* · correction · #13 · Ana: corrects #11: 120 users (added 2026-06-22 00:10 UTC)"
  `);
});

test('in the thread: late ones say when they were added, others do not', () => {
  const said = { at: at('20T21:50:00'), actor: 'Ana', text: 'first mail' };
  expect(spoken(said, at('20T21:50:59')).source).toBe('21:50 UTC Ana: first mail');
  expect(spoken(said, at('20T22:10:00')).source).toBe('21:50 UTC Ana: first mail (added 22:10 UTC)');
  expect(spoken(said, at('21T00:10:00')).source).toBe(
    '2026-06-20 21:50 UTC Ana: first mail (added 2026-06-21 00:10 UTC)',
  );
  expect(stamp(NOW, NOW)).toMatch(/^\d\d:\d\d UTC$/);
});

test('as Markdown', () => {
  expect(timelineMarkdown(INCIDENT, LINES, at('22T01:00:00.007'))).toMatchInlineSnapshot(`
    "# raxx-api-prod: signup \\<b\\>500s\\</b\\>

    2026-06-21-raxx-api-prod-in-7f3ak2mn · SEV-2 · opened 2026-06-21 02:59:00.250 UTC · open · 4 lines, exported 2026-06-22 01:00:00.007 UTC

    ## 2026-06-20

    - 21:50:00.000 UTC · note · #9 · Sue \\*the\\* \\[great\\]: first mail (added 2026-06-21 03:04:06.001 UTC)

    ## 2026-06-21

    - 03:04:05.678 UTC · message · #10 · Ana: it is down, \\<!channel\\> \\| [message](https://raxx.slack.com/archives/C0OPS/p1750471200000100), added by Bo
    - 03:04:05.678 UTC · note · #11 · Ana: ~~12 users~~ → #13
    - 03:04:05.678 UTC · correction · #13 · Ana: corrects #11: 120 users (added 2026-06-22 00:10:00.000 UTC)
    "
  `);
});

test('as JSON: every field, to the millisecond', () => {
  expect(timelineJson(INCIDENT, LINES.slice(1, 2), at('22T01:00:00.007'))).toMatchInlineSnapshot(`
    "{
      "incident": {
        "id": "2026-06-21-raxx-api-prod-in-7f3ak2mn",
        "app": "raxx-api-prod",
        "alsoApps": [],
        "drill": false,
        "severity": 2,
        "status": "investigating",
        "symptom": "signup <b>500s</b>",
        "impact": "",
        "openedAt": "2026-06-21T02:59:00.250Z",
        "startedAt": "2026-06-21T02:58:00.000Z",
        "closedAt": null
      },
      "exportedAt": "2026-06-22T01:00:00.007Z",
      "entries": [
        {
          "id": 10,
          "operationId": null,
          "kind": "message",
          "happenedAt": "2026-06-21T03:04:05.678Z",
          "addedAt": "2026-06-21T03:04:06.001Z",
          "actor": "Ana",
          "corrects": null,
          "correctedBy": null,
          "text": "it is down, <!channel> | message (https://raxx.slack.com/archives/C0OPS/p1750471200000100), added by Bo"
        }
      ]
    }
    "
  `);
});

test('what was quoted comes out of both as it was, and starts nothing in Markdown', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (typed) => {
      const line = say`Ana: ${quoted(typed)}`.source;
      const read = plainOf(line);
      expect(quoted(read.slice('Ana: '.length)).source).toBe(line.slice('Ana: '.length));
      const markdown = markdownOf(line);
      expect(markdown.replace(/\\([\\`*_{}[\]<>#|~])/g, '$1')).toBe(read.replaceAll('\n', ' '));
      expect(markdown.replace(/\\./g, '')).not.toMatch(/[`*_<>[\]|]/);
    }),
  );
  expect(escapedMarkdown('a|b')).toBe('a\\|b');
});
