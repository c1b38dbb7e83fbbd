/**
 * The one place where text becomes Slack mrkdwn. Everything interpolated is untrusted and escaped,
 * unless it is already `Mrkdwn`. Whoever wants markup in a message must come through here.
 */

/** Escaped text. The class keeps it apart from plain strings at run time as well as in the types. */
export class Mrkdwn {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  toString(): string {
    return this.source;
  }
}

export type Untrusted = string | number;

/** Bidirectional controls, zero-width and other invisible characters: they let a text show one app and mean another. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const LONE_SURROGATE = /\p{Cs}/gu;
const STACKED_MARKS = /(\p{M}{2})\p{M}+/gu;

/** One line of visible characters, at most `max` code points. */
export function plain(text: string, max = 300): string {
  const shown = text
    .replace(/[\r\n\t\u2028\u2029]+/g, ' ')
    .replace(INVISIBLE, '')
    .replace(LONE_SURROGATE, '\ufffd')
    .normalize('NFC')
    .replace(STACKED_MARKS, '$1')
    .trim();
  return cap(shown, max);
}

/** Cuts by code point, so that no character is split; the cut is visible. */
export function cap(text: string, max: number): string {
  const points = Array.from(text);
  return points.length <= max ? text : `${points.slice(0, Math.max(0, max - 1)).join('')}…`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Untrusted text made safe to stand inside a sentence. */
export function quoted(text: string, max?: number): Mrkdwn {
  return new Mrkdwn(escaped(plain(text, max)));
}

/** A text of several lines as somebody wrote it, with nothing in it that Slack would follow. */
export function asWritten(text: string): Mrkdwn {
  return joined(
    tidied(text)
      .split('\n')
      .map((line) => new Mrkdwn(escaped(line))),
    '\n',
  );
}

/** Set apart as a quotation, every line of it. */
export function quotation(text: Mrkdwn): Mrkdwn {
  return new Mrkdwn(text.source.replace(/^/gm, '> '));
}

/** Visible characters only, line by line, without empty lines around it or more than one inside. */
export function tidied(text: string): string {
  const shown = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => plain(line, Number.POSITIVE_INFINITY));
  return shown
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** What people read of it, once Slack has shown it. Only for texts without markup. */
export function unescaped(text: Mrkdwn): string {
  return text.source.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/**
 * ``say`Rolling back ${app}` ``: the template is ours, the values are not. Nothing is shortened: how long a text may be
 * is decided where it comes in, and `cap` is for what has to be short.
 */
export function say(parts: TemplateStringsArray, ...values: readonly (Mrkdwn | Untrusted)[]): Mrkdwn {
  let source = parts[0] ?? '';
  values.forEach((value, index) => {
    source +=
      value instanceof Mrkdwn ? value.source : escaped(plain(String(value), Number.POSITIVE_INFINITY));
    source += parts[index + 1] ?? '';
  });
  return new Mrkdwn(source);
}

export function lines(...all: readonly (Mrkdwn | null)[]): Mrkdwn {
  return joined(
    all.filter((line) => line !== null),
    '\n',
  );
}

export function joined(all: readonly Mrkdwn[], separator: string): Mrkdwn {
  return new Mrkdwn(all.map((each) => each.source).join(separator));
}

export function list(items: readonly Untrusted[], separator = ', '): Mrkdwn {
  return new Mrkdwn(items.map((item) => escaped(plain(String(item)))).join(separator));
}

/** A mention that notifies. Ids come from Slack and are checked again here, since the brackets are live. */
export function mention(slackId: string): Mrkdwn {
  if (!/^[UW][A-Z0-9]{2,20}$/.test(slackId)) throw new TypeError('not a Slack user id');
  return new Mrkdwn(`<@${slackId}>`);
}

/** Mentions a user group, which notifies its members. */
export function groupMention(groupId: string): Mrkdwn {
  if (!/^S[A-Z0-9]{2,20}$/.test(groupId)) throw new TypeError('not a Slack user group id');
  return new Mrkdwn(`<!subteam^${groupId}>`);
}

export function channelLink(channelId: string): Mrkdwn {
  if (!/^[CG][A-Z0-9]{2,20}$/.test(channelId)) throw new TypeError('not a Slack channel id');
  return new Mrkdwn(`<#${channelId}>`);
}

/** Inline code: a backtick inside would end it early. */
export function code(text: string): Mrkdwn {
  return new Mrkdwn(`\`${escaped(plain(text, 500)).replaceAll('`', "'")}\``);
}

/** A block of text as it is, line by line, in fixed width. */
export function verbatimBlock(text: string): Mrkdwn {
  const shown = text.split('\n').map((line) => escaped(plain(line, 600)).replaceAll('```', "'''"));
  return new Mrkdwn(`\`\`\`\n${shown.join('\n')}\n\`\`\``);
}

/**
 * A link to a message; null when one of its parts is not what it should be, so that it is missing rather than wrong.
 * `workspace`: the address Slack itself gave, ending in a slash.
 */
export function messageLink(workspace: string, place: Place, text: string): Mrkdwn | null {
  const address = messageAddress(workspace, place);
  if (address === null) return null;
  return new Mrkdwn(`<${escaped(address)}|${escaped(plain(text)).replaceAll('|', '/')}>`);
}

interface Place {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
}

/** Where a message is read in a browser. All parts are checked again here, since it becomes live. */
export function messageAddress(workspace: string, { channel, ts, threadTs }: Place): string | null {
  const fits =
    /^https:\/\/[\w.-]+\/$/.test(workspace) &&
    /^[CDG][A-Z0-9]{2,20}$/.test(channel) &&
    TIMESTAMP.test(ts) &&
    (threadTs === null || TIMESTAMP.test(threadTs));
  if (!fits) return null;
  const thread = threadTs === null ? '' : `?thread_ts=${threadTs}&cid=${channel}`;
  return `${workspace}archives/${channel}/p${ts.replace('.', '')}${thread}`;
}

const TIMESTAMP = /^\d{1,12}\.\d{1,6}$/;

/** A link of our own making; the address is checked again here, since the brackets are live. */
export function link(address: string, text: string): Mrkdwn {
  if (!/^https?:\/\/[\w.:[\]-]+\/[\w/.-]*$/.test(address)) throw new TypeError('not an address to link to');
  return new Mrkdwn(`<${address}|${escaped(plain(text)).replaceAll('|', '/')}>`);
}
