/** Elements, by where they may stand. Tables are keyed by @slack/types, so a new kind there is noticed here. */
import type {
  ActionsBlockElement,
  ContextBlockElement,
  InputBlockElement,
  SectionBlockAccessory,
} from '@slack/types';
import {
  anyText,
  confirm,
  identifier,
  initialIsOffered,
  optionGroups,
  plainOption,
  plainText,
  richOption,
} from './objects.ts';
import type { OfferedAccessory, OfferedAction, OfferedContext, OfferedInput } from './offered.ts';
import { byType, flag, integer, list, object, oneOf, problem, type RulesFor, text } from './rules.ts';

const acting = { action_id: identifier, confirm };
const focusing = { focus_on_load: flag };

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

const staticSelect = object({
  required: {},
  optional: {
    ...acting,
    ...focusing,
    placeholder: plainText(150),
    options: list(plainOption, { min: 1, max: 100 }),
    option_groups: optionGroups,
    initial_option: plainOption,
  },
  also: (element, pointer) =>
    (element['options'] === undefined) === (element['option_groups'] === undefined)
      ? problem('must define either `options` or `option_groups`', pointer)
      : initialIsOffered(element, pointer),
});

/** Its options come from the app while somebody types: what is chosen at first need not be on any list. */
const externalSelect = object({
  required: {},
  optional: {
    ...acting,
    ...focusing,
    placeholder: plainText(150),
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

const plainTextInput = object({
  required: {},
  optional: {
    ...focusing,
    action_id: identifier,
    placeholder: plainText(150),
    initial_value: text({ max: 3000 }),
    multiline: flag,
    min_length: integer(0, 3000),
    max_length: integer(1, 3000),
    dispatch_action_config: object({
      required: {},
      optional: {
        trigger_actions_on: list(oneOf(['on_enter_pressed', 'on_character_entered']), { min: 1, max: 2 }),
      },
    }),
  },
});

const image = object({
  required: { alt_text: text({ min: 1, max: 2000 }), image_url: text({ min: 1, max: 3000 }) },
});

const CHOICES = {
  checkboxes,
  radio_buttons: radioButtons,
  static_select: staticSelect,
  channels_select: null,
  conversations_select: null,
  datepicker: null,
  datetimepicker: null,
  external_select: externalSelect,
  multi_channels_select: null,
  multi_conversations_select: null,
  multi_external_select: null,
  multi_static_select: null,
  multi_users_select: null,
  timepicker: null,
  users_select: null,
};

const ACTIONS = {
  ...CHOICES,
  button,
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
  plain_text_input: plainTextInput,
  email_text_input: null,
  file_input: null,
  number_input: null,
  rich_text_input: null,
  url_text_input: null,
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
