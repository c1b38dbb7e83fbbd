/** The matrix plays each state that a crash can leave, once. */
import { expect, test } from 'vitest';
import { keyOf, plan } from './matrix.ts';

const recording = (over: Partial<Parameters<typeof plan>[0][number]>, ...kinds: string[]) => ({
  branch: 'rollback' as const,
  fate: 'answered' as const,
  decision: 'send once more' as const,
  ...over,
  kinds: new Map(kinds.map((kind) => [kind, 1] as const)),
});

const POST = 'heroku rollback-post';
const COMMIT = 'postgres commit of {insert into attempt (operation_id,}';

function planned(...recordings: Parameters<typeof plan>[0]) {
  return plan(recordings)
    .cases.filter(({ outside }) => outside === null)
    .map(({ kill, at, branch, fate }) => `${kill} ${at} (${branch}, ${fate})`)
    .toSorted();
}

test('killed after each effect, stopped and asked to stop before it', () => {
  expect(planned(recording({}, `approving | before ${COMMIT}`, `approving | after ${COMMIT}`))).toEqual([
    `SIGKILL approving | after ${COMMIT} #1 (rollback, answered)`,
    `SIGSTOP approving | before ${COMMIT} #1 (rollback, answered)`,
    `SIGTERM approving | before ${COMMIT} #1 (rollback, answered)`,
  ]);
});

test('before a read only a stopped process is worth a case; inside a transaction none is', () => {
  const read = 'heroku releases-read';
  const inside = 'postgres insert into attempt (operation_id, in {insert into attempt (operation_id,}';
  expect(
    planned(
      recording(
        {},
        `approving | before ${read}`,
        `approving | after ${read}`,
        `approving | before ${inside}`,
      ),
    ),
  ).toEqual([`SIGSTOP approving | before ${read} #1 (rollback, answered)`]);
});

test('around the send every fate of the POST is played, but asking it to stop once', () => {
  const kinds = [`sending | before ${POST}`, `sending | after ${POST}`];
  const cases = planned(recording({}, ...kinds), recording({ fate: 'hang after' }, ...kinds));
  expect(cases.map((each) => each.replace(/ .* \(/, ' ('))).toEqual([
    'SIGKILL (rollback, answered)',
    'SIGKILL (rollback, hang after)',
    'SIGSTOP (rollback, answered)',
    'SIGSTOP (rollback, hang after)',
    expect.stringMatching(/^SIGTERM/),
  ]);
});

test('at each meeting four timings of an outside actor; what an idle process does comes last; nothing twice', () => {
  const idle = 'postgres update outbox_lane';
  const { cases, boundaries } = plan([
    recording(
      {},
      `idle | before ${idle}`,
      `sending | before ${idle}`,
      `sending | before ${POST}`,
      `sending | after ${POST}`,
    ),
    recording({ fate: '5xx before', decision: 'close' }, `sending | after ${POST}`),
    recording({ fate: '5xx before' }, `sending | after ${POST}`),
  ]);
  const met = cases.filter(({ outside }) => outside !== null);
  expect(met).toHaveLength(3 * 4);
  expect(met.filter(({ at, kill }) => at?.includes('after') && kill !== 'SIGKILL')).toEqual([]);
  expect(new Set(cases.map(keyOf)).size).toBe(cases.length);
  expect(cases.at(-1)?.at).toContain(idle);
  expect(boundaries).toBe(3);
});
