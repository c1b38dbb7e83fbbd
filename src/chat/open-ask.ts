/** The request form, opened from wherever somebody stands: at once, filled in as the checks come back. */
import type { App } from '../apps.ts';
import { TAPS } from '../ids.ts';
import type { Answer, FrontDesk, Tap } from '../ports.ts';
import { mayUndo } from '../runbooks/rollback/undo.ts';
import type { World } from '../runbooks/world.ts';
import { undoSymptom } from '../words/kinds.ts';
import { shownForm } from './ask-form.ts';
import type { AskMetadata } from './ask-modal.ts';
import { tellRefusal } from './tell.ts';

/** Who may ask is checked when it is sent, and shown early when it is known. */
export function openAsk(
  world: World,
  app: App,
  metadata: AskMetadata,
  symptom: string,
  slackId: string,
): Answer {
  return { kind: 'open', ...shownForm(world, { app, asked: metadata, symptom, damage: false }, slackId) };
}

/** Asks to take a rollback back, the form saying which. */
export async function openUndo(
  world: World,
  operationId: string,
  slackId: string,
  channel: string,
): Promise<Answer> {
  const undo = await mayUndo(world, operationId, slackId);
  if (!undo.ok) return tellRefusal(undo.refusal);
  const { operation, version, kind } = undo.value;
  const app = world.apps.find(operation.app);
  if (!app) return tellRefusal({ reason: 'unknown-operation', typed: operationId });
  const metadata = { app: app.name, version, kind, channel, undoes: operation.id };
  return openAsk(world, app, metadata, undoSymptom(operation.id), slackId);
}

export function askTaps(world: World): FrontDesk['taps'] {
  return {
    [TAPS.undo]: async (tap) => {
      const operation = await world.ledger.find(tap.value);
      return openUndo(world, tap.value, tap.slackId, operation?.channel ?? '');
    },
    [TAPS.codeOnlyInstead]: (tap) => codeOnlyInstead(world, tap),
  };
}

/** The same request, config kept; it takes the place of the one that is blocked. */
async function codeOnlyInstead(world: World, tap: Tap): Promise<Answer> {
  const operation = await world.ledger.find(tap.value);
  const app = operation && world.apps.find(operation.app);
  if (!operation || !app) return tellRefusal({ reason: 'unknown-operation', typed: tap.value });
  const { target, channel, symptom, id } = operation;
  const metadata = {
    app: app.name,
    version: target.version,
    kind: 'code-only',
    channel,
    replaces: id,
  } as const;
  return openAsk(world, app, metadata, symptom, tap.slackId);
}
