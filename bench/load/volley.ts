/** A steady rate of signed commands: so many a second, each at its moment, answered or not. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export type Order =
  | {
      readonly kind: 'shoot';
      readonly url: string;
      readonly secret: string;
      /** `at`: epoch milliseconds. */
      readonly shots: readonly { readonly at: number; readonly body: string }[];
    }
  | { readonly kind: 'report' };

export interface Result {
  /** 0: none came. */
  readonly status: number;
  readonly text: string;
  /** From sending to the end of the answer. */
  readonly ms: number;
  /** By how much the generator itself was late. */
  readonly lagMs: number;
}

export interface Report {
  readonly results: readonly Result[];
}

export interface Target {
  readonly url: string;
  readonly secret: string;
  /** Slack's form-encoded body; made at most half a second before it is sent, so that its trigger is alive. */
  readonly body: () => string;
}

const GENERATOR = new URL('./generator.ts', import.meta.url);
const BATCH_MS = 100;
const AHEAD_MS = 300;

export async function volley(target: Target, perSecond: number, seconds: number): Promise<readonly Result[]> {
  const generator = fork(fileURLToPath(GENERATOR), { execArgv: ['--import', 'tsx'] });
  await once(generator, 'spawn');
  const { url, secret } = target;
  // The first shots wait for the generator to have loaded.
  const began = Date.now() + 1_500;
  const total = perSecond * seconds;
  for (let fired = 0; fired < total; ) {
    const due = Math.min(total, Math.floor(((Date.now() + AHEAD_MS - began) * perSecond) / 1000) + 1);
    const shots = Array.from({ length: Math.max(0, due - fired) }, (_, i) => ({
      at: began + ((fired + i) * 1000) / perSecond,
      body: target.body(),
    }));
    fired += shots.length;
    generator.send({ kind: 'shoot', url, secret, shots } satisfies Order);
    await pause(BATCH_MS);
  }
  await pause(AHEAD_MS);
  generator.send({ kind: 'report' } satisfies Order);
  const [report] = (await once(generator, 'message')) as [Report];
  if (generator.exitCode === null) await once(generator, 'exit');
  return report.results;
}
