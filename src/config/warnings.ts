/** Set-ups that start, but will surprise somebody later. */
import type { Switchback } from './switchback-yaml.ts';
import type { Variables } from './variables.ts';

export function warningsAbout(file: Switchback, variables: Variables): readonly string[] {
  return [...placeholders(file), ...guardedSmoke(file), ...noGitHub(variables), ...noHttpToken(variables)];
}

function noGitHub({ GITHUB_TOKEN }: Variables): readonly string[] {
  return GITHUB_TOKEN === undefined
    ? ['No GITHUB_TOKEN: preflight cannot see commits or migrations, so no rollback will be CLEAR.']
    : [];
}

function noHttpToken({ SWITCHBACK_HTTP_TOKEN }: Variables): readonly string[] {
  return SWITCHBACK_HTTP_TOKEN === undefined
    ? ['No SWITCHBACK_HTTP_TOKEN: GET /locks answers 503, so CI cannot ask whether a deploy is locked.']
    : [];
}

function placeholders(file: Switchback): readonly string[] {
  const ids = placeholderIds(file);
  if (ids.length === 0) return [];
  return [`Placeholder Slack ids still in the configuration: ${ids.join(', ')}. Replace them.`];
}

/** Each once. The shipped file's ids have Slack's shape and this word in them. */
export function placeholderIds(file: Switchback): readonly string[] {
  const ids = [
    ...file.channels.ops,
    file.channels.record,
    file.channels.status ?? '',
    file.channels.fallback ?? '',
    file.digest.channel ?? '',
    ...Object.values(file.people).flatMap(({ slack }) => slack),
    ...Object.keys(file.user_groups),
  ];
  return [...new Set(ids.filter((id) => id.includes('REPLACE')))];
}

/** The origin guard answers 403 at the herokuapp address (rollback.md, "verify"). */
function guardedSmoke(file: Switchback): readonly string[] {
  return Object.entries(file.apps)
    .filter(
      ([, app]) =>
        app.environment === 'production' && new URL(app.smoke.url).hostname.endsWith('.herokuapp.com'),
    )
    .map(
      ([name]) =>
        `${name}: the smoke URL is a herokuapp address, which answers 403 when the origin guard is on.`,
    );
}
