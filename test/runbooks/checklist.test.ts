/** What the notes of a re-pin come to, and which release may be the pushed image. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SeenRelease } from '../../src/operation.ts';
import { RE_PIN_STEPS, type RePinEntry, type RePinNote } from '../../src/re-pin.ts';
import {
  allTicked,
  checklistOf,
  mayBeIt,
  newer,
  pushedByHand,
  pusher,
} from '../../src/runbooks/rollback/checklist.ts';
import { ANA, BO, NOW, release } from './facts.ts';

const VELVET = { name: 'raxx-velvet-prod', image: 'ghcr.io/raxx-app/trademasterapi/velvet' };
const PUSHED = 'Deployed web (c0ffee12c0ff)';
const CONFIG = 'Set FLAG_VELVET_THEME config vars';
const BOT = 'user-bot';

function entries(...notes: readonly RePinNote[]): readonly RePinEntry[] {
  return notes.map((note, index) => ({
    n: index + 1,
    note,
    by: note.what === 'seen' ? null : index % 2 === 0 ? ANA : BO,
    at: new Date(NOW.getTime() + index * 1_000),
  }));
}

function listOf(...notes: readonly RePinNote[]) {
  return checklistOf({ preflight: null }, VELVET, entries(...notes));
}

function done(list: ReturnType<typeof listOf>): readonly string[] {
  return list.steps.filter(({ ticked }) => ticked !== null).map(({ step }) => step);
}

/** The same once more, by hand. */
function told(notes: readonly RePinNote[]) {
  let image: string | null = null;
  const model = new Map<string, boolean>();
  for (const note of notes) {
    if (note.what === 'ticked') model.set(note.step, true);
    if (note.what === 'wrong') model.set(note.step, false);
    if (note.what !== 'tag' || note.tag === image) continue;
    image = note.tag;
    for (const later of ['pull', 'retag', 'push', 'release']) model.delete(later);
  }
  return { image, model };
}

const ticked = (step: (typeof RE_PIN_STEPS)[number]) => ({ what: 'ticked', step }) as const;
const wrong = (step: (typeof RE_PIN_STEPS)[number]) => ({ what: 'wrong', step }) as const;

describe('the notes', () => {
  test('a tick stands with who and when; the last word counts', () => {
    const list = listOf(ticked('find'), ticked('pull'), wrong('find'));
    expect(done(list)).toEqual(['pull']);
    expect(list.steps[0]).toMatchObject({ ticked: null, wrong: { by: ANA } });
    expect(list.next).toBe(4);
  });

  test('another image makes undone what was done with the one before; the same one again does not', () => {
    const all = RE_PIN_STEPS.map(ticked);
    const tag = { what: 'tag', tag: 'main-1' } as const;
    expect(allTicked(listOf(tag, ...all))).toBe(true);
    expect(allTicked(listOf(tag, ...all, tag))).toBe(true);
    const changed = listOf(tag, ...all, { what: 'tag', tag: 'main-2' });
    expect(done(changed)).toEqual(['find']);
    expect(changed.tag?.value).toBe('main-2');
  });

  test('steps may be ticked in any order; whoever ticked the push pushed', () => {
    const list = listOf(ticked('release'), ticked('push'));
    expect(done(list)).toEqual(['push', 'release']);
    expect(pusher(list)).toBe(BO);
    expect(pusher(listOf(ticked('pull')))).toBeNull();
  });

  test('whatever is noted, a step is ticked when its last note since the last other image says so', () => {
    const step = fc.constantFrom(...RE_PIN_STEPS);
    const note: fc.Arbitrary<RePinNote> = fc.oneof(
      step.map(ticked),
      step.map(wrong),
      fc.constantFrom('a', 'b').map((tag) => ({ what: 'tag', tag }) as const),
    );
    fc.assert(
      fc.property(fc.array(note, { maxLength: 30 }), (notes) => {
        const list = listOf(...notes);
        const { image, model } = told(notes);
        expect(done(list)).toEqual(RE_PIN_STEPS.filter((each) => model.get(each) === true));
        expect(list.tag?.value ?? null).toBe(image);
        expect(list.next).toBe(notes.length + 1);
      }),
    );
  });
});

describe('which release is it', () => {
  const newest = (description: string, over = {}) => release(87, { description, ...over });

  test.each([
    ['the only image released since, by a person', [newest(PUSHED)], 87],
    ['after somebody changed config', [release(86, { description: CONFIG }), newest(PUSHED)], 87],
    ['still being released', [newest(PUSHED, { status: 'pending' })], 87],
    ['nothing yet', [], null],
    ['a config change', [newest(CONFIG)], null],
    ['a deploy by git or CI', [newest('Deploy c0ffee12')], null],
    ['two of them', [release(86, { description: PUSHED }), newest(PUSHED)], null],
    ['something came after it', [release(86, { description: PUSHED }), newest(CONFIG)], null],
    ['made by ourselves', [newest(PUSHED, { user: { id: BOT, email: 'bot@raxx.app' } })], null],
    ['words around it', [newest(`${PUSHED} and more`)], null],
    ['not newer than the base', [release(85, { description: PUSHED })], null],
    ['failed', [newest(PUSHED, { status: 'failed' })], null],
  ])('%s', (_, releases, expected) => {
    expect(pushedByHand(newer(releases, 85), BOT)?.version ?? null).toBe(expected);
  });

  const seen = (version: number, description: string): SeenRelease => ({
    id: `r${version}`,
    version,
    description,
    by: 'cy@raxx.app',
    at: NOW.toISOString(),
  });
  test.each([
    [[], []],
    [[seen(86, CONFIG)], []],
    [[seen(86, PUSHED)], [86]],
    [[seen(86, CONFIG), seen(87, PUSHED)], [87]],
    // The config change runs the pushed image, and is what must be verified.
    [
      [seen(86, PUSHED), seen(87, CONFIG)],
      [87, 86],
    ],
    [[seen(86, 'Rollback to v80')], [86]],
    [[seen(86, 'Deploy c0ffee12')], [86]],
  ])('a person may choose among %j: %j', (all, expected) => {
    expect(mayBeIt(all).map(({ version }) => version)).toEqual(expected);
  });
});
