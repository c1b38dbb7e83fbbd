/** The checklist of a re-pin in the Ledger: notes are rows that are only ever added. */
import type pg from 'pg';
import { z } from 'zod';
import type { Anchor, Change, Ledger } from '../ledger.ts';
import type { Operation } from '../operation.ts';
import { type RePinEntry, rePinNoteSchema } from '../re-pin.ts';
import { change, lockDeploys } from './ledger-run.ts';
import { actor } from './operation-rows.ts';
import { execute, json, one, rows, transaction } from './sql.ts';

const noteRow = z.object({ n: z.number(), note: rePinNoteSchema, by: actor.nullable(), at: z.date() });

export function rePins(pool: pg.Pool, anchor: Anchor): Pick<Ledger, 'rePinEntries' | 'noteRePin'> {
  return {
    rePinEntries: (operationId) =>
      rows(pool, noteRow, `select n, note, by, at from re_pin_note where operation_id = $1 order by n`, [
        operationId,
      ]),
    noteRePin: (operationId, entry, asked) => note(pool, operationId, entry, asked, anchor),
  };
}

/** The row is locked while the checklist is open, so whoever comes second finds a higher number and must look again. */
function note(
  pool: pg.Pool,
  operationId: string,
  entry: RePinEntry,
  asked: Change,
  anchor: Anchor,
): Promise<Operation | null> {
  return transaction(pool, async (tx) => {
    const open = await execute(
      tx,
      `select 1 from operation
        where id = $1 and kind = 're-pin' and status = 'needs_human' and ending ->> 'why' = 'image-gone' for update`,
      [operationId],
    );
    if (open === 0) return null;
    const { next } = await one(
      tx,
      z.object({ next: z.number() }),
      `select coalesce(max(n), 0) + 1 as next from re_pin_note where operation_id = $1`,
      [operationId],
    );
    if (next !== entry.n) return null;
    await execute(tx, `insert into re_pin_note (operation_id, n, note, by, at) values ($1, $2, $3, $4, $5)`, [
      operationId,
      entry.n,
      json(entry.note),
      entry.by && json(entry.by),
      entry.at,
    ]);
    const changed = await change(tx, operationId, asked, anchor);
    if (!changed) throw new Error(`operation ${operationId} was open and could not be changed`);
    if (entry.note.what === 'taken') await lockDeploys(tx, changed, entry.at);
    return changed;
  });
}
