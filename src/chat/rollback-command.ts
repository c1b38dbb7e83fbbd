/** `/rollback`: arguments in, a modal or an answer out. Nothing is decided here. */
import type { Operation } from '../operation.ts';
import { type Outcome, refused } from '../outcome.ts';
import type { Answer, Command } from '../ports.ts';
import { entitled } from '../runbooks/entitlement.ts';
import { findApp } from '../runbooks/find-app.ts';
import { lastToUndo } from '../runbooks/rollback/undo.ts';
import { withdraw } from '../runbooks/rollback/withdraw.ts';
import type { World } from '../runbooks/world.ts';
import { rollbackHelp } from '../words/help.ts';
import { lines } from '../words/mrkdwn.ts';
import { CANCELLED, noRollback, nothingUnderWay, statusLine } from '../words/status.ts';
import { openAsk, openUndo, rightChannel, whichApp } from './open-ask.ts';
import { type RollbackArguments, rollbackArguments } from './rollback-arguments.ts';
import { tell, tellRefusal } from './tell.ts';

export function rollbackCommand(world: World): (command: Command) => Promise<Answer> {
  return async (command) => {
    const typed = rollbackArguments(command.text);
    switch (typed.kind) {
      case 'help':
        return tell(rollbackHelp(world.apps.all.map((app) => app.name)));
      case 'choose-app':
        return chooseApp(world, command);
      case 'status':
        return status(world, command, typed.app);
      case 'cancel':
        return cancel(world, command, typed.which);
      case 'undo':
        return undo(world, command, typed.which);
      case 'bad-version': {
        const app = findApp(world, typed.app);
        return tellRefusal(
          app.ok ? { reason: 'bad-version', typed: typed.typed, app: app.value.name } : app.refusal,
        );
      }
      case 'ask':
        return ask(world, command, typed);
    }
  };
}

/** The form opens before anything slow. */
async function ask(
  world: World,
  command: Command,
  { app: typed, version, symptom }: Extract<RollbackArguments, { kind: 'ask' }>,
): Promise<Answer> {
  const app = findApp(world, typed);
  if (!app.ok) return tellRefusal(app.refusal);
  const place = rightChannel(world, command);
  if (!place.ok) return tellRefusal(place.refusal);
  const { channel, slackId } = command;
  const asked = { app: app.value.name, version, kind: 'rollback' as const, channel };
  return openAsk(world, app.value, asked, symptom, slackId);
}

/** The latest rollback of an app, or the one named. */
async function undo(world: World, command: Command, typed: string | null): Promise<Answer> {
  const place = rightChannel(world, command);
  if (!place.ok) return tellRefusal(place.refusal);
  const which = typed ?? '';
  if (which.startsWith('rb-')) return openUndo(world, which, command.slackId, command.channel);
  const app = findApp(world, which);
  if (!app.ok) return tellRefusal(app.refusal);
  const last = await lastToUndo(world, app.value.name);
  return last
    ? openUndo(world, last.id, command.slackId, command.channel)
    : tellRefusal({ reason: 'nothing-to-undo', typed: app.value.name, status: null });
}

async function status(world: World, command: Command, typed: string | null): Promise<Answer> {
  const may = await entitled(world, command.slackId, 'rollback.status');
  if (!may.ok) return tellRefusal(may.refusal);
  const app = typed === null ? null : findApp(world, typed);
  if (app && !app.ok) return tellRefusal(app.refusal);
  const recent = await world.ledger.recent(app?.value.name ?? null, 5);
  const now = await world.clock.now();
  if (recent.length === 0) return tell(noRollback(app?.value.name ?? null));
  return tell(lines(...recent.map((operation) => statusLine(operation, now))));
}

async function cancel(world: World, command: Command, typed: string | null): Promise<Answer> {
  const place = rightChannel(world, command);
  if (!place.ok) return tellRefusal(place.refusal);
  const operation = await cancellable(world, typed ?? '');
  if (!operation.ok) return tellRefusal(operation.refusal);
  if (operation.value === null) return tell(nothingUnderWay(typed ?? ''));
  const cancelled = await withdraw(world, {
    operationId: operation.value.id,
    slackId: command.slackId,
    how: 'cancelled',
    reason: '',
  });
  return cancelled.ok ? tell(CANCELLED) : tellRefusal(cancelled.refusal);
}

/** By operation id, or the one the app has open; null when it has none. */
async function cancellable(world: World, typed: string): Promise<Outcome<Operation | null>> {
  const byId = await world.ledger.find(typed);
  if (byId) return { ok: true, value: byId };
  if (typed.startsWith('rb-')) return refused({ reason: 'unknown-operation', typed });
  const app = findApp(world, typed);
  if (!app.ok) return app;
  return { ok: true, value: await world.ledger.holder(app.value.name) };
}

/** Nothing typed: which app? */
async function chooseApp(world: World, command: Command): Promise<Answer> {
  const place = rightChannel(world, command);
  return place.ok ? whichApp(world, command.channel, '') : tellRefusal(place.refusal);
}
