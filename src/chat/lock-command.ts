/** `/ops lock|unlock|locks`: words in, a procedure called. Nothing is decided here. */
import { COMMANDS } from '../ids.ts';
import type { Outcome } from '../outcome.ts';
import type { Answer, Command } from '../ports.ts';
import { entitled } from '../runbooks/entitlement.ts';
import { findApp } from '../runbooks/find-app.ts';
import { type LockAsked, lock, unlock } from '../runbooks/rollback/deploy-lock.ts';
import { lockArguments } from '../runbooks/rollback/lock-arguments.ts';
import type { World } from '../runbooks/world.ts';
import { nothingLocked, standing } from '../words/locks.ts';
import { tell, tellRefusal } from './tell.ts';

export function lockDeploys(world: World, command: Command, rest: readonly string[]): Promise<Answer> {
  return act(world, command, rest, lock);
}

export function unlockDeploys(world: World, command: Command, rest: readonly string[]): Promise<Answer> {
  return act(world, command, rest, unlock);
}

async function act(
  world: World,
  command: Command,
  rest: readonly string[],
  procedure: (world: World, asked: LockAsked) => Promise<Outcome<unknown>>,
): Promise<Answer> {
  const { opsChannels } = world.settings;
  if (!opsChannels.includes(command.channel)) {
    const typed = `${COMMANDS.ops} ${command.text}`.trim();
    return tellRefusal({ reason: 'wrong-channel', command: typed, channels: opsChannels });
  }
  const typed = lockArguments(rest);
  if (!typed.ok) return tellRefusal(typed.refusal);
  const { commit, reason } = typed.value;
  const app = findApp(world, typed.value.app);
  if (!app.ok) return tellRefusal(app.refusal);
  const { slackId, channel } = command;
  const outcome = await procedure(world, { app: app.value, commit, reason, slackId, channel });
  // It shows in the channel by itself.
  return outcome.ok ? { kind: 'nothing' } : tellRefusal(outcome.refusal);
}

export async function listLocks(
  world: World,
  { slackId }: Command,
  [typed]: readonly string[],
): Promise<Answer> {
  const may = await entitled(world, slackId, 'deploy.locks');
  if (!may.ok) return tellRefusal(may.refusal);
  const app = typed === undefined ? null : findApp(world, typed);
  if (app && !app.ok) return tellRefusal(app.refusal);
  const name = app?.value.name ?? null;
  const locks = await world.ledger.locks(name);
  return tell(locks.length > 0 ? standing(locks) : nothingLocked(name));
}
