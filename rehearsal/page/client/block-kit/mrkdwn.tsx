/** mrkdwn as a person reads it: React draws every word as text. */
import './mrkdwn.css';
import { Fragment, type ReactNode, useMemo } from 'react';
import { dateWords, utcWords } from '../../../slack/render/date-words.ts';
import type { Part, Reference } from '../../../slack/render/mrkdwn-parts.ts';
import { parseMrkdwn } from '../../../slack/render/mrkdwn-tree.ts';
import { addressOf, go, placeNow } from '../place.ts';
import { useReader } from '../reader.ts';
import { Emoji } from './emoji.tsx';
import { ChannelMention, GroupMention, SpecialMention, UserMention } from './mentions.tsx';
import { type MessageAddress, messageAddress } from './permalink.ts';

/** Stands inside of other text; fenced code and quotes are blocks of their own. */
export function Mrkdwn({ text }: { readonly text: string }) {
  const parts = useMemo(() => parseMrkdwn(text), [text]);
  return <Parts parts={parts} />;
}

function Parts({ parts }: { readonly parts: readonly Part[] }) {
  return keyed(parts).map(({ key, part, before }) => (
    <Fragment key={key}>{part.kind === 'break' && isBlock(before) ? null : <Piece part={part} />}</Fragment>
  ));
}

/** Its place in the text is all that a piece is known by. */
function keyed(parts: readonly Part[]) {
  return parts.map((part, at) => ({ key: String(at), part, before: parts[at - 1] }));
}

/** Ends its own line. */
function isBlock(part: Part | undefined): boolean {
  return part?.kind === 'pre' || part?.kind === 'quote';
}

function Piece({ part }: { readonly part: Part }): ReactNode {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'break':
      return <br />;
    case 'bold':
      return (
        <strong>
          <Parts parts={part.children} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <Parts parts={part.children} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <Parts parts={part.children} />
        </s>
      );
    case 'code':
      return (
        <code className="code">
          <Parts parts={part.children} />
        </code>
      );
    case 'pre':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by key, too.
        <pre className="pre" tabIndex={0}>
          <Parts parts={part.children} />
        </pre>
      );
    case 'quote':
      return (
        <blockquote className="quote">
          {part.lines.map(({ children }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone.
            <div key={at}>{children.length === 0 ? <br /> : <Parts parts={children} />}</div>
          ))}
        </blockquote>
      );
    case 'emoji':
      return <Emoji name={part.name} />;
    default:
      return <Referred part={part} />;
  }
}

function Referred({ part }: { readonly part: Reference }) {
  switch (part.kind) {
    case 'user':
      return <UserMention id={part.id} label={part.label} />;
    case 'channel':
      return <ChannelMention id={part.id} label={part.label} />;
    case 'group':
      return <GroupMention id={part.id} label={part.label} />;
    case 'special':
      return <SpecialMention name={part.name} />;
    case 'date':
      return <ReadersDate part={part} />;
    case 'link':
      return <Outside href={part.href}>{part.label ?? part.target}</Outside>;
  }
}

function ReadersDate({ part }: { readonly part: Extract<Reference, { kind: 'date' }> }) {
  const reader = useReader();
  if (Number.isNaN(part.at)) return part.fallback;
  const at = new Date(part.at);
  return (
    <Outside href={part.href}>
      <time dateTime={at.toISOString()} title={utcWords(at)}>
        {dateWords(part.format, at, reader)}
      </time>
    </Outside>
  );
}

function Outside({ href, children }: { readonly href: string | null; readonly children: ReactNode }) {
  const inside = href === null ? null : messageAddress(href);
  if (inside !== null) return <Inside address={inside}>{children}</Inside>;
  return href === null ? (
    children
  ) : (
    <a href={href} title={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

/** A message of this workspace: its thread opens beside its channel. */
function Inside({ address, children }: { readonly address: MessageAddress; readonly children: ReactNode }) {
  const { channel, thread } = address;
  const there = { channel, thread, home: false, pane: thread === null ? 'main' : 'beside' } as const;
  return (
    <a
      href={addressOf({ ...placeNow(), ...there })}
      onClick={(event) => {
        event.preventDefault();
        go(there);
      }}
    >
      {children}
    </a>
  );
}
