/** mrkdwn to plain words: names for ids, dates in UTC, entities undone, marks as typed. */
import type { TextObject } from '@slack/types';
import type { Directory } from '../state.ts';
import type { Part, Reference } from './mrkdwn-parts.ts';
import { parseMrkdwn } from './mrkdwn-tree.ts';

export function readText(text: TextObject, directory: Directory): string {
  return text.type === 'mrkdwn' ? readMrkdwn(text.text, directory) : text.text;
}

/** Only `<…>` that Slack would treat as live is resolved; escaped text comes out as typed. */
export function readMrkdwn(text: string, { users, channels, groups }: Directory): string {
  return plainWords(
    parseMrkdwn(text),
    {
      user: (id) => users.get(id)?.name,
      channel: (id) => channels.get(id)?.name,
      group: (id) => groups.get(id)?.handle,
    },
    MARKS,
  );
}

/** Names for ids. */
export interface Names {
  user(id: string): string | undefined;
  channel(id: string): string | undefined;
  group(id: string): string | undefined;
}

type Marks = Readonly<Record<'bold' | 'italic' | 'strike' | 'code', string>>;

const MARKS: Marks = { bold: '*', italic: '_', strike: '~', code: '`' };
const NO_MARKS: Marks = { bold: '', italic: '', strike: '', code: '' };

/** Without marks, as a lock screen or a voice has it. */
export function plainWords(parts: readonly Part[], names: Names, marks: Marks = NO_MARKS): string {
  const within = (children: readonly Part[]) => plainWords(children, names, marks);
  return parts.map((part) => words(part, names, marks, within)).join('');
}

function words(
  part: Part,
  names: Names,
  marks: Marks,
  within: (children: readonly Part[]) => string,
): string {
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
      return `${marks[part.kind]}${within(part.children)}${marks[part.kind]}`;
    case 'pre':
      return `${part.opening}${within(part.children)}${part.closing}`;
    case 'quote':
      return part.lines.map(({ marker, children }) => `${marker}${within(children)}`).join('\n');
    default:
      return nameOf(part, names);
  }
}

function nameOf(part: Reference, names: Names): string {
  switch (part.kind) {
    case 'user':
      return `@${names.user(part.id) ?? part.label ?? part.id}`;
    case 'channel':
      return `#${names.channel(part.id) ?? part.label ?? part.id}`;
    case 'group':
      return `@${names.group(part.id) ?? part.label ?? 'group'}`;
    case 'special':
      return `@${part.name}`;
    case 'date':
      return Number.isNaN(part.at) ? part.fallback : utcDate(part.format, new Date(part.at));
    case 'link':
      return part.label === null ? part.target : `${part.label} (${part.target})`;
  }
}

/** Every reader here is in UTC. */
function utcDate(format: string, at: Date): string {
  return format.replace(/\{(\w+)\}/g, (token, name: string) => dateToken(name, at) ?? token);
}

function dateToken(name: string, at: Date): string | null {
  const iso = at.toISOString();
  if (name === 'time') return `${iso.slice(11, 16)} UTC`;
  if (name === 'time_secs') return `${iso.slice(11, 19)} UTC`;
  return name.startsWith('date') ? iso.slice(0, 10) : null;
}
