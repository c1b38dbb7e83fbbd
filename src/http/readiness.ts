/** `GET /health`: the process lives. `GET /ready`: what it needs can be reached. Nothing secret in either. */
import type { Routes } from './server.ts';

/** Each answers whether one thing can be relied on now; a check that throws counts as no. */
export type Checks = Readonly<Record<string, () => Promise<boolean>>>;

/** `notes` are shown beside the checks and decide nothing. */
export function readiness(checks: Checks, notes: Readonly<Record<string, string>>): Routes {
  async function ask(): Promise<Record<string, boolean>> {
    const found = Object.entries(checks).map(
      async ([name, check]) => [name, await check().catch(() => false)] as const,
    );
    return Object.fromEntries(await Promise.all(found));
  }

  return {
    'GET /health': async () => ({ status: 200, headers: JSON_TYPE, body: '{"status":"alive"}' }),
    'GET /ready': async () => {
      const found = await ask();
      const ready = Object.values(found).every(Boolean);
      return {
        status: ready ? 200 : 503,
        headers: JSON_TYPE,
        body: JSON.stringify({ ready, ...found, ...notes }),
      };
    },
  };
}

/** A no is asked again sooner: a hiccup should not keep us out for half a minute. Milliseconds. */
const NO_FOR_MS = 3_000;

/** The same yes for `forMs`, and one question however many ask at once: nobody who polls us makes us poll others. */
export function remembered(forMs: number, check: () => Promise<boolean>): () => Promise<boolean> {
  let last = { until: Number.NEGATIVE_INFINITY, answer: Promise.resolve(false) };
  return () => {
    if (performance.now() < last.until) return last.answer;
    const asked = { until: Number.POSITIVE_INFINITY, answer: check().catch(() => false) };
    last = asked;
    return asked.answer.then((yes) => {
      asked.until = performance.now() + (yes ? forMs : Math.min(forMs, NO_FOR_MS));
      return yes;
    });
  };
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
