import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Log } from '../log.ts';
import type { Message } from '../ports.ts';
import { type Db, type Pool, row, rows } from '../postgres/sql.ts';
import { type LiveTable, repostCard } from './elsewhere.ts';
import { type Loop, startLoop } from './loop.ts';
import { plainText } from './plain-text.ts';
import { troubleWith } from './slack-errors.ts';
import type { SlackReply } from './slack-failure.ts';
import type { SlackWeb } from './web.ts';

interface DrawerParts {
  readonly db: Pool;
  readonly web: SlackWeb;
  /** Which live messages: operations' cards, the checklists beside them, incidents' headlines, or drafts. */
  readonly table: LiveTable;
  /** The card of the operation, of the incident, or the draft, as it should look now. */
  readonly draw: (id: string) => Promise<Message>;
  /** Where a card lives on when its channel takes no edits. */
  readonly fallback: string;
  readonly log: Log;
}

/** Which column says whose card it is. */
const OF = {
  card: 'operation_id',
  re_pin_card: 'operation_id',
  incident_card: 'incident_id',
  draft_card: 'draft_id',
} as const;

/** An operation's card is what people watch; the rest may follow a second later, and asks the database less often. */
const LOOK_EVERY_MS = { card: 250, re_pin_card: 1_000, incident_card: 1_000, draft_card: 1_000 } as const;
const LEASE_SECONDS = 20;
/** Between two drawings of one card. */
const PACE_SECONDS = 5;

/** Times stay text: a Date would lose the microseconds that tell one change from the next. */
const Card = z.object({
  of: z.string(),
  post_key: z.string(),
  changed_at: z.string(),
  drawn_at: z.string(),
  channel: z.string(),
  ts: z.string(),
});
type Card = z.infer<typeof Card>;

/** What this drawer last put on a card; somebody else may have drawn since, which `drawnAt` tells. */
interface Drawn {
  readonly drawnAt: string;
  readonly hash: string;
}

/**
 * Redraws live cards from state after each change, each at most every five seconds. Messages waiting for the same
 * channel go first.
 */
export function startCardDrawer(parts: DrawerParts): Loop {
  const drawn = new Map<string, Drawn>();
  const take = () => takeCard(parts.db, parts.table);
  return startLoop({
    name: parts.table,
    everyMs: LOOK_EVERY_MS[parts.table],
    log: parts.log,
    round: async () => {
      for (let card = await take(); card !== null; card = await take()) await redraw(parts, card, drawn);
    },
  });
}

/** The card due longest, leased to us. `drawing_until` is lease and pace in one. */
async function takeCard(db: Db, table: LiveTable): Promise<Card | null> {
  const id = OF[table];
  return await row(
    db,
    Card,
    `update ${table} c set drawing_until = clock_timestamp() + make_interval(secs => $1)
       from outbox o
      where o.key = c.post_key
        and c.${id} = (
          select d.${id}
            from ${table} d join outbox p on p.key = d.post_key
           where p.status = 'sent' and p.ts is not null
             and d.changed_at > d.drawn_at and d.drawing_until < clock_timestamp()
             and not exists (select from outbox w
                              where w.channel = p.channel and w.status in ('waiting', 'sending'))
           order by d.changed_at
           limit 1
             for update of d skip locked)
     returning c.${id} as of, c.post_key, c.changed_at::text, c.drawn_at::text,
               coalesce(o.sent_channel, o.channel) as channel, o.ts`,
    [LEASE_SECONDS],
  );
}

async function redraw(parts: DrawerParts, card: Card, drawn: Map<string, Drawn>): Promise<void> {
  const id = card.of;
  let message: Message;
  try {
    message = await parts.draw(id);
  } catch (err) {
    parts.log.error({ err, card: id }, 'a card could not be drawn');
    await leaveUndrawn(parts, id, PACE_SECONDS);
    return;
  }
  const hash = createHash('sha256').update(JSON.stringify(message)).digest('hex');
  const last = drawn.get(id);
  const unchanged = last?.hash === hash && last.drawnAt === card.drawn_at;
  const reply: SlackReply<unknown> = unchanged ? { ok: true, value: null } : await put(parts, card, message);
  if (reply.ok) {
    await markDrawn(parts, card);
    remember(drawn, id, { drawnAt: card.changed_at, hash });
    return;
  }
  const trouble = reply.why === 'slack-error' ? troubleWith(reply.code) : null;
  if (reply.why === 'slack-error' && (trouble === 'not-editable' || trouble === 'channel')) {
    const at = { table: parts.table, id, postKey: card.post_key, channel: card.channel };
    const moved =
      trouble === 'channel' && (await repostCard(parts.db, at, message, reply.code, parts.fallback));
    if (!moved) await freeze(parts, id);
    drawn.delete(id);
    parts.log.info({ card: id, code: reply.code }, 'a card can no longer be redrawn');
    return;
  }
  parts.log.warn({ card: id, failure: reply }, 'a card was not redrawn');
  await leaveUndrawn(parts, id, reply.why === 'rate-limited' ? reply.retryAfterSeconds : PACE_SECONDS);
}

/** The newest hundred: an operation long ended is not redrawn. */
function remember(drawn: Map<string, Drawn>, id: string, what: Drawn): void {
  drawn.delete(id);
  drawn.set(id, what);
  for (const oldest of drawn.keys()) if (drawn.size > 100) drawn.delete(oldest);
}

/** The card itself, or its text alone when Slack refuses the blocks: a stale card would be worse. */
async function put(parts: DrawerParts, card: Card, message: Message): Promise<SlackReply<unknown>> {
  const at = { channel: card.channel, ts: card.ts };
  const reply = await parts.web.update({ ...at, ...message });
  if (reply.ok || reply.why !== 'slack-error' || troubleWith(reply.code) !== 'payload') return reply;
  parts.log.warn({ card: card.of, code: reply.code }, 'Slack refuses the blocks of a card');
  return await parts.web.update({ ...at, text: plainText(message.text) });
}

type Live = Pick<DrawerParts, 'db' | 'table'>;

/** Drawn as of the change we saw: one committed meanwhile is still due. */
async function markDrawn({ db, table }: Live, card: Card): Promise<void> {
  await rows(
    db,
    z.object({}),
    `update ${table} set drawn_at = $2::timestamptz,
            drawing_until = clock_timestamp() + make_interval(secs => $3)
      where ${OF[table]} = $1`,
    [card.of, card.changed_at, PACE_SECONDS],
  );
}

async function leaveUndrawn({ db, table }: Live, id: string, seconds: number): Promise<void> {
  await rows(
    db,
    z.object({}),
    `update ${table} set drawing_until = clock_timestamp() + make_interval(secs => $2) where ${OF[table]} = $1`,
    [id, seconds],
  );
}

/** No drawing is ever due again. */
async function freeze({ db, table }: Live, id: string): Promise<void> {
  await rows(db, z.object({}), `update ${table} set drawing_until = 'infinity' where ${OF[table]} = $1`, [
    id,
  ]);
}
