/** Elements that hold what a person typed or picked, apart from the lists of options. */
import { initialInRange } from './number-range.ts';
import { confirm, identifier, plainText } from './objects.ts';
import { flag, integer, list, object, oneOf, pattern, text } from './rules.ts';

export const acting = { action_id: identifier, confirm };
export const focusing = { focus_on_load: flag };
export const placeholder = plainText(150);

const dispatching = {
  dispatch_action_config: object({
    required: {},
    optional: {
      trigger_actions_on: list(oneOf(['on_enter_pressed', 'on_character_entered']), { min: 1, max: 2 }),
    },
  }),
};

const typing = { action_id: identifier, ...focusing, ...dispatching, placeholder };

export const plainTextInput = object({
  required: {},
  optional: {
    ...typing,
    initial_value: text({ max: 3000 }),
    multiline: flag,
    min_length: integer(0, 3000),
    max_length: integer(1, 3000),
  },
});

const number = pattern(/^-?\d+(\.\d+)?$/, 'must be a number');

export const numberInput = object({
  required: { is_decimal_allowed: flag },
  optional: { ...typing, initial_value: number, min_value: number, max_value: number },
  also: initialInRange,
});

export const urlInput = object({
  required: {},
  optional: { ...typing, initial_value: text({ max: 3000 }) },
});

const picking = { ...acting, ...focusing };

export const datepicker = object({
  required: {},
  optional: {
    ...picking,
    placeholder,
    initial_date: pattern(
      /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
      'must be in the format YYYY-MM-DD',
    ),
  },
});

export const timepicker = object({
  required: {},
  optional: {
    ...picking,
    placeholder,
    initial_time: pattern(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be in the format HH:mm'),
    timezone: text({ min: 1 }),
  },
});

/** Whole seconds since 1970, ten digits. */
export const datetimepicker = object({
  required: {},
  optional: { ...picking, initial_date_time: integer(1_000_000_000, 9_999_999_999) },
});

const user = pattern(/^[UW][A-Z0-9]+$/, 'must be a user id');

export const usersSelect = object({
  required: {},
  optional: { ...picking, placeholder, initial_user: user },
});

export const multiUsersSelect = object({
  required: {},
  optional: {
    ...picking,
    placeholder,
    initial_users: list(user, { min: 1, max: 100 }),
    max_selected_items: integer(1, 100),
  },
});
