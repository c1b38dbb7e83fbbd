/** Elements, by where they may stand. Tables are keyed by @slack/types, so a new kind there is noticed here. */
import type {
  ActionsBlockElement,
  ContextBlockElement,
  InputBlockElement,
  SectionBlockAccessory,
} from '@slack/types';
import {
  acting,
  datepicker,
  datetimepicker,
  focusing,
  multiUsersSelect,
  numberInput,
  placeholder,
  plainTextInput,
  timepicker,
  urlInput,
  usersSelect,
} from './inputs.ts';
import { anyText, initialIsOffered, optionGroups, plainOption, plainText, richOption } from './objects.ts';
import type { OfferedAccessory, OfferedAction, OfferedContext, OfferedInput } from './offered.ts';
import { byType, integer, list, object, oneOf, problem, type Rule, type RulesFor, text } from './rules.ts';

const button = object({
  required: { text: plainText(75) },
  optional: {
    ...acting,
    value: text({ max: 2000 }),
    url: text({ max: 3000 }),
    style: oneOf(['primary', 'danger']),
    accessibility_label: text({ max: 75 }),
  },
});

const overflow = object({ required: { options: list(plainOption, { min: 1, max: 5 }) }, optional: acting });

function selectOf(more: Readonly<Record<string, Rule>>): Rule {
  return object({
    required: {},
    optional: {
      ...acting,
      ...focusing,
      placeholder,
      options: list(plainOption, { min: 1, max: 100 }),
      option_groups: optionGroups,
      ...more,
    },
    also: (element, pointer) =>
      (element['options'] === undefined) === (element['option_groups'] === undefined)
        ? problem('must define either `options` or `option_groups`', pointer)
        : initialIsOffered(element, pointer),
  });
}

const staticSelect = selectOf({ initial_option: plainOption });

const multiStaticSelect = selectOf({
  initial_options: list(plainOption, { min: 1, max: 100 }),
  max_selected_items: integer(1, 100),
});

/** Its options come from the app while somebody types: what is chosen at first need not be on any list. */
const externalSelect = object({
  required: {},
  optional: {
    ...acting,
    ...focusing,
    placeholder,
    initial_option: plainOption,
    min_query_length: integer(0, 150),
  },
});

const checkboxes = object({
  required: { options: list(richOption, { min: 1, max: 10 }) },
  optional: { ...acting, ...focusing, initial_options: list(richOption, { min: 1, max: 10 }) },
  also: initialIsOffered,
});

const radioButtons = object({
  required: { options: list(richOption, { min: 1, max: 10 }) },
  optional: { ...acting, ...focusing, initial_option: richOption },
  also: initialIsOffered,
});

const image = object({
  required: { alt_text: text({ min: 1, max: 2000 }), image_url: text({ min: 1, max: 3000 }) },
});

const CHOICES = {
  checkboxes,
  datepicker,
  external_select: externalSelect,
  multi_static_select: multiStaticSelect,
  multi_users_select: multiUsersSelect,
  radio_buttons: radioButtons,
  static_select: staticSelect,
  timepicker,
  users_select: usersSelect,
  channels_select: null,
  conversations_select: null,
  multi_channels_select: null,
  multi_conversations_select: null,
  multi_external_select: null,
};

const ACTIONS = {
  ...CHOICES,
  button,
  datetimepicker,
  overflow,
  rich_text_input: null,
  workflow_button: null,
} satisfies RulesFor<ActionsBlockElement['type'], OfferedAction>;

const ACCESSORIES = {
  ...CHOICES,
  button,
  overflow,
  image,
  workflow_button: null,
} satisfies RulesFor<SectionBlockAccessory['type'], OfferedAccessory>;

const INPUTS = {
  ...CHOICES,
  datetimepicker,
  number_input: numberInput,
  plain_text_input: plainTextInput,
  url_text_input: urlInput,
  email_text_input: null,
  file_input: null,
  rich_text_input: null,
} satisfies RulesFor<InputBlockElement['type'], OfferedInput>;

const CONTEXT = {
  image,
  plain_text: anyText(3000),
  mrkdwn: anyText(3000),
} satisfies RulesFor<ContextBlockElement['type'], OfferedContext>;

export const actionElement = byType(ACTIONS);
export const accessory = byType(ACCESSORIES);
export const inputElement = byType(INPUTS);
export const contextElement = byType(CONTEXT);
