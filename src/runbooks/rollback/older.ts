/** The next older release to go back to, when this one did not help (design.md ruling 8). */
import type { App } from '../../apps.ts';
import type { Operation } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import { actor, entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { close } from './decide.ts';
import { defaultTarget } from './target.ts';

/** While Slack waits for the form to open. */
const HURRIED = { purpose: 'look', deadlineMs: 1_500 } as const;
const LIST_LENGTH = 50;

export interface Older {
  readonly operation: Operation;
  readonly app: App;
  /** What would have been chosen, had this operation's target been the bad release. */
  readonly version: number;
}

/** An operation that is still being checked is closed for it: one app, one rollback at a time. */
export async function olderRelease(
  world: World,
  operationId: string,
  slackId: string,
): Promise<Outcome<Older>> {
  const operation = await world.ledger.find(operationId);
  const app = operation && world.apps.find(operation.app);
  if (!operation || !app) return refused({ reason: 'unknown-operation', typed: operationId });
  const open = operation.endedAt === null;
  const person = await entitled(world, slackId, open ? 'rollback.decide' : 'rollback.request');
  if (!person.ok) return person;
  const releases = await world.heroku.releases(app.name, LIST_LENGTH, HURRIED);
  if (!releases.ok) return refused({ reason: 'heroku-unreadable', app: app.name, failure: releases.why });
  const target = defaultTarget(releases.value, operation.target.version);
  if (!target) return refused({ reason: 'no-default-target', app: app.name });
  if (open) {
    const closed = await close(world, operation, actor(person.value), ['verifying', 'needs_human']);
    if (!closed.ok) return closed;
  }
  return done({ operation, app, version: target.version });
}
