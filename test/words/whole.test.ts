/** What people wrote stands there whole: how long it may be was said when they wrote it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONGEST_RESOLUTION } from '../../src/runbooks/incident/close.ts';
import { LONGEST_MESSAGE } from '../../src/runbooks/incident/update.ts';
import { closedBecause, linked, timelineClosed, timelineLinked } from '../../src/words/closing.ts';
import { message, updated } from '../../src/words/incident-changes.ts';
import type { Mrkdwn } from '../../src/words/mrkdwn.ts';
import { incidentClosed } from '../../src/words/templates.ts';
import { anyIncident } from '../chat/arbitrary.ts';

const AT = new Date('2026-11-20T03:04:05Z');
const ANA = { id: 'ana', slackId: 'U0ANA', name: 'Ana', agent: false };
const [incident] = fc.sample(anyIncident, { numRuns: 1, seed: 5 });
const NOTHING_LEFT = { underWay: [], toDo: [], owed: null };

const wording = (text: string): readonly Mrkdwn[] => {
  if (!incident) throw new Error('no incident');
  const closing = { at: AT, by: ANA, resolution: text, review: text };
  return [
    message(text),
    updated(ANA, [], text),
    incidentClosed(text),
    timelineClosed(closing, null),
    closedBecause(incident, closing, null, NOTHING_LEFT),
    linked(text, ANA),
    timelineLinked(text),
  ];
};

test('up to the longest that may be written, nothing is cut', () => {
  const typed = fc.stringMatching(/^[a-z:/.?=%_-]+$/, {
    maxLength: Math.max(LONGEST_MESSAGE, LONGEST_RESOLUTION),
    size: 'max',
  });
  fc.assert(
    fc.property(typed, (text) => {
      for (const { source } of wording(text)) expect(source).toContain(text);
    }),
    { examples: [['x'.repeat(500)]] },
  );
});
