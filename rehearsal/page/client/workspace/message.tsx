/** One message as its reader sees it. */
import './message.css';
import type { MessageShown } from '../../shape.ts';
import { Blocks } from '../block-kit/blocks.tsx';
import { Mrkdwn } from '../block-kit/mrkdwn.tsx';
import { useSingle } from '../window.ts';

export function Message({ message }: { readonly message: MessageShown }) {
  const directory = useSingle('directory');
  const { channel, ts, blocks, text, user, edits, ephemeral } = message;
  return (
    <article className="message">
      <strong>{directory?.users[user] ?? user}</strong>{' '}
      <time>{new Date(Number(ts) * 1000).toISOString().slice(11, 16)}</time>
      {blocks.length === 0 ? (
        <Mrkdwn text={text} />
      ) : (
        <Blocks blocks={blocks} at={{ channel, ts }} chosen={message.chosen} />
      )}
      {edits > 0 ? <small>(edited)</small> : null}
      {ephemeral ? <small>Only visible to you</small> : null}
    </article>
  );
}
