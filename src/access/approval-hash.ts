/** An approval names what was shown, not a button: SHA-256 over the facts the approver saw (facts/threats.md T19). */
import { createHash } from 'node:crypto';
import type { Kind } from '../operation.ts';

export interface Approvable {
  readonly operationId: string;
  /** What will be sent. */
  readonly action: Kind;
  readonly app: string;
  readonly targetId: string;
  readonly baseId: string;
  /** The release said to be bad. */
  readonly badVersion: number;
  /** What was found, each in full, as canonical text: a warning that reads otherwise is another one. */
  readonly findings: readonly string[];
  readonly expiresAt: Date;
}

/** Canonical: fixed field order, length-delimited by JSON, so no two different approvables share a text. */
export function approvalHash(approvable: Approvable): string {
  const canonical = JSON.stringify([
    approvable.operationId,
    approvable.action,
    approvable.app,
    approvable.targetId,
    approvable.baseId,
    approvable.badVersion,
    approvable.findings,
    approvable.expiresAt.toISOString(),
  ]);
  return createHash('sha256').update(canonical).digest('hex');
}
