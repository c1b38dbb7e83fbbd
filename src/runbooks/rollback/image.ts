/** Which image is meant, and the commands that push it again (rollback.md, container apps). Pure. People paste what comes out of here into a shell. */
import type { App } from '../../apps.ts';
import { preflightSchema } from '../../findings.ts';
import type { Operation } from '../../operation.ts';
import type { Release } from '../../ports.ts';
import type { RePinStep } from '../../re-pin.ts';

/** Docker's own grammar of a tag; nothing in it means anything to a shell, and it cannot be taken for an option. */
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const DEPLOY_OF = /^Deploy ([0-9a-f]{7,40})$/;

/** A tag or a digest as somebody typed it, with or without the image's name before it; null for anything else. */
export function imageTag(typed: string, image: string): string | null {
  const text = typed.trim();
  const named = [`${image}:`, `${image}@`].find((prefix) => text.startsWith(prefix)) ?? '';
  const tag = text.slice(named.length);
  if (DIGEST.test(tag)) return tag;
  return TAG.test(tag) && !named.endsWith('@') ? tag : null;
}

/** `Deploy c0ffee12` was built as `main-c0ffee12`; other descriptions do not say. */
export function tagOf(description: string): string | null {
  const sha = DEPLOY_OF.exec(description)?.[1];
  return sha === undefined ? null : `main-${sha}`;
}

/**
 * A container's release that once ran and that Heroku no longer goes back to: what a rollback cannot bring back, people
 * can push again.
 */
export function isImageLost({ stack }: Pick<App, 'stack'>, target: Release): boolean {
  const lost = target.status === 'expired' || (target.status === 'succeeded' && !target.eligibleForRollback);
  return stack === 'container' && lost;
}

/** The tag that the target release names, as people were shown it. */
export function tagOfTarget({ preflight }: Pick<Operation, 'preflight'>): string | null {
  const shown = preflightSchema.safeParse(preflight);
  return shown.success ? tagOf(shown.data.target.description) : null;
}

/** Every command of a step, filled in; none while the tag it needs is unknown. */
export function commandsOf(
  step: RePinStep,
  { name, image }: Pick<App, 'name' | 'image'>,
  tag: string | null,
): readonly string[] {
  const pushed = `registry.heroku.com/${name}/web`;
  const pulled = image === null || tag === null ? null : `${image}${DIGEST.test(tag) ? '@' : ':'}${tag}`;
  switch (step) {
    case 'find':
      return [`heroku releases -a ${name} --num 10`];
    case 'pull':
      return pulled === null ? [] : [`docker pull ${pulled}`];
    case 'retag':
      return pulled === null ? [] : [`docker tag ${pulled} ${pushed}`];
    case 'push':
      return [`docker push ${pushed}`];
    case 'release':
      return [`heroku container:release web -a ${name}`];
  }
}
