/** What calls this person while they look elsewhere: a line in the corner that leads there. Badges stay when it goes. */
import './toasts.css';
import { useEffect, useRef, useState } from 'react';
import { plainWords } from '../../../slack/render/mrkdwn.ts';
import { parseMrkdwn } from '../../../slack/render/mrkdwn-tree.ts';
import type { ChannelShown, NotificationShown } from '../../shape.ts';
import { go, placeNow } from '../place.ts';
import { useAll, usePage } from '../window.ts';
import { useNames } from './names.ts';

/** Milliseconds; not while it is pointed at or has the focus. */
const STAYS = 8_000;
const MOST = 3;

interface Toast {
  readonly id: number;
  readonly call: NotificationShown;
}

export function Toasts({ current }: { readonly current: ChannelShown }) {
  const { toasts, dismiss } = useNewCalls(current.id);
  const [held, setHeld] = useState(false);
  const oldest = toasts[0]?.id;
  useEffect(() => {
    if (oldest === undefined || held) return;
    const timer = setTimeout(() => dismiss(oldest), STAYS);
    return () => clearTimeout(timer);
  }, [oldest, held, dismiss]);
  return (
    <section
      className="toasts"
      aria-label="Notifications"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div role="status">
        {toasts.map(({ id, call }) => (
          <ToastLine key={id} call={call} onDone={() => dismiss(id)} />
        ))}
      </div>
    </section>
  );
}

function ToastLine({ call, onDone }: { readonly call: NotificationShown; onDone(): void }) {
  const names = useNames();
  const { store } = usePage();
  const message = store.one('message', `${call.channel}/${call.ts}`);
  const where = call.why === 'direct message' ? 'to you' : `in #${names.channel(call.channel) ?? ''}`;
  const who = names.user(message?.user ?? '') ?? 'Somebody';
  return (
    <div className="toast">
      <button
        type="button"
        className="toast-way"
        onClick={() => {
          const thread = message === undefined || message.broadcast ? null : message.threadTs;
          go({ channel: call.channel, thread, pane: thread === null ? 'main' : 'beside', home: false });
          onDone();
        }}
      >
        <strong>
          {who} {where}
        </strong>
        <span className="toast-words">{plainWords(parseMrkdwn(call.text), names)}</span>
      </button>
      <button type="button" className="toast-away" aria-label="Put away" onClick={onDone}>
        <span aria-hidden="true">×</span>
      </button>
    </div>
  );
}

/** Those that came since this window was opened, unless they came in sight. */
function useNewCalls(channel: string) {
  const calls = useAll('notification');
  const { store } = usePage();
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const seen = useRef(calls.length);
  const lastId = useRef(0);
  useEffect(() => {
    const fresh = calls.slice(seen.current);
    seen.current = calls.length;
    const elsewhere = fresh.filter((call) => !isInSight(call));
    if (elsewhere.length === 0) return;
    setToasts((before) =>
      [...before, ...elsewhere.map((call) => ({ id: ++lastId.current, call }))].slice(-MOST),
    );

    function isInSight(call: NotificationShown): boolean {
      if (document.visibilityState !== 'visible' || call.channel !== channel) return false;
      const message = store.one('message', `${call.channel}/${call.ts}`);
      if (message === undefined || message.threadTs === null || message.broadcast) return true;
      return message.threadTs === placeNow().thread;
    }
  }, [calls, channel, store]);
  const [dismiss] = useState(
    () => (id: number) => setToasts((before) => before.filter((toast) => toast.id !== id)),
  );
  return { toasts, dismiss };
}
