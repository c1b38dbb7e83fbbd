/** Whether a release's code can come back by itself, config vars kept (design.md ruling 7). Pure. */
import type { App } from '../../apps.ts';
import type { Refusal } from '../../outcome.ts';
import type { Release } from '../../ports.ts';

/** Null when it can. `bad`: the release that runs now. */
export function noCodeOnly(
  app: App,
  target: Release,
  releases: readonly Release[],
  bad: number | null,
): Extract<Refusal, { reason: 'no-code-only' }> | null {
  const why = obstacle(app, target, releases, bad);
  return why && { reason: 'no-code-only', app: app.name, version: target.version, why };
}

function obstacle(app: App, target: Release, releases: readonly Release[], bad: number | null) {
  if (app.stack === 'container') return 'container' as const;
  if (target.slugId === null) return 'no-slug' as const;
  const running = releases.find((release) => release.version === bad);
  return running?.slugId === target.slugId ? ('same-code' as const) : null;
}
