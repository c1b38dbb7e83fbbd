/** Port `Conversations`: what stands in Slack, read when somebody points at it. */
import type { z } from 'zod';
import type { Conversations } from '../ports.ts';
import { asRead } from './as-read.ts';
import type { MessagesThere } from './messages-there.ts';
import { shownName } from './people.ts';
import { troubleWith } from './slack-errors.ts';
import type { SlackReply } from './slack-failure.ts';
import type { SlackWeb } from './web.ts';

type There = z.infer<typeof MessagesThere>;

/** `self`: our own account, once Slack has said. */
export function conversations(web: SlackWeb, self: () => string | null): Conversations {
  return {
    async message(channel, ts) {
      const found = await look(web, channel, ts);
      if (!found.ok) {
        const gone = found.why === 'slack-error' && troubleWith(found.code) === 'channel';
        return { ok: false, why: gone ? 'not-there' : 'slack' };
      }
      if (found.value === null) return { ok: false, why: 'gone' };
      const { user, thread_ts: threadTs, text = '', username, bot_profile: profile } = found.value;
      return {
        ok: true,
        ours: user !== undefined && user === self(),
        said: {
          channel,
          ts,
          threadTs: threadTs ?? null,
          text: asRead(text),
          slackId: user ?? null,
          name: username ?? profile?.name ?? null,
        },
      };
    },
    async nameOf(slackId) {
      const user = await web.user(slackId);
      return user.ok ? shownName(user.value) : null;
    },
  };
}

/**
 * A thread's reply is in no channel's history, and what has no thread is no parent: the one place that knows both is
 * asked first. A parent that was deleted leaves a gravestone.
 */
async function look(
  web: SlackWeb,
  channel: string,
  ts: string,
): Promise<SlackReply<There['messages'][number] | null>> {
  const inThread = await web.around('replies', channel, ts);
  const found = inThread.ok ? at(inThread.value, ts) : null;
  if (found) return { ok: true, value: found };
  if (!inThread.ok && !(inThread.why === 'slack-error' && troubleWith(inThread.code) === 'thread'))
    return inThread;
  const inChannel = await web.around('history', channel, ts);
  return inChannel.ok ? { ok: true, value: at(inChannel.value, ts) } : inChannel;
}

function at({ messages }: There, ts: string): There['messages'][number] | null {
  return messages.find((each) => each.ts === ts && each.subtype !== 'tombstone') ?? null;
}
