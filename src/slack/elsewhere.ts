import { z } from 'zod';
import type { Message } from '../ports.ts';
import { type Db, execute, json, type Pool, rows, transaction } from '../postgres/sql.ts';
import { customersNotTold, saidElsewhere } from '../words/transport.ts';
import type { OutboxRow } from './outbox-rows.ts';

const ELSEWHERE = '/elsewhere/';

const LIVE = ['card', 're_pin_card', 'incident_card', 'draft_card'] as const;
export type LiveTable = (typeof LIVE)[number];

export interface Elsewhere {
  /** Where people still hear it. */
  readonly channels: readonly string[];
}

/**
 * A channel takes nothing any more (archived, the bot removed): the row ends refused, and in the same transaction what
 * it said is queued for the fallback channel and, unless it was a detail in a thread, for the people it concerns.
 */
export function sendElsewhere(db: Pool, row: OutboxRow, code: string, fallback: string): Promise<Elsewhere> {
  return transaction(db, async (tx) => {
    const refused = await execute(
      tx,
      `update outbox set status = 'refused', error = $2 where id = $1 and status = 'sending'`,
      [row.id, code],
    );
    // What was itself said elsewhere, or to one person, has nowhere else to go.
    if (refused === 0 || row.key.includes(ELSEWHERE) || !/^[CG]/.test(row.channel)) return { channels: [] };
    const detail = row.thread_key !== null && !row.broadcast;
    const people = detail ? [] : await concerned(tx, row.key);
    const channels = [fallback, ...people].filter((channel) => channel !== row.channel);
    const content = saidElsewhere({ ...row, blocks: row.plain ? null : row.blocks }, code);
    for (const channel of channels) {
      await execute(
        tx,
        `insert into outbox (key, channel, thread_key, text, blocks, file, created_at)
         values ($1, $2, $3, $4, $5, $6, clock_timestamp()) on conflict (key) do nothing`,
        [
          keyAt(row.key, channel),
          channel,
          row.thread_key === null ? null : keyAt(row.thread_key, channel),
          content.text,
          content.blocks ? json(content.blocks) : null,
          row.file && !row.plain ? json(row.file) : null,
        ],
      );
    }
    await tellThread(tx, row, code);
    await moveCard(tx, row.key, fallback);
    return { channels };
  });
}

/** A text for customers that their channel did not take: whoever runs the incident must know. */
async function tellThread(tx: Db, row: OutboxRow, code: string): Promise<void> {
  const [, root] = /^(incident\/[^/]+)\/public-/.exec(row.key) ?? [];
  if (root === undefined || row.thread_key !== null) return;
  await execute(
    tx,
    `insert into outbox (key, channel, thread_key, broadcast, text, created_at)
     select $1, channel, key, true, $2, clock_timestamp() from outbox where key = $3 on conflict (key) do nothing`,
    [`${row.key}/not-taken`, customersNotTold(row.channel, code), root],
  );
}

function keyAt(key: string, channel: string): string {
  return `${key}${ELSEWHERE}${channel}`;
}

/**
 * Requester and approver of the operation a message is about, by its key; of an incident, those of its operations,
 * who opened it and who leads it.
 */
async function concerned(tx: Db, key: string): Promise<readonly string[]> {
  const found = await rows(
    tx,
    z.object({ slack_id: z.string() }),
    `select distinct who ->> 'slackId' as slack_id
       from (select parties.who
               from operation o, lateral (values (o.requester), (o.approver)) as parties (who)
              where o.id = split_part($1, '/', 1)
                 or (split_part($1, '/', 1) = 'incident' and o.incident_id = split_part($1, '/', 2))
              union all
             select parties.who
               from incident i, lateral (values (i.opener), (i.commander)) as parties (who)
              where split_part($1, '/', 1) = 'incident' and i.id = split_part($1, '/', 2)) as concerned
      where who is not null`,
    [key],
  );
  return found.map((each) => each.slack_id);
}

/** A card whose channel takes no edits any more is posted anew where people see it. False when it has moved before. */
export function repostCard(
  db: Pool,
  card: {
    readonly table: LiveTable;
    readonly id: string;
    readonly postKey: string;
    readonly channel: string;
  },
  message: Message,
  code: string,
  fallback: string,
): Promise<boolean> {
  if (card.postKey.includes(ELSEWHERE) || card.channel === fallback) return Promise.resolve(false);
  return transaction(db, async (tx) => {
    const content = saidElsewhere({ ...message, channel: card.channel }, code);
    await execute(
      tx,
      `insert into outbox (key, channel, text, blocks, card, created_at)
       values ($1, $2, $3, $4, $5, clock_timestamp()) on conflict (key) do nothing`,
      [
        keyAt(card.postKey, fallback),
        fallback,
        content.text,
        content.blocks ? json(content.blocks) : null,
        card.table === 'card' ? card.id : null,
      ],
    );
    await moveCard(tx, card.postKey, fallback);
    return true;
  });
}

/** The live card, checklist or headline goes on living where people can see it. */
async function moveCard(tx: Db, key: string, fallback: string): Promise<void> {
  for (const table of LIVE) {
    await execute(
      tx,
      `update ${table} set post_key = $2, drawn_at = '-infinity', drawing_until = '-infinity'
        where post_key = $1 and exists (select from outbox where key = $2)`,
      [key, keyAt(key, fallback)],
    );
  }
}
