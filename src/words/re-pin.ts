/** What is said while a container image is pushed again by hand (rollback.md, container apps). */

import { RE_PIN_TICKS, TAPS } from '../ids.ts';
import type { Actor, Operation, SeenRelease } from '../operation.ts';
import type { Message } from '../ports.ts';
import type { Checklist, ChecklistStep, RePinStep } from '../re-pin.ts';
import { type ButtonSpec, buttons, context, section, sectionWithButton } from './blocks.ts';
import { code, lines, list, type Mrkdwn, say, verbatimBlock } from './mrkdwn.ts';
import { parties } from './rollback.ts';
import { hourMinute, toTheSecond } from './time.ts';

const STEPS: Readonly<Record<RePinStep, { readonly what: string; readonly done: string }>> = {
  find: { what: "Find the image: the good release's commit, its tag in GHCR or the CI log", done: 'Found' },
  pull: { what: 'Pull it to your machine', done: 'Pulled' },
  retag: { what: 'Tag it for Heroku', done: 'Tagged' },
  push: { what: "Push it to Heroku's registry", done: 'Pushed' },
  release: { what: 'Release it', done: 'Released' },
};

/** The step as it is called in a sentence or a menu. */
export function stepName(step: RePinStep): string {
  return STEPS[step].done;
}

/** The live checklist. `open`: notes are still taken. */
export function checklist(
  operation: Operation,
  now: Checklist,
  options: { readonly open: boolean; readonly mayChoose: boolean; readonly configNames: readonly string[] },
): Message {
  const { app, target, id } = operation;
  const headline = say`*Push v${target.version}'s image to ${app} again, by hand* · ${standing(now, options.open)}`;
  return {
    text: headline.source,
    blocks: [
      section(headline),
      options.open
        ? sectionWithButton(imageLine(operation, now), tagButton(id, now))
        : section(imageLine(operation, now)),
      ...now.steps.map((step, index) => stepBlock(step, index + 1, id, options.open)),
      context(afterwards(operation, options.configNames)),
      ...(options.open ? [buttons(...footButtons(id, ticks(now), options.mayChoose))] : []),
    ],
  };
}

function standing(list: Checklist, open: boolean): Mrkdwn {
  if (list.taken) return say`v${list.taken.version} runs it`;
  const [done, all] = [ticks(list), list.steps.length];
  if (!open) return say`closed, ${done} of ${all} done`;
  return done === all ? say`all done, waiting for the release` : say`${done} of ${all} done`;
}

function ticks({ steps }: Checklist): number {
  return steps.filter(({ ticked }) => ticked !== null).length;
}

function imageLine({ target }: Operation, { tag }: Checklist): Mrkdwn {
  if (tag === null)
    return say`Which image? v${target.version} does not name its commit. Look in GHCR or the CI log.`;
  return tag.by
    ? say`Image: ${code(tag.value)}, says ${tag.by.name}.`
    : say`Image: ${code(tag.value)}, by v${target.version}'s commit. See in GHCR that it is there.`;
}

function tagButton(value: string, { tag }: Checklist): ButtonSpec {
  return tag === null
    ? { id: TAPS.rePinTag, label: 'Give the tag', value, style: 'primary' }
    : { id: TAPS.rePinTag, label: 'Another tag', value };
}

function stepBlock(step: ChecklistStep, nth: number, value: string, open: boolean) {
  const commands =
    step.commands.length > 0 ? verbatimBlock(step.commands.join('\n')) : say`_needs the tag first_`;
  const text = lines(
    say`${step.ticked ? '✓' : '☐'} ${nth}. ${STEPS[step.step].what}${marks(step)}`,
    commands,
  );
  if (!open || step.ticked || step.commands.length === 0) return section(text);
  return sectionWithButton(text, { id: RE_PIN_TICKS[step.step], label: STEPS[step.step].done, value });
}

function marks({ ticked, wrong }: ChecklistStep): Mrkdwn {
  if (ticked) return say` · ${ticked.by.name} ${toTheSecond(ticked.at)}`;
  return wrong ? say` · not done after all, says ${wrong.by.name} ${toTheSecond(wrong.at)}` : say``;
}

function afterwards({ app, target }: Operation, configNames: readonly string[]): Mrkdwn {
  return lines(
    configNames.length > 0
      ? say`Config vars stay as they are. v${target.version} had others: ${list(configNames.slice(0, 12))}${configNames.length > 12 ? ' …' : ''}`
      : null,
    say`Then I look for the release and verify it. By hand: ${code(`heroku releases -a ${app} --num 3`)}, ${code(`heroku ps -a ${app}`)}`,
    say`Refused at the push? ${code('heroku container:login')} first.`,
  );
}

function footButtons(value: string, done: number, mayChoose: boolean): readonly ButtonSpec[] {
  return [
    ...(mayChoose ? [{ id: TAPS.rePinRelease, label: 'Which release is it?', value } as const] : []),
    ...(done > 0 ? [{ id: TAPS.rePinWrong, label: 'A tick is wrong', value }] : []),
    { id: TAPS.close, label: 'Close', value },
  ];
}

/** A release that may be it; only a person can know. */
export function appeared(operation: Operation, seen: SeenRelease): Message {
  const text = lines(
    say`v${seen.version} of ${operation.app} appeared: ${seen.description} by ${seen.by}, ${hourMinute(new Date(seen.at))}. ${parties(operation)}`,
    say`Does it run the image you pushed? Then say so: [Which release is it?]`,
  );
  const which = { id: TAPS.rePinRelease, label: 'Which release is it?', value: operation.id };
  return { text: text.source, blocks: [section(text), buttons(which)] };
}

/** A release that brings no code. */
export function notIt(operation: Operation, seen: SeenRelease): Message {
  return {
    text: lines(
      say`v${seen.version} of ${operation.app} is not the image: ${seen.description} by ${seen.by}, ${hourMinute(new Date(seen.at))}.`,
      say`I go on waiting for the image's release.`,
    ).source,
  };
}

/** `by` null: there was no doubt which it is. */
export function taken(operation: Operation, seen: SeenRelease, by: Actor | null): Message {
  const release = say`v${seen.version} (${seen.description}, ${seen.by})`;
  return {
    text: by
      ? say`${by.name} says ${release} runs the pushed image. Verifying it now. ${parties(operation)}`.source
      : say`${release} runs the pushed image. Verifying it now. ${parties(operation)}`.source,
  };
}

export function nothingYet(operation: Operation, at: Date): Message {
  const { app } = operation;
  return {
    text: lines(
      say`Every step is ticked, yet ${app} has no new release at ${hourMinute(at)}. ${parties(operation)}`,
      say`Did ${code(`heroku container:release web -a ${app}`)} end well? I go on looking.`,
    ).source,
  };
}

export const timelineOpened = (operation: Operation): Mrkdwn =>
  say`Heroku no longer has the image of v${operation.target.version}: it is pushed again by hand.`;
export const timelineTag = (tag: string): Mrkdwn => say`The image is ${tag}.`;
export const timelineTicked = (step: RePinStep): Mrkdwn => say`Image: ${STEPS[step].done.toLowerCase()}.`;
export const timelineWrong = (step: RePinStep): Mrkdwn =>
  say`Image: not ${STEPS[step].done.toLowerCase()} after all.`;
export const timelineTaken = (seen: SeenRelease): Mrkdwn =>
  say`v${seen.version} (${seen.description}) runs the pushed image.`;

/** Above each form of the checklist. */
export function rePinSubject({ app, target }: Operation): Mrkdwn {
  return say`*${app}*, back to v${target.version} by pushing its image again`;
}

export const WHICH_RELEASE: Mrkdwn = say`The one that runs the image you pushed. I verify it next.`;
