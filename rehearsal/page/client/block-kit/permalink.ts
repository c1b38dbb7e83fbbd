/** Links to messages of this very workspace: they lead to their place in the page, never out of it. */
import { TEAM } from '../../../slack/cast.ts';

export interface MessageAddress {
  readonly channel: string;
  /** Timestamp of the root; null: the message stands in the channel alone. */
  readonly thread: string | null;
}

/** Null for any other address. */
export function messageAddress(href: string): MessageAddress | null {
  if (!URL.canParse(href)) return null;
  const { origin, pathname, searchParams } = new URL(href);
  const channel = /^\/archives\/(\w+)\/p\d+$/.exec(pathname)?.[1];
  if (origin !== `https://${TEAM.domain}.slack.com` || channel === undefined) return null;
  return { channel, thread: searchParams.get('thread_ts') };
}
