/**
 * The blocks and elements this workspace takes, by where they may stand: the checker has a rule for each of these and
 * for no other, and the page draws each of these. A new one does not compile until it has both.
 */
type Choice =
  | 'checkboxes'
  | 'datepicker'
  | 'external_select'
  | 'multi_static_select'
  | 'multi_users_select'
  | 'radio_buttons'
  | 'static_select'
  | 'timepicker'
  | 'users_select';

export type OfferedBlock = 'actions' | 'context' | 'divider' | 'header' | 'image' | 'input' | 'section';
export type OfferedAction = 'button' | 'datetimepicker' | 'overflow' | Choice;
/** Slack has no room for an instant beside a section. */
export type OfferedAccessory = 'button' | 'image' | 'overflow' | Choice;
export type OfferedInput = 'datetimepicker' | 'number_input' | 'plain_text_input' | 'url_text_input' | Choice;
export type OfferedContext = 'image' | 'mrkdwn' | 'plain_text';
