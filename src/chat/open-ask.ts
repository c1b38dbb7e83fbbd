/** The request form, opened from wherever somebody stands: at once, filled in as the checks come back. */
import type { App } from '../apps.ts';
import { COMMANDS, TAPS } from '../ids.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import type { Answer, FrontDesk, Tap } from '../ports.ts';
import { entitled } from '../runbooks/entitlement.ts';
import { mayUndo } from '../runbooks/rollback/undo.ts';
import type { World } from '../runbooks/world.ts';
import { undoSymptom } from '../words/kinds.ts';
import { shownForm } from './ask-form.ts';
import { type AskMetadata, appModal } from './ask-modal.ts';
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

/** Commands that act are taken where others see them. */
export function rightChannel(
  world: World,
  { channel, text }: { readonly channel: string; readonly text: string },
  typed: string = COMMANDS.rollback,
): Outcome<null> {
  const { opsChannels } = world.settings;
  if (opsChannels.includes(channel)) return done(null);
  const command = `${typed} ${text}`.trim();
  return refused({ reason: 'wrong-channel', command, channels: opsChannels });
}

/** Which app, before anything else. */
export function whichApp(world: World, channel: string, symptom: string): Answer {
  const apps = world.apps.all.filter(({ name }) => name !== world.settings.ownApp);
  return { kind: 'open', view: appModal(apps, channel, symptom) };
}

/** The same without a command: whoever may not ask hears it before they fill anything in. */
export async function openAppChoice(
  world: World,
  from: { readonly slackId: string; readonly channel: string; readonly symptom: string },
): Promise<Answer> {
  const place = rightChannel(world, { channel: from.channel, text: '' });
  if (!place.ok) return tellRefusal(place.refusal);
  const may = await entitled(world, from.slackId, 'rollback.request');
  // It may be known by the time the form is sent, and is asked again then.
  if (!may.ok && may.refusal.reason !== 'membership-unknown') return tellRefusal(may.refusal);
  return whichApp(world, from.channel, from.symptom);
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
