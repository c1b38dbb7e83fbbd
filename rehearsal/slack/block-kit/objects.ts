/** Composition objects: texts, options, confirm dialogs (limits: facts/slack.md section 4, @slack/types 3.2). */
import { isDeepStrictEqual } from 'node:util';
import {
  byType,
  flag,
  isRecord,
  list,
  object,
  oneOf,
  type Problem,
  problem,
  type Rule,
  text,
} from './rules.ts';

export const identifier = text({ max: 255 });

export function plainText(max: number): Rule {
  return byType({
    plain_text: object({ required: { text: text({ min: 1, max }) }, optional: { emoji: flag } }),
  });
}

export function anyText(max: number): Rule {
  return byType({
    plain_text: object({ required: { text: text({ min: 1, max }) }, optional: { emoji: flag } }),
    mrkdwn: object({ required: { text: text({ min: 1, max }) }, optional: { verbatim: flag } }),
  });
}

export const confirm = object({
  required: { text: anyText(300) },
  optional: {
    title: plainText(100),
    confirm: plainText(30),
    deny: plainText(30),
    style: oneOf(['primary', 'danger']),
  },
});

function option(words: Rule): Rule {
  return object({
    required: { text: words },
    optional: { value: text({ max: 75 }), description: anyText(75), url: text({ max: 3000 }) },
  });
}

export const plainOption = option(plainText(75));
/** Checkboxes and radio buttons may use mrkdwn. */
export const richOption = option(anyText(75));

export const optionGroups = list(
  object({ required: { label: plainText(75), options: list(plainOption, { min: 1, max: 100 }) } }),
  { min: 1, max: 100 },
);

/** Every option a choice offers, through its groups if it has any. */
function optionsOf(element: Readonly<Record<string, unknown>>): readonly unknown[] {
  const direct = Array.isArray(element['options']) ? element['options'] : [];
  const groups: readonly unknown[] = Array.isArray(element['option_groups']) ? element['option_groups'] : [];
  return [...direct, ...groups.flatMap((group) => (isRecord(group) ? optionsOf(group) : []))];
}

/** Slack wants each initial option to be exactly one of those offered. */
export function initialIsOffered(
  element: Readonly<Record<string, unknown>>,
  pointer: string,
): readonly Problem[] {
  const offered = optionsOf(element);
  const chosen: readonly unknown[] = Array.isArray(element['initial_options'])
    ? element['initial_options']
    : element['initial_option'] === undefined
      ? []
      : [element['initial_option']];
  return chosen.every((each) => offered.some((option) => isDeepStrictEqual(option, each)))
    ? []
    : problem('initial option must exactly match one of the options', pointer);
}
