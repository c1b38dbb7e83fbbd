/**
 * A message's mrkdwn as it reads: links by their words, entities undone. Mentions stay ids where Slack sent no name
 * along. The result is plain text, to be escaped like any other.
 */
export function asRead(mrkdwn: string): string {
  const named = mrkdwn.replace(/<([^<>]*)>/g, (_whole, inner: string) => {
    const [target = '', label] = inner.split('|', 2);
    if (label !== undefined && label !== '') return /^[@#]/.test(target) ? `${target[0]}${label}` : label;
    return target.startsWith('!') ? `@${target.slice(1)}` : target;
  });
  // `&amp;` last: what was typed as `&lt;` arrives as `&amp;lt;`.
  return named.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
