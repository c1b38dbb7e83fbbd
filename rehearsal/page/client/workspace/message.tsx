/** One message as its reader sees it. */
import './message.css';
import { useId } from 'react';
import type { MessageShown } from '../../shape.ts';
import { Blocks } from '../block-kit/blocks.tsx';
import { Mrkdwn } from '../block-kit/mrkdwn.tsx';
import { useSingle } from '../window.ts';
import { Avatar } from './avatar.tsx';
import { MessageMenu } from './message-menu.tsx';
import { MessageTime } from './message-time.tsx';
import { Reactions } from './reactions.tsx';
import { SharedFile } from './shared-file.tsx';
import { ThreadSummary } from './thread-summary.tsx';
import { openThread } from './threads.ts';

interface MessageProps {
  readonly message: MessageShown;
  /** Of its thread, oldest first. */
  readonly replies: readonly MessageShown[];
  /** In its thread, where nothing leads into the thread any more. */
  readonly inThread: boolean;
}

export function Message({ message, replies, inThread }: MessageProps) {
  const id = useId();
  const directory = useSingle('directory');
  const me = useSingle('me');
  const { channel, ts, blocks, text, user, app, edits, ephemeral, chosen, files } = message;
  const name = directory?.users[user] ?? user;
  const calls = me !== undefined && user !== me.id && callsFor(message, [me.id, ...(directory?.mine ?? [])]);
  return (
    <article
      className={`message${ephemeral ? ' message-private' : ''}${calls ? ' message-calls' : ''}`}
      aria-labelledby={id}
    >
      <Avatar name={name} app={app} />
      <div className="message-content">
        <div className="message-head" id={id}>
          <strong>{name}</strong>
          {app ? <span className="message-app">APP</span> : null}
          <MessageTime ts={ts} />
        </div>
        <Origin message={message} inThread={inThread} />
        {blocks.length === 0 ? (
          <div className="message-words">
            <Mrkdwn text={text} />
          </div>
        ) : (
          <Blocks blocks={blocks} at={{ channel, ts }} chosen={chosen} />
        )}
        {files.map((file) => (
          <SharedFile key={file.name} file={file} />
        ))}
        {edits > 0 ? <small className="message-small">(edited)</small> : null}
        {ephemeral ? <small className="message-small message-only">Only visible to you</small> : null}
        <Reactions message={message} />
        {inThread || replies.length === 0 ? null : <ThreadSummary root={message} replies={replies} />}
      </div>
      {ephemeral ? null : <MessageMenu message={message} inThread={inThread} />}
    </article>
  );
}

/** A reply that stands in the channel as well says where it comes from, and in the thread that it does. */
function Origin({ message, inThread }: { readonly message: MessageShown; readonly inThread: boolean }) {
  const { broadcast, threadTs, channel } = message;
  const name = useSingle('directory')?.channels[channel] ?? 'channel';
  if (!broadcast || threadTs === null) return null;
  return (
    <div className="message-origin">
      {inThread ? (
        `also sent to #${name}`
      ) : (
        <>
          replied to{' '}
          <button type="button" className="message-link" onClick={() => openThread(threadTs)}>
            a thread
          </button>
        </>
      )}
    </div>
  );
}

/** Whether its words name one of these ids, as a person or as a group. */
function callsFor({ blocks, text }: MessageShown, ids: readonly string[]): boolean {
  const words = blocks.length === 0 ? text : JSON.stringify(blocks);
  return ids.some((id) => words.includes(`<@${id}>`) || words.includes(`<!subteam^${id}>`));
}
