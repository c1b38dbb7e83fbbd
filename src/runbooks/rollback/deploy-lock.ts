/** Deploy locks: after a rollback the app stays locked against deploys until somebody clears it (facts/threats.md section 6). */
import { commitOf } from '../../access/deploy-locks.ts';
import type { App } from '../../apps.ts';
import { COMMANDS } from '../../ids.ts';
import type { AuditEntry, DeployLock, LockConsequences } from '../../ledger.ts';
import type { Actor } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import type { Post } from '../../ports.ts';
import * as words from '../../words/locks.ts';
import { type Mrkdwn, plain } from '../../words/mrkdwn.ts';
import { spoken } from '../../words/timeline.ts';
import { actor, entitled } from '../entitlement.ts';
import type { World } from '../world.ts';
import { reply } from './reply.ts';

const LONGEST_REASON = 200;
const READ = { purpose: 'routine', deadlineMs: 2_000 } as const;

export interface LockAsked {
  readonly app: App;
  /** Null: the whole app. */
  readonly commit: string | null;
  /** Untrusted text. */
  readonly reason: string;
  readonly slackId: string;
  readonly channel: string;
}

export async function lock(world: World, asked: LockAsked): Promise<Outcome<DeployLock>> {
  const may = await allowed(world, asked.app.name, asked, 'lock');
  if (!may.ok) return may;
  const { by, reason, at } = may.value;
  const { app, commit, channel } = asked;
  return world.ledger.lock({ app: app.name, commit, by, reason, at }, (set) => ({
    audit: [audited('deploy.locked', by, app, { lock: set.id, commit, reason })],
    posts: [{ key: `lock/${set.id}`, channel, ...words.locked(set) }],
    ...told(`lock/${set.id}`, by, at, words.timelineLocked(set)),
  }));
}

/** Lifts every lock of the app; with a commit, lets that one through and nothing else. */
export async function unlock(world: World, asked: LockAsked): Promise<Outcome<readonly DeployLock[]>> {
  const may = await allowed(world, asked.app.name, asked, 'unlock');
  if (!may.ok) return may;
  const { by, reason, at } = may.value;
  const { app, commit, channel } = asked;
  if (commit === null) return lift(world, { ...may.value, app, operationId: null, say: { channel } });
  return world.ledger.letThrough({ app: app.name, commit, by, reason, at }, (locks) => ({
    audit: [audited('deploy.let-through', by, app, { locks: locks.map(({ id }) => id), commit, reason })],
    posts: [
      {
        key: `lock/${locks.map(({ id }) => id).join('+')}/${commit}`,
        channel,
        ...words.passed(app.name, commit, locks, by, reason),
      },
    ],
    ...told(
      `lock/${locks.map(({ id }) => id).join('+')}/${commit}`,
      by,
      at,
      words.timelinePassed(app.name, commit, reason),
    ),
  }));
}

/** [Unlock deploys]: whether there is anything to lift, before anybody is asked why. */
export async function mayUnlock(
  world: World,
  operationId: string,
  slackId: string,
): Promise<Outcome<{ readonly id: string; readonly app: string }>> {
  const person = await entitled(world, slackId, 'deploy.unlock');
  if (!person.ok) return person;
  const operation = await world.ledger.find(operationId);
  if (!operation) return refused({ reason: 'unknown-operation', typed: operationId });
  const locks = await world.ledger.locks(operation.app);
  if (locks.every((each) => each.operationId !== operationId)) {
    return refused({ reason: 'not-locked', app: operation.app, commit: null, operationId });
  }
  return done(operation);
}

/** Lifts the lock that came with one rollback; what was locked by hand stays. */
export async function unlockAfter(
  world: World,
  asked: { readonly operationId: string; readonly reason: string; readonly slackId: string },
): Promise<Outcome<readonly DeployLock[]>> {
  const operation = await world.ledger.find(asked.operationId);
  if (!operation) return refused({ reason: 'unknown-operation', typed: asked.operationId });
  const may = await allowed(world, operation.app, asked, 'unlock');
  if (!may.ok) return may;
  const say = reply(operation, 'unlocked', { text: '' }, true);
  return lift(world, { ...may.value, app: { name: operation.app }, operationId: operation.id, say });
}

async function lift(
  world: World,
  asked: {
    readonly app: Pick<App, 'name'>;
    readonly operationId: string | null;
    readonly by: Actor;
    readonly reason: string;
    readonly at: Date;
    readonly say: Pick<Post, 'channel' | 'thread' | 'broadcast'>;
  },
): Promise<Outcome<readonly DeployLock[]>> {
  const { app, operationId, by, reason, at } = asked;
  const { channel, thread, broadcast } = asked.say;
  const [standing, underWay] = await Promise.all([
    world.ledger.locks(app.name),
    world.ledger.holder(app.name),
  ]);
  return world.ledger.unlock({ app: app.name, operationId, by, reason, at }, (lifted) => {
    const ids = lifted.map(({ id }) => id);
    const left = standing.filter(({ id }) => !ids.includes(id) && operationId !== null);
    return {
      audit: [audited('deploy.unlocked', by, app, { locks: ids, reason })],
      posts: [
        {
          key: `lock/${ids.join('+')}/lifted`,
          channel,
          ...(thread ? { thread } : {}),
          ...(broadcast ? { broadcast } : {}),
          ...words.unlocked(app.name, lifted, left, by, reason, underWay),
        },
      ],
      ...told(`lock/${ids.join('+')}/lifted`, by, at, words.timelineUnlocked(app.name, reason), !thread),
    };
  });
}

/**
 * A rollback locks the whole app while nobody knows the bad release's commit: what is unknown is stopped. Looked up once
 * there is a release of ours; still unknown, the lock stays whole until a person lifts it.
 */
export async function narrowLock(world: World, operationId: string): Promise<void> {
  const operation = await world.ledger.find(operationId);
  if (!operation?.base) return;
  const locks = await world.ledger.locks(operation.app);
  if (!locks.some((each) => each.operationId === operationId && each.commit === null)) return;
  const bad = await world.heroku.release(operation.app, operation.base.bad, READ);
  if (!bad.ok || bad.value.slugId === null) return;
  const slug = await world.heroku.slug(operation.app, bad.value.slugId, READ);
  const commit = slug.ok && slug.value.commit !== null ? commitOf(slug.value.commit) : null;
  if (commit !== null) await world.ledger.narrowLock(operationId, commit);
}

/** In the timeline of each open incident of the app, and in its thread. */
function told(
  key: string,
  by: Actor,
  at: Date,
  text: Mrkdwn,
  aloud = true,
): Pick<LockConsequences, 'timeline' | 'inThreads'> {
  const entry = { kind: 'lock', key, at, actor: by.name, text: text.source } as const;
  return { timeline: entry, inThreads: aloud ? { key, text: spoken(entry, at).source } : null };
}

async function allowed(
  world: World,
  app: string,
  asked: { readonly reason: string; readonly slackId: string },
  verb: 'lock' | 'unlock',
): Promise<Outcome<{ readonly by: Actor; readonly reason: string; readonly at: Date }>> {
  const person = await entitled(world, asked.slackId, `deploy.${verb}`);
  if (!person.ok) return person;
  const reason = plain(asked.reason, LONGEST_REASON);
  if (reason === '') {
    return refused({ reason: 'reason-missing', command: `${COMMANDS.ops} ${verb} ${app}` });
  }
  return done({ by: actor(person.value), reason, at: await world.clock.now() });
}

function audited(
  action: string,
  by: Actor,
  app: Pick<App, 'name'>,
  payload: AuditEntry['payload'],
): AuditEntry {
  return { action, actor: by.id, targetType: 'app', targetId: app.name, payload };
}
