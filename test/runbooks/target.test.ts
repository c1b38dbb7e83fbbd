import { expect, test } from 'vitest';
import type { Release } from '../../src/ports.ts';
import { descriptionOf } from '../../src/runbooks/rollback/description.ts';
import { candidates, defaultTarget, head, mayBeTarget, running } from '../../src/runbooks/rollback/target.ts';
import { dyno, release } from './facts.ts';

/** What a history line may say; every other release is a Deploy that succeeded. */
type Line = Readonly<Record<number, string>>;

/** Newest first. `config` and `rollback to N` carry the code they say they carry, as Heroku does. */
function history(from: number, to: number, lines: Line): readonly Release[] {
  const made: Release[] = [];
  for (let version = from; version <= to; version += 1) {
    const [what = 'deploy', ...rest] = (lines[version] ?? 'deploy').split(' ');
    const words = rest.join(' ');
    const back = /^to (\d+)/.exec(words)?.[1];
    const before = made.findLast((each) => each.status === 'succeeded');
    const origin = back !== undefined ? made.find((each) => each.version === Number(back)) : before;
    made.push(
      release(version, {
        ...(what === 'config' ? { description: 'Set STRIPE_API_KEY config vars' } : {}),
        ...(back === undefined ? {} : { description: wentBack(what, Number(back)) }),
        ...(what === 'promote' ? { description: 'Promote raxx-api-staging v12 c0ffee00' } : {}),
        ...(['config', 'rollback', 'code'].includes(what) ? { slugId: origin?.slugId ?? null } : {}),
        ...(words.includes('failed') ? { status: 'failed', eligibleForRollback: false } : {}),
        ...(words.includes('expired') ? { status: 'expired', eligibleForRollback: false } : {}),
        ...(words.includes('ineligible') ? { eligibleForRollback: false } : {}),
        current: words.includes('current'),
      }),
    );
  }
  return made.toReversed();
}

const wentBack = (what: string, version: number) =>
  descriptionOf({
    id: 'rb-7f3ak2mn',
    kind: what === 'code' ? 'code-only' : 'rollback',
    target: { id: 'any', version },
  });

/** The same as an app released from container images: no slugs, so descriptions must do. */
const asImages = (releases: readonly Release[]) => releases.map((each) => ({ ...each, slugId: null }));

test.each<[string, Line, number, number | null]>([
  ['a bad deploy: the one before', {}, 85, 84],
  ['a config change before the bad deploy served last', { 84: 'config' }, 85, 84],
  ['config changes since the bad deploy carry its code', { 84: 'config', 85: 'config' }, 85, 82],
  ['a deploy that failed never served', { 84: 'deploy failed' }, 85, 83],
  ['what Heroku threw away cannot come back', { 84: 'deploy expired', 83: 'deploy expired' }, 85, 82],
  ['a failed deploy is newest, the bad one still runs', { 85: 'deploy failed' }, 84, 83],
  [
    'T40 the failed deploy itself runs: what Heroku still calls current',
    { 84: 'deploy current', 85: 'deploy failed' },
    85,
    84,
  ],
  ['after a rollback, a new bad deploy: the rollback', { 84: 'rollback to 82' }, 85, 84],
  [
    'after a rollback that no longer counts, not the deploy it undid',
    { 84: 'rollback to 82 ineligible' },
    85,
    82,
  ],
  ['what runs is a rollback: older than the code it brought back', { 85: 'rollback to 83' }, 85, 82],
  ['a config change on top of a rollback', { 84: 'rollback to 82', 85: 'config' }, 85, 81],
  [
    'a rollback of a rollback',
    { 83: 'rollback to 81', 84: 'rollback to 83', 85: 'rollback to 84' },
    85,
    null,
  ],
  ['rolled back and forward again, as in a drill', { 84: 'rollback to 82', 85: 'rollback to 83' }, 85, 82],
  [
    'a rollback whose release command failed undid nothing',
    { 83: 'deploy', 84: 'rollback to 81 failed' },
    85,
    83,
  ],
  ['after a code-only rollback, a new bad deploy: that release', { 84: 'code to 82' }, 85, 84],
  ['and not the deploy it left behind, once it no longer counts', { 84: 'code to 82 ineligible' }, 85, 82],
  ['what runs came back code only: older than the code it brought', { 85: 'code to 83' }, 85, 82],
  ['a config change on top of code only', { 84: 'code to 82', 85: 'config' }, 85, 81],
  ['a promotion brings code too', { 84: 'promote', 85: 'config' }, 85, 83],
  [
    'nothing served before',
    { 81: 'deploy ineligible', 82: 'config ineligible', 83: 'config', 84: 'config', 85: 'config' },
    85,
    null,
  ],
  ['what runs is older than the list', {}, 40, null],
])('default target: %s', (_, lines, bad, expected) => {
  expect(defaultTarget(history(81, 85, lines), bad)?.version ?? null).toBe(expected);
});

test.each<[string, Line, number, number | null]>([
  ['a bad deploy', {}, 85, 84],
  ['config changes since', { 84: 'config', 85: 'config' }, 85, 82],
  ['what runs is a rollback', { 85: 'rollback to 83' }, 85, 82],
  ['a new bad deploy after a rollback', { 84: 'rollback to 82' }, 85, 84],
  ['what runs came back code only', { 85: 'code to 83' }, 85, 82],
])('default target without slugs: %s', (_, lines, bad, expected) => {
  expect(defaultTarget(asImages(history(81, 85, lines)), bad)?.version ?? null).toBe(expected);
});

test('a description that lies cannot send the search in circles', () => {
  const releases = [
    release(86, { description: 'Rollback to v99' }),
    release(85, { description: 'Rollback to v86' }),
    release(84),
  ];
  expect(defaultTarget(releases, 86)?.version).toBe(85);
});

test('nothing runs: nothing is bad, so there is no default', () => {
  expect(defaultTarget(history(81, 85, {}), null)).toBeNull();
});

test.each([
  ['web dynos, before Heroku says current', [dyno('web.1', 86), dyno('web.2', 86)], 86],
  ['the newest, halfway through a restart', [dyno('web.1', 85), dyno('web.2', 86)], 86],
  ['crashed ones too: they are what is bad', [dyno('web.1', 86, 'crashed')], 86],
  ['not workers or one-off dynos', [dyno('worker.1', 86), dyno('run.1', 86)], 85],
  ['no dynos: current', [], 85],
])('what runs: %s', (_, dynos, expected) => {
  expect(running([release(86), release(85, { current: true })], dynos)).toBe(expected);
});

test('what runs: unknown when nothing says so', () => {
  expect(running([release(86)], [])).toBeNull();
});

test.each([
  ['eligible and succeeded', {}, 85, true],
  ['not eligible', { eligibleForRollback: false }, 85, false],
  ['failed', { status: 'failed' }, 85, false],
  ['expired', { status: 'expired' }, 85, false],
  ['still pending', { status: 'pending' }, 85, false],
  ['what runs', {}, 84, false],
  ['newer than what runs: rolling forward', {}, 83, true],
] as const)('may be a target: %s', (_, over, bad, expected) => {
  expect(mayBeTarget(release(84, over), bad)).toBe(expected);
});

test('candidates are older than what runs, newest first', () => {
  const releases = history(81, 86, { 83: 'deploy failed' });
  expect(candidates(releases, 85).map((each) => each.version)).toEqual([84, 82, 81]);
});

test('the head is the highest version, in whatever order', () => {
  expect(head([release(84), release(86), release(85)])?.version).toBe(86);
  expect(head([])).toBeNull();
});
