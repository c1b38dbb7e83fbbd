/** Addresses people give us: shown to others, never fetched. */
import { done, type Outcome, refused } from '../../outcome.ts';
import { plain } from '../../words/mrkdwn.ts';

const LONGEST = 500;

/** Null for nothing typed. Slack wraps what people type as an address in brackets. */
export function reviewLink(typed: string): Outcome<string | null> {
  const text = plain(typed, LONGEST + 1).replace(/^<([^|>]*)(?:\|[^>]*)?>$/, '$1');
  if (text === '' || text.toUpperCase() === 'TBD') return done(null);
  if (text.length > LONGEST || !URL.canParse(text)) return refused({ reason: 'bad-link', typed: text });
  const { protocol, username, password, hostname, href } = new URL(text);
  const opens = protocol === 'https:' && username === '' && password === '' && hostname.includes('.');
  return opens ? done(href) : refused({ reason: 'bad-link', typed: text });
}
