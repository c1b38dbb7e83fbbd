/**
 * What the record channel says of the audit's head, read from a copy of it or from Slack's export. Pure. Where the export
 * says who posted, only the bot's own words count: anybody in the channel can write a line that looks like an anchor.
 */
import type { AuditAnchor, Poster } from '../audit.ts';

export interface ReadAnchors {
  /** Those that count, each once. */
  readonly anchors: readonly AuditAnchor[];
  /** Whose words they are; null: a plain text, which does not say. */
  readonly by: string | null;
  /** Lines that look like anchors and are somebody else's. */
  readonly others: readonly { readonly poster: Poster; readonly seq: number }[];
  /** Several bots posted some, and nobody has said which is ours: none counts. */
  readonly undecided: readonly string[];
}

const HEAD = String.raw`audit head (\d{1,15}) ([0-9a-f]{64}) (\d{4}-\d\d-\d\dT[\d:.]+Z)`;
const ANYWHERE = new RegExp(HEAD);
/** The bot's sentence and nothing else, perhaps posted elsewhere: what it quotes of other people is no anchor. */
const SENTENCE = new RegExp(`^(?:Meant for [^\\n]*\\n)?The audit has \\d{1,15} rows?\\. \`${HEAD}\`$`);
/** Begins what a rehearsal in this workspace says of its own audit (words/rehearsal.ts). */
const REHEARSED = 'REHEARSAL · ';

interface Message {
  readonly text: string;
  readonly user: string | null;
  readonly botId: string | null;
}

/** `bot`: user or bot id of ours; null leaves it to the export, in which only one bot may have posted anchors. */
export function readAnchors(text: string, bot: string | null): ReadAnchors {
  const exported = readExport(text);
  return exported === null ? fromCopy(text) : fromExport(exported, bot);
}

function fromCopy(text: string): ReadAnchors {
  const anchors = text
    .split('\n')
    .filter((line) => !line.includes(REHEARSED))
    .flatMap((line) => [...line.matchAll(new RegExp(HEAD, 'g'))].flatMap(anchorOf));
  return { anchors: onceEach(anchors), by: null, others: [], undecided: [] };
}

function fromExport(exported: unknown, bot: string | null): ReadAnchors {
  const claims = messagesIn(exported).filter(
    ({ text }) => ANYWHERE.test(text) && !text.startsWith(REHEARSED),
  );
  const bots = new Set(
    claims.flatMap((each) => (each.botId !== null && SENTENCE.test(each.text) ? [idOf(each)] : [])),
  );
  const ours = bot ?? (bots.size === 1 ? ([...bots][0] ?? null) : null);
  const isOurs = ({ user, botId }: Message) => botId !== null && (user === ours || botId === ours);
  const [own, foreign] = [claims.filter(isOurs), claims.filter((each) => !isOurs(each))];
  return {
    anchors: onceEach(own.flatMap(({ text }) => anchorOf(SENTENCE.exec(text)))),
    by: ours,
    others: foreign.map((each) => ({
      poster: { id: idOf(each), bot: each.botId !== null },
      seq: Number(ANYWHERE.exec(each.text)?.[1]),
    })),
    undecided: ours === null ? [...bots] : [],
  };
}

/** One file of an export, several one after the other, or the answer of Slack's API; null for anything else. */
function readExport(text: string): unknown {
  for (const tried of [text, `[${text.replaceAll(/\]\s*\[/g, '],[')}]`])
    try {
      const read: unknown = JSON.parse(tried);
      if (typeof read === 'object' && messagesIn(read).length > 0) return read;
    } catch {
      // Not this way.
    }
  return null;
}

/** A message inside another is what that one quotes, and so its poster's words. */
function messagesIn(value: unknown): readonly Message[] {
  if (typeof value !== 'object' || value === null) return [];
  const { ts, text, user, bot_id: botId }: Readonly<Record<string, unknown>> = { ...value };
  if (typeof ts !== 'string' || typeof text !== 'string') return Object.values(value).flatMap(messagesIn);
  return [{ text, user: stringOrNull(user), botId: stringOrNull(botId) }];
}

function stringOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function idOf({ user, botId }: Message): string {
  return user ?? botId ?? 'somebody it does not name';
}

function anchorOf(found: RegExpMatchArray | null): readonly AuditAnchor[] {
  if (found === null) return [];
  const [, seq, hash = '', at = ''] = found;
  return [{ seq: Number(seq), hash, at }];
}

function onceEach(anchors: readonly AuditAnchor[]): readonly AuditAnchor[] {
  return [...new Map(anchors.map((each) => [`${each.seq} ${each.hash}`, each])).values()];
}
