/** The audit's rows out of the database itself, each in the text form its hash was made from. */
import pg from 'pg';
import { z } from 'zod';
import type { AuditRow } from '../audit.ts';
import { rows } from './sql.ts';

const text = z.string().nullable();
const auditRow = z
  .object({
    seq: z.number(),
    epoch: text,
    action: text,
    actor: text,
    target_type: text,
    target_id: text,
    payload: text,
    previous_hash: text,
    hash: text,
  })
  .transform(
    (found): AuditRow => ({
      seq: found.seq,
      epoch: found.epoch,
      action: found.action,
      actor: found.actor,
      targetType: found.target_type,
      targetId: found.target_id,
      payload: found.payload,
      previousHash: found.previous_hash,
      hash: found.hash,
    }),
  );

export async function auditRows(url: string): Promise<readonly AuditRow[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'switchback audit:verify' });
  await client.connect();
  try {
    return await rows(
      client,
      auditRow,
      `select seq, extract(epoch from at)::text as epoch, action, actor, target_type, target_id,
              payload::text as payload, previous_hash, hash
         from public.audit order by seq`,
    );
  } finally {
    await client.end();
  }
}
