/** Answers only the asker sees. */
import type { ModalView } from '@slack/types';
import type { Outcome, Refusal } from '../outcome.ts';
import type { Answer } from '../ports.ts';
import { plainText, section } from '../words/blocks.ts';
import type { Mrkdwn } from '../words/mrkdwn.ts';
import { refusalText } from '../words/refusals.ts';

export function tell(text: Mrkdwn): Answer {
  return { kind: 'tell', message: { text: text.source } };
}

export function tellRefusal(refusal: Refusal): Answer {
  return { kind: 'tell', message: { text: refusalText(refusal).source }, refusal };
}

/** Under a field of the form that was sent, which stays open. */
export function refuseField(block: string, refusal: Refusal): Answer {
  return { kind: 'errors', errors: { [block]: underField(refusal) }, refusal };
}

/** In place of the form that was sent. */
export function refuseForm(title: string, refusal: Refusal): Answer {
  return { kind: 'replace', view: notice(title, refusalText(refusal)), refusal };
}

/** Success shows in the channel by itself; only a refusal needs a word to the one who tapped. */
export function quietly(outcome: Outcome<unknown>): Answer {
  return outcome.ok ? { kind: 'nothing' } : tellRefusal(outcome.refusal);
}

/** A modal that only says something. */
export function notice(title: string, text: Mrkdwn): ModalView {
  return {
    type: 'modal',
    title: plainText(title, 24),
    close: plainText('Close', 24),
    blocks: [section(text)],
  };
}

/** Plain words for under a field, where Slack shows no markup. */
function underField(refusal: Refusal): string {
  return refusalText(refusal)
    .source.replaceAll('\n', ' ')
    .replace(/<#\w+>(?: or <#\w+>)*/, 'the ops channel')
    .replaceAll('`', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
