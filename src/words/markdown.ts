/** Our own mrkdwn as other readers take it: Markdown, and plain text. Whatever people wrote in it stays text there too. */

/** Links and mentions stand in angle brackets; everything else in them was escaped (`mrkdwn.ts`). */
const BRACKETS = /<([^<>]*)>/g;
const MARKDOWN = /[\\`*_{}[\]<>#|~]/g;

/** `[message](https://…)`; mentions by their ids. */
export function markdownOf(mrkdwn: string): string {
  return mapped(mrkdwn, escapedMarkdown, (label, url) => `[${escapedMarkdown(label)}](${url})`);
}

/** `message (https://…)` */
export function plainOf(mrkdwn: string): string {
  return mapped(
    mrkdwn,
    (text) => text,
    (label, url) => (label === url ? url : `${label} (${url})`),
  );
}

export function escapedMarkdown(text: string): string {
  return text.replace(MARKDOWN, '\\$&').replaceAll('\n', ' ');
}

function mapped(
  mrkdwn: string,
  text: (plain: string) => string,
  link: (label: string, url: string) => string,
): string {
  let out = '';
  let last = 0;
  for (const match of mrkdwn.matchAll(BRACKETS)) {
    out += text(undone(mrkdwn.slice(last, match.index)));
    const [target = '', label = ''] = (match[1] ?? '').split('|', 2);
    out += /^https?:\/\//.test(target)
      ? link(undone(label || target), undone(target).replace(/[()\s]/g, encodeURIComponent))
      : text(mentioned(target, label));
    last = match.index + match[0].length;
  }
  return out + text(undone(mrkdwn.slice(last)));
}

function mentioned(target: string, label: string): string {
  const [, sign = '', id = ''] = /^([@#])(.*)$/.exec(target) ?? /^(!)(?:subteam\^)?(.*)$/.exec(target) ?? [];
  return `${sign === '!' ? '@' : sign}${undone(label || id)}`;
}

/** `&amp;` last: what was typed as `&lt;` is `&amp;lt;` here. */
function undone(source: string): string {
  return source.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
