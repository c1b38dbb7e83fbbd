/** A procedure with every kind of step, leaving a trace and stopping at holds. */
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { LeaseLost } from '../../src/lease-lost.ts';
import type { Clock, Run } from '../../src/ports.ts';

export function marchOn(pool: pg.Pool, clock: Clock) {
  async function trace(run: Run, part: string): Promise<void> {
    await pool.query('insert into trace (operation_id, part, pid, lease_no) values ($1, $2, $3, $4)', [
      run.lease.operationId,
      part,
      process.pid,
      run.lease.leaseNo,
    ]);
  }

  async function pass(part: string): Promise<void> {
    for (;;) {
      const held = await pool.query('select from hold where part in ($1, $2)', [
        part,
        `${part} in ${process.pid}`,
      ]);
      if (held.rowCount === 0) return;
      await sleep(20);
    }
  }

  /** As the ledger writes: under the lease, or not at all. */
  async function write(run: Run, symptom: string): Promise<void> {
    const written = await pool.query('update operation set symptom = $3 where id = $1 and lease_no = $2', [
      run.lease.operationId,
      run.lease.leaseNo,
      symptom,
    ]);
    if (written.rowCount === 1) return;
    await trace(run, 'refused');
    throw new LeaseLost(run.lease);
  }

  async function part(run: Run, name: string): Promise<string> {
    await trace(run, name);
    await pass(name);
    await write(run, `${name} by ${process.pid}`);
    return name;
  }

  return async function march(run: Run, operationId: string): Promise<void> {
    const began = await run.now('began');
    await run.step('first', () => part(run, 'first'));
    await run.once('effect', {
      async claim() {
        const claimed = await pool.query('insert into claimed values ($1, $2) on conflict do nothing', [
          operationId,
          'effect',
        ]);
        return claimed.rowCount === 1 ? 'mine' : 'taken';
      },
      act: () => part(run, 'act'),
      look: () => part(run, 'look'),
    });
    const seen = await run.wait('signal', new Date(began.getTime() + 60_000), async () => {
      const held = await pool.query('select from hold where part = $1', ['signal']);
      return held.rowCount === 0 ? 'seen' : null;
    });
    if (seen === null) await trace(run, 'signal too late');
    await run.sleep('rest', new Date((await clock.now()).getTime() + 10));
    await run.step('last', () => part(run, 'last'));
  };
}
