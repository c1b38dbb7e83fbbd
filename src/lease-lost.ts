import type { Lease } from './ports.ts';

/** A write was refused because a later holder has the lease. Thrown by the ledger; the run that sees it stops for good. */
export class LeaseLost extends Error {
  constructor(lease: Lease) {
    super(`lease ${lease.leaseNo} of operation ${lease.operationId} was taken over`);
    this.name = 'LeaseLost';
  }
}
