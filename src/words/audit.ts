/** The audit's head, said in the record channel: read by people once, by `npm run audit:verify` for ever. */
import type { AuditHead } from '../ledger.ts';
import type { Message } from '../ports.ts';
import { code, say } from './mrkdwn.ts';

export function anchored({ seq, hash, at }: AuditHead): Message {
  return {
    text: say`The audit has ${seq} ${seq === 1 ? 'row' : 'rows'}. ${code(`audit head ${seq} ${hash} ${at.toISOString()}`)}`
      .source,
  };
}
