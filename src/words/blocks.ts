/** Block Kit made within Slack's limits, whatever the text (facts/slack.md section 4). */
import type {
  ActionsBlock,
  Button,
  ContextBlock,
  DividerBlock,
  PlainTextElement,
  SectionBlock,
} from '@slack/types';
import { cap, Mrkdwn, plain } from './mrkdwn.ts';

const SECTION = 3000;
const BUTTON = 75;
const CONFIRM_TITLE = 100;
const CONFIRM_TEXT = 300;

/** `verbatim`: Slack makes no links or mentions of its own out of our text. */
export function section(text: Mrkdwn, blockId?: string): SectionBlock {
  return {
    type: 'section',
    ...(blockId ? { block_id: blockId } : {}),
    text: { type: 'mrkdwn', text: capEscaped(text.source, SECTION), verbatim: true },
  };
}

/** A section with its one button beside it. */
export function sectionWithButton(text: Mrkdwn, spec: ButtonSpec): SectionBlock {
  return { ...section(text), accessory: button(spec) };
}

export function context(...texts: readonly Mrkdwn[]): ContextBlock {
  return {
    type: 'context',
    elements: texts
      .slice(0, 10)
      .map((text) => ({ type: 'mrkdwn', text: capEscaped(text.source, SECTION), verbatim: true })),
  };
}

export function divider(): DividerBlock {
  return { type: 'divider' };
}

export function plainText(text: string, max = BUTTON): PlainTextElement {
  return { type: 'plain_text', text: plain(text, max) || '–', emoji: false };
}

export interface ButtonSpec {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: {
    readonly title: string;
    readonly text: string;
    readonly yes: string;
    readonly no: string;
  };
}

export function buttons(...specs: readonly ButtonSpec[]): ActionsBlock {
  return { type: 'actions', elements: specs.slice(0, 25).map(button) };
}

function button(spec: ButtonSpec): Button {
  return {
    type: 'button',
    action_id: spec.id,
    text: plainText(spec.label),
    value: spec.value,
    ...(spec.style ? { style: spec.style } : {}),
    ...(spec.confirm
      ? {
          confirm: {
            title: plainText(spec.confirm.title, CONFIRM_TITLE),
            text: plainText(spec.confirm.text, CONFIRM_TEXT),
            confirm: plainText(spec.confirm.yes, 30),
            deny: plainText(spec.confirm.no, 30),
          },
        }
      : {}),
  };
}

/** A text that is escaped already, as far as it fits. */
export function excerpt(text: Mrkdwn, max: number): Mrkdwn {
  return new Mrkdwn(capEscaped(text.source, max));
}

/** Cut without leaving half an entity or half a mention behind. Slack refuses an empty text. */
function capEscaped(source: string, max: number): string {
  if (source === '') return ' ';
  if (Array.from(source).length <= max) return source;
  return `${cap(source, max).replace(/(&[a-z]*|<[^>]*)?…$/, '')}…`;
}
