/** The line being typed: a draft per place, what was sent before, and what came of sending it. */
import { useRef, useState } from 'react';
import type { ChannelShown } from '../../shape.ts';
import { usePage } from '../window.ts';
import { draftName, linesSent, noteLine, rememberedNow, useRemembered } from './remembered.ts';

export interface Line {
  readonly text: string;
  readonly sending: boolean;
  /** How many were sent from here. */
  readonly sends: number;
  /** Why the last one could not be sent. */
  readonly trouble: string | null;
  /** Whether a line sent before is in it. */
  recalling(): boolean;
  type(text: string): void;
  send(): void;
  /** Takes a shortcut, and empties the line. */
  run(callbackId: string): void;
  /** 1: the one sent before; -1: back towards the newest. */
  recall(by: 1 | -1): void;
}

export function useLine(channel: ChannelShown, thread: string | null): Line {
  const page = usePage();
  const sent = `sent/${page.handle}`;
  const draft = draftName(page.handle, channel.id, thread);
  const [text, put] = useRemembered(draft);
  const [pending, setPending] = useState(0);
  const [sends, setSends] = useState(0);
  const [trouble, setTrouble] = useState<string | null>(null);
  /** How far back among the lines sent; 0: at none of them. */
  const back = useRef(0);

  async function send(): Promise<void> {
    if (text.trim() === '') return;
    back.current = 0;
    noteLine(sent, text);
    put('');
    setTrouble(null);
    setSends((n) => n + 1);
    setPending((n) => n + 1);
    const answered = await page.ask({ what: 'say', channel: channel.id, text, threadTs: thread });
    setPending((n) => n - 1);
    if (!answered.ok) setTrouble(answered.why);
    const failed = !answered.ok || answered.value === 'failed';
    // Never over something typed meanwhile: it is among the lines sent, too.
    if (failed && rememberedNow(draft) === '') put(text);
  }

  async function run(callbackId: string): Promise<void> {
    put('');
    setTrouble(null);
    setSends((n) => n + 1);
    setPending((n) => n + 1);
    const answered = await page.ask({ what: 'shortcut', callbackId });
    setPending((n) => n - 1);
    if (!answered.ok) setTrouble(answered.why);
  }

  return {
    text,
    sending: pending > 0,
    sends,
    trouble,
    recalling: () => back.current > 0,
    type(next) {
      back.current = 0;
      put(next);
    },
    send: () => void send(),
    run: (callbackId) => void run(callbackId),
    recall(by) {
      const lines = linesSent(sent);
      back.current = Math.min(Math.max(back.current + by, 0), lines.length);
      put(back.current === 0 ? '' : (lines.at(-back.current) ?? ''));
    },
  };
}
