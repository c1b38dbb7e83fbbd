/** The line to type in. What could not be sent stays in it. */
import './composer.css';
import { type KeyboardEvent, useId } from 'react';
import type { ChannelShown, CommandShown } from '../../shape.ts';
import { useSingle } from '../window.ts';
import { OfferList, optionId } from './offer-list.tsx';
import { SlackLine } from './slack-line.tsx';
import { type Completion, type Offer, useCompletion } from './use-completion.ts';
import { type Line, useLine } from './use-line.ts';

interface ComposerProps {
  readonly channel: ChannelShown;
  readonly thread: string | null;
}

export function Composer({ channel, thread }: ComposerProps) {
  const me = useSingle('me');
  const words = me === undefined ? null : closedWords(channel, me.id);
  return words === null ? (
    <OpenComposer channel={channel} thread={thread} />
  ) : (
    <p className="composer-closed">{words}</p>
  );
}

/** Why nobody, or not this person, writes here; null: they may. */
function closedWords({ name, archived, members }: ChannelShown, me: string): string | null {
  if (archived) return `#${name} is archived. Nobody can write here any more.`;
  return members.includes(me) ? null : `You are not in #${name}, so you cannot write here.`;
}

function OpenComposer({ channel, thread }: ComposerProps) {
  const listId = useId();
  const line = useLine(channel, thread);
  const { text } = line;
  const commands = useSingle('commands') ?? [];
  const shortcuts = useSingle('shortcuts') ?? [];
  const completion = useCompletion(thread === null ? commands : [], thread === null ? shortcuts : [], text);
  const { offered, current } = completion;
  const typed = thread === null ? commands.find(({ command }) => text.startsWith(`${command} `)) : undefined;
  const listed = offered.length > 0;
  const words =
    thread === null ? `Message ${channel.kind === 'im' ? 'Switchback' : `#${channel.name}`}` : 'Reply';

  function take(offer: Offer): void {
    if (offer.kind === 'command') line.type(`${offer.command.command} `);
    else line.run(offer.shortcut.callbackId);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const act = listed ? keyInList(event, completion, take) : keyInLine(event, line);
    if (act === null) return;
    event.preventDefault();
    act();
  }

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        line.send();
      }}
    >
      {listed ? <OfferList id={listId} offers={offered} current={current} onPick={take} /> : null}
      {/* What Slack said of the line before is over once another one is sent. */}
      {thread === null ? <SlackLine key={line.sends} /> : null}
      {line.trouble === null ? null : (
        <div className="composer-trouble" role="alert">
          {line.trouble}
        </div>
      )}
      <div className="composer-box">
        {/* A text of several lines may not have the role of a combo box, but the rest of the pattern. */}
        <textarea
          className="composer-line"
          rows={1}
          aria-label={words}
          placeholder={words}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={listed ? listId : undefined}
          aria-activedescendant={listed ? optionId(listId, current) : undefined}
          value={text}
          onChange={({ target }) => line.type(target.value)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" className="composer-send" aria-disabled={text.trim() === ''}>
          Send
        </button>
      </div>
      <div className="composer-help" role="status">
        {helpWords(typed, offered.length, line.sending)}
      </div>
    </form>
  );
}

type Act = (() => void) | null;

function keyInList(
  { key, shiftKey }: KeyboardEvent,
  { offered, current, move, close }: Completion,
  take: (offer: Offer) => void,
): Act {
  const chosen = offered[current];
  if (key === 'ArrowDown') return () => move(1);
  if (key === 'ArrowUp') return () => move(-1);
  if (key === 'Escape') return close;
  if (shiftKey || chosen === undefined) return null;
  return key === 'Enter' || key === 'Tab' ? () => take(chosen) : null;
}

function keyInLine({ key, shiftKey }: KeyboardEvent, line: Line): Act {
  if (key === 'Enter' && !shiftKey) return line.send;
  if (key === 'ArrowUp' && (line.text === '' || line.recalling())) return () => line.recall(1);
  return key === 'ArrowDown' && line.recalling() ? () => line.recall(-1) : null;
}

function helpWords(typed: CommandShown | undefined, offered: number, sending: boolean): string {
  if (typed !== undefined) return `${typed.command} ${typed.usageHint} · ${typed.description}`;
  if (offered > 0)
    return `${offered} ${offered === 1 ? 'fits' : 'fit'}: arrow keys choose, Tab or Enter takes`;
  return sending ? 'Sending…' : '';
}
