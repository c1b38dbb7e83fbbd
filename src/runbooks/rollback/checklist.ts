/** What the notes of a re-pin come to: which steps are done, which release is the pushed image. Pure. */
import type { App } from '../../apps.ts';
import type { Operation, SeenRelease } from '../../operation.ts';
import type { Release } from '../../ports.ts';
import { type Checklist, type Mark, RE_PIN_STEPS, type RePinEntry, type RePinStep } from '../../re-pin.ts';
import { commandsOf, tagOfTarget } from './image.ts';

/** Another image makes undone what was done with the one before. */
const WITH_THE_IMAGE: readonly RePinStep[] = ['pull', 'retag', 'push', 'release'];

export function checklistOf(
  operation: Pick<Operation, 'preflight'>,
  app: Pick<App, 'name' | 'image'>,
  entries: readonly RePinEntry[],
): Checklist {
  let tag = named(tagOfTarget(operation));
  let taken: SeenRelease | null = null;
  const seen: SeenRelease[] = [];
  const marks = new Map<RePinStep, { ticked: Mark | null; wrong: Mark | null }>();
  for (const { note, by, at } of entries) {
    switch (note.what) {
      case 'tag':
        if (note.tag !== tag?.value) for (const step of WITH_THE_IMAGE) marks.delete(step);
        tag = { value: note.tag, by };
        break;
      case 'ticked':
        if (by) marks.set(note.step, { ticked: { by, at }, wrong: null });
        break;
      case 'wrong':
        if (by) marks.set(note.step, { ticked: null, wrong: { by, at } });
        break;
      case 'seen':
        seen.push(note.release);
        break;
      case 'taken':
        taken = note.release;
        break;
    }
  }
  return {
    tag,
    steps: RE_PIN_STEPS.map((step) => ({
      step,
      commands: commandsOf(step, app, tag?.value ?? null),
      ...(marks.get(step) ?? { ticked: null, wrong: null }),
    })),
    seen: seen.toSorted((a, b) => a.version - b.version),
    taken,
    lastNoteAt: entries.findLast(({ by }) => by !== null)?.at ?? null,
    next: (entries.at(-1)?.n ?? 0) + 1,
  };
}

function named(tag: string | null): Checklist['tag'] {
  return tag === null ? null : { value: tag, by: null };
}

/** Notes are taken: nothing was taken for the pushed image yet, and nobody closed it. */
export function isOpen({ kind, status, ending }: Pick<Operation, 'kind' | 'status' | 'ending'>): boolean {
  return kind === 're-pin' && status === 'needs_human' && ending?.why === 'image-gone';
}

export function allTicked({ steps }: Checklist): boolean {
  return steps.every(({ ticked }) => ticked !== null);
}

/** What `heroku container:release web` writes: `Deployed web (c0ffee12c0ff)`. */
const PUSHED = /^Deployed web \([0-9a-f]{6,64}\)$/;
const BRINGS_CODE = /^(Deploy(ed)?|Rollback to)\b/;

/** Newer than the base and not failed, oldest first: what people should hear of. */
export function newer(releases: readonly Release[], baseVersion: number): readonly Release[] {
  return releases
    .filter(
      ({ version, status }) => version > baseVersion && (status === 'succeeded' || status === 'pending'),
    )
    .toSorted((a, b) => a.version - b.version);
}

/** The release that is the pushed image beyond doubt: the only such one, by a person, and nothing came after it. */
export function pushedByHand(newerOnes: readonly Release[], botUserId: string): Release | null {
  const [only, ...others] = newerOnes.filter(({ description }) => PUSHED.test(description));
  if (!only || others.length > 0 || only.user.id === botUserId) return null;
  return newerOnes.at(-1)?.id === only.id ? only : null;
}

/**
 * What a person may say it is, newest first: a release that brings code, or a config change on top of one. Before any
 * new code a config change still runs the bad image.
 */
export function mayBeIt(seen: readonly SeenRelease[]): readonly SeenRelease[] {
  const first = seen.findIndex(({ description }) => BRINGS_CODE.test(description));
  return first < 0 ? [] : seen.slice(first).toReversed();
}

/** Who pushed: whoever ticked it; else whoever says which release it is. */
export function pusher({ steps }: Checklist): Mark['by'] | null {
  return steps.find(({ step }) => step === 'push')?.ticked?.by ?? null;
}
