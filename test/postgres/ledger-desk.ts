/** The ledger on a database of its own, run as the restricted role, and the few things its tests do all the time. */

import type { Closing, Incidents, NewIncident } from '../../src/incidents.ts';
import type { Anchor, Change, Consequences, Ledger, NewOperation } from '../../src/ledger.ts';
import type { Actor, Operation, OperationStatus } from '../../src/operation.ts';
import type { Outcome } from '../../src/outcome.ts';
import type { Lease } from '../../src/ports.ts';
import { openIncidents } from '../../src/postgres/incidents.ts';
import { openLedger } from '../../src/postgres/ledger.ts';
import { openReviews } from '../../src/postgres/reviews.ts';
import type { Reviews } from '../../src/reviews.ts';
import { enqueueRun } from '../../src/run/enqueue.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

export const ANA: Actor = { id: 'ana', slackId: 'U0ANA', name: 'Ana', agent: false };
export const BO: Actor = { id: 'bo', slackId: 'U0BO', name: 'Bo', agent: false };
export const CY: Actor = { id: 'cy', slackId: 'U0CY', name: 'Cy', agent: false };

export const HASH = 'f'.repeat(64);
const MINUTE = 60_000;

export interface Desk {
  readonly database: FreshDatabase;
  readonly ledger: Ledger;
  readonly incidents: Incidents;
  readonly reviews: Reviews;
  ask(id: string, over?: Partial<NewOperation>): Promise<Outcome<Operation>>;
  /** The reviewer has looked, and approves what they saw. */
  approve(
    id: string,
    approver: Actor,
    over?: Partial<Parameters<Ledger['approve']>[0]>,
  ): Promise<Outcome<Operation>>;
  showReview(id: string, reviewer: Actor, hash?: string): Promise<void>;
  /** Take the operation's next lease: whoever had it before has lost it. */
  takeLease(id: string): Promise<Lease>;
  /** Asked, approved by Bo, and a run holds its lease. */
  approved(id: string, over?: Partial<NewOperation>): Promise<Lease>;
  /** As `approved`, and the send is claimed. */
  executing(id: string, over?: Partial<NewOperation>): Promise<Lease>;
  intend(lease: Lease, n: number): ReturnType<Ledger['intend']>;
  /** As if its time had passed. */
  expire(id: string): Promise<void>;
  /** The first column of each row, as the owner sees it. */
  column(sql: string, ...values: readonly unknown[]): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

export async function openDesk(): Promise<Desk> {
  const database = await freshDatabase();
  const anchor: Anchor = (head) => ({ key: `audit/head/${head.seq}`, channel: 'C0RECORD', text: head.hash });
  const ledger = openLedger({
    pool: database.appPool,
    enqueue: enqueueRun,
    anchor,
  });
  const desk: Desk = {
    database,
    ledger,
    incidents: openIncidents({ pool: database.appPool, anchor }),
    reviews: openReviews(database.appPool),
    ask: (id, over = {}) => {
      const wanted = newOperation(id, over);
      return ledger.request(wanted, asked(wanted));
    },
    async showReview(id, reviewer, hash = HASH) {
      await ledger.openReview({
        operationId: id,
        reviewer: reviewer.id,
        hash,
        base: { id: 'r86', version: 86, bad: 85 },
        preflight: { seenBy: reviewer.id },
      });
    },
    async approve(id, approver, over = {}) {
      await desk.showReview(id, approver);
      return ledger.approve(
        {
          operationId: id,
          approver,
          hash: HASH,
          at: new Date(),
          how: 'two-person',
          soloAfterMs: null,
          override: null,
          proof: null,
          progress: {},
          ...over,
        },
        audited(id, 'approved', approver.id),
      );
    },
    async takeLease(id) {
      const [leaseNo] = await desk.column(
        'update operation set lease_no = lease_no + 1 where id = $1 returning lease_no',
        id,
      );
      return { operationId: id, leaseNo: Number(leaseNo) };
    },
    async approved(id, over = {}) {
      const outcomes = [await desk.ask(id, over), await desk.approve(id, BO)];
      if (!outcomes.every((each) => each.ok)) throw new Error(`not approved: ${JSON.stringify(outcomes)}`);
      return desk.takeLease(id);
    },
    async executing(id, over = {}) {
      const lease = await desk.approved(id, over);
      const intent = await desk.intend(lease, 1);
      if (!intent.ok) throw new Error(`not intended: ${JSON.stringify(intent)}`);
      return lease;
    },
    intend: (lease, n) =>
      ledger.intend(
        lease,
        { n, base: { id: 'r86', version: 86 }, at: new Date() },
        audited(lease.operationId, 'intended'),
      ),
    async expire(id) {
      await database.pool.query(`update operation set expires_at = now() - interval '1 s' where id = $1`, [
        id,
      ]);
    },
    async column(sql, ...values) {
      const { rows } = await database.pool.query({ text: sql, values: [...values], rowMode: 'array' });
      return rows.map((row: unknown[]) => row[0]);
    },
    close: () => database.drop(),
  };
  return desk;
}

/** Of the app that the operation is for. */
export function opens(id: string): NonNullable<NewOperation['incident']> {
  const now = new Date();
  const wanted: NewIncident = {
    id,
    app: '',
    alsoApps: [],
    channel: 'C0OPS',
    drill: false,
    severity: 2,
    symptom: 'signup 500s',
    impact: '',
    liveFlow: false,
    opener: ANA,
    commander: null,
    openedAt: now,
    startedAt: now,
  };
  const posts = [{ key: `incident/${id}`, channel: 'C0OPS', text: 'Incident open' }];
  return { id, opens: { wanted, consequences: { audit: [], posts } } };
}

export const CLOSING: Closing = { at: new Date(), by: BO, resolution: '', review: null, sameAs: null };

export function newOperation(id: string, over: Partial<NewOperation> = {}): NewOperation {
  const operation = plainOperation(id, over);
  const { incident, app } = operation;
  if (!incident?.opens) return operation;
  const wanted = { ...incident.opens.wanted, app };
  return { ...operation, incident: { ...incident, opens: { ...incident.opens, wanted } } };
}

function plainOperation(id: string, over: Partial<NewOperation>): NewOperation {
  const now = Date.now();
  return {
    id,
    kind: 'rollback',
    app: 'raxx-api-prod',
    channel: 'C0OPS',
    requester: ANA,
    symptom: 'signup 500s',
    base: { id: 'r85', version: 85, bad: 85 },
    target: { id: 'r84', version: 84 },
    preflight: null,
    requestedAt: new Date(now),
    expiresAt: new Date(now + 15 * MINUTE),
    incident: null,
    approvedBy: null,
    approvedAt: null,
    approvedHow: null,
    renews: null,
    undoes: null,
    ...over,
  };
}

/** What a request says: the card, in the thread of its incident. */
export function asked(wanted: NewOperation): Consequences {
  const { id, channel, incident } = wanted;
  return {
    ...audited(id, 'requested', wanted.requester.id),
    posts: [
      {
        key: `${id}/card`,
        channel,
        text: 'Approve?',
        card: id,
        ...(incident ? { thread: `incident/${incident.id}` } : {}),
      },
    ],
    timeline: { at: wanted.requestedAt, actor: wanted.requester.name, text: `Asked ${id}` },
  };
}

export function audited(id: string, what: string, actor = 'switchback'): Pick<Consequences, 'audit'> {
  return {
    audit: [{ action: `rollback.${what}`, actor, targetType: 'operation', targetId: id, payload: null }],
  };
}

export function to(
  status: OperationStatus,
  id: string,
  from: readonly OperationStatus[],
): Omit<Change, 'lease'> {
  return { from, to: status, ...audited(id, status) };
}
