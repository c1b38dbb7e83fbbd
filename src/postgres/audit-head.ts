/** The head of the audit chain, said outside the database: a hash chain alone does not show a cut tail (facts/threats.md T78). */
import { z } from 'zod';
import type { Anchor, AuditHead, Change } from '../ledger.ts';
import { writePosts } from './consequences.ts';
import { type Db, row } from './sql.ts';

const head = z.object({ seq: z.number(), hash: z.string(), at: z.date() });

/** The chain's head with everything this transaction has appended; null while nothing was. */
function auditHead(db: Db): Promise<AuditHead | null> {
  return row(db, head, `select seq, hash, at from audit order by seq desc limit 1`);
}

/** Says the head. Its key names the row, so that a head which did not move is not said again. */
export async function writeAnchor(tx: Db, anchor: Anchor): Promise<void> {
  const found = await auditHead(tx);
  if (found) await writePosts(tx, [anchor(found)]);
}

/** Endings after which somebody could wish that something else had happened. */
export function isClosing({ to, set }: Pick<Change, 'to' | 'set'>): boolean {
  const closed = to === 'recovered' || to === 'refused' || to === 'failed' || to === 'closed';
  return closed && set?.endedAt !== undefined;
}
