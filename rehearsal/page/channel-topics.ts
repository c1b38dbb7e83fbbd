import type { Channel } from '../slack/state.ts';

const TOPICS: Readonly<Record<string, string>> = {
  ops: 'Where Switchback is used: asked, agreed and watched, for everybody to see',
  general: 'Everything else',
  status: 'What customers are told',
  record: 'The rollback drill record, and what the audit log is held to',
};

/** What a channel is for, in a line; empty for one that nobody described. */
export function topicOf({ kind, name }: Channel): string {
  return kind === 'im' ? 'Between you and the app' : (TOPICS[name] ?? '');
}
