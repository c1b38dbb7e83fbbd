/**
 * The blocks and elements this workspace takes, by where they may stand: the checker has a rule for each of these and
 * for no other, and the page draws each of these. A new one does not compile until it has both.
 */
type Choice = 'checkboxes' | 'external_select' | 'radio_buttons' | 'static_select';

export type OfferedBlock = 'actions' | 'context' | 'divider' | 'header' | 'image' | 'input' | 'section';
export type OfferedAction = 'button' | 'overflow' | Choice;
export type OfferedAccessory = 'image' | OfferedAction;
export type OfferedInput = 'plain_text_input' | Choice;
export type OfferedContext = 'image' | 'mrkdwn' | 'plain_text';
