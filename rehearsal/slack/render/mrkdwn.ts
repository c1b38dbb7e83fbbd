/** mrkdwn to plain words: names for ids, dates in UTC, entities undone. */
import type { TextObject } from '@slack/types';
import type { Directory } from '../state.ts';

export function readText(text: TextObject, directory: Directory): string {
  return text.type === 'mrkdwn' ? readMrkdwn(text.text, directory) : text.text;
}

/** Only `<…>` that Slack would treat as live is resolved; escaped text comes out as typed. */
export function readMrkdwn(text: string, directory: Directory): string {
  const resolved = text.replace(/<([^<>]+)>/g, (_whole, inner: string) => resolve(inner, directory));
  return resolved.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function resolve(inner: string, directory: Directory): string {
  const [target = '', label] = inner.split('|', 2);
  if (target.startsWith('@'))
    return `@${directory.users.get(target.slice(1))?.name ?? label ?? target.slice(1)}`;
  if (target.startsWith('#'))
    return `#${directory.channels.get(target.slice(1))?.name ?? label ?? target.slice(1)}`;
  if (target.startsWith('!subteam^')) {
    return `@${directory.groups.get(target.slice('!subteam^'.length))?.handle ?? label ?? 'group'}`;
  }
  if (target.startsWith('!date^')) return readDate(target, label);
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  return label === undefined ? target : `${label} (${target})`;
}

/** `!date^EPOCH^{tokens}^link`: every reader here is in UTC. */
function readDate(target: string, fallback: string | undefined): string {
  const [, seconds = '', format = ''] = target.split('^');
  const at = new Date(Number(seconds) * 1000);
  if (Number.isNaN(at.getTime())) return fallback ?? '';
  return format.replace(/\{(\w+)\}/g, (token, name: string) => dateToken(name, at) ?? token);
}

function dateToken(name: string, at: Date): string | null {
  const iso = at.toISOString();
  if (name === 'time') return `${iso.slice(11, 16)} UTC`;
  if (name === 'time_secs') return `${iso.slice(11, 19)} UTC`;
  return name.startsWith('date') ? iso.slice(0, 10) : null;
}
