/** A simulated status page: takes the bot's signed updates, each once, and keeps what customers read. */
import { randomBytes } from 'node:crypto';
import type { ArmedFault } from '../receivers/faults.ts';
import { type Arrived, objectIn, type Receiver, startReceiver } from '../receivers/receiver.ts';
import { makeRecent } from '../recent.ts';
import type { Json } from '../slack/json.ts';
import { type Signature, signatureOf } from './signature.ts';

export interface StatusUpdate {
  /** By the story's clock, epoch milliseconds. */
  readonly at: number;
  /** `Idempotency-Key`: the second of a kind is taken for the first. */
  readonly key: string;
  readonly body: Readonly<Record<string, Json>>;
}

/** One request as it was judged, taken or not. */
export interface StatusRequest {
  readonly at: number;
  readonly key: string;
  readonly signature: Signature;
  readonly came: 'taken' | 'again' | 'refused';
}

/** Plain data. */
export interface StatusPageMemory {
  readonly updates: readonly StatusUpdate[];
  readonly faults: readonly ArmedFault[];
}

export interface StatusPage extends Receiver {
  /** What the bot signs with. */
  readonly secret: string;
  /** What customers read, oldest first. */
  updates(): readonly StatusUpdate[];
  requests(): readonly StatusRequest[];
  /** Of this moment, and live: to be copied before the next. */
  memory(): StatusPageMemory;
}

export interface StatusPageOptions {
  /** The story's clock. */
  readonly now: () => Date;
  readonly memory?: StatusPageMemory;
}

export async function startStatusPage({ now, memory }: StatusPageOptions): Promise<StatusPage> {
  const secret = `sim-${randomBytes(24).toString('hex')}`;
  const updates: StatusUpdate[] = [...(memory?.updates ?? [])];
  const requests = makeRecent<StatusRequest>();

  function judged(arrived: Arrived): StatusRequest {
    const key = String(arrived.headers['idempotency-key'] ?? '');
    const signature = signatureOf(arrived, secret, Date.now());
    const good = signature === 'ok' && key !== '' && objectIn(arrived.body) !== undefined;
    const again = updates.some((each) => each.key === key);
    return { at: now().getTime(), key, signature, came: !good ? 'refused' : again ? 'again' : 'taken' };
  }

  const receiver = await startReceiver({
    path: '/switchback',
    ...(memory && { faults: memory.faults }),
    take(arrived) {
      const request = judged(arrived);
      requests.add(request);
      if (request.came === 'refused')
        return { status: request.signature === 'ok' ? 400 : 401, body: { error: 'not taken' } };
      const { at, key } = request;
      if (request.came === 'taken') updates.push({ at, key, body: objectIn(arrived.body) ?? {} });
      return { status: 200, body: { ok: true } };
    },
  });
  return {
    ...receiver,
    secret,
    updates: () => updates,
    requests: () => requests.items,
    memory: () => ({ updates, faults: receiver.faults.armed() }),
  };
}
