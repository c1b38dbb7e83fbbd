/** A text object of Block Kit: plain words, or mrkdwn where Slack allows it. */
import type { TextObject } from '@slack/types';
import { Mrkdwn } from '../mrkdwn.tsx';

export function Words({ text }: { readonly text: TextObject }) {
  return text.type === 'mrkdwn' ? <Mrkdwn text={text.text} /> : text.text;
}
