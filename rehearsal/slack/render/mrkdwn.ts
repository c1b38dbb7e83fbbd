/** mrkdwn to plain words: names for ids, dates in UTC, entities undone, marks as typed. */
import type { TextObject } from '@slack/types';
import type { Directory } from '../state.ts';
import type { Part, Reference } from './mrkdwn-parts.ts';
import { parseMrkdwn } from './mrkdwn-tree.ts';

export function readText(text: TextObject, directory: Directory): string {
  return text.type === 'mrkdwn' ? readMrkdwn(text.text, directory) : text.text;
}

/** Only `<…>` that Slack would treat as live is resolved; escaped text comes out as typed. */
export function readMrkdwn(text: string, directory: Directory): string {
  return wordsOf(parseMrkdwn(text), directory);
}

function wordsOf(parts: readonly Part[], directory: Directory): string {
  return parts.map((part) => words(part, directory)).join('');
}

const MARKS = { bold: '*', italic: '_', strike: '~', code: '`' } as const;

function words(part: Part, directory: Directory): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'break':
      return '\n';
    case 'emoji':
      return `:${part.name}:`;
    case 'bold':
    case 'italic':
    case 'strike':
    case 'code':
      return `${MARKS[part.kind]}${wordsOf(part.children, directory)}${MARKS[part.kind]}`;
    case 'pre':
      return `${part.opening}${wordsOf(part.children, directory)}${part.closing}`;
    case 'quote':
      return part.lines.map(({ marker, children }) => `${marker}${wordsOf(children, directory)}`).join('\n');
    default:
      return nameOf(part, directory);
  }
}

function nameOf(part: Reference, { users, channels, groups }: Directory): string {
  switch (part.kind) {
    case 'user':
      return `@${users.get(part.id)?.name ?? part.label ?? part.id}`;
    case 'channel':
      return `#${channels.get(part.id)?.name ?? part.label ?? part.id}`;
    case 'group':
      return `@${groups.get(part.id)?.handle ?? part.label ?? 'group'}`;
    case 'special':
      return `@${part.name}`;
    case 'date':
      return Number.isNaN(part.at) ? part.fallback : dateWords(part.format, new Date(part.at));
    case 'link':
      return part.label === null ? part.target : `${part.label} (${part.target})`;
  }
}

/** Every reader here is in UTC. */
function dateWords(format: string, at: Date): string {
  return format.replace(/\{(\w+)\}/g, (token, name: string) => dateToken(name, at) ?? token);
}

function dateToken(name: string, at: Date): string | null {
  const iso = at.toISOString();
  if (name === 'time') return `${iso.slice(11, 16)} UTC`;
  if (name === 'time_secs') return `${iso.slice(11, 19)} UTC`;
  return name.startsWith('date') ? iso.slice(0, 10) : null;
}
