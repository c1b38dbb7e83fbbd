import type { ModalView } from '@slack/types';
import type { Log } from '../log.ts';
import type { Answer, Message } from '../ports.ts';
import { FORM_UNCERTAIN, formFault, OPEN_AGAIN } from '../words/transport.ts';
import { fillIn } from './fill-in.ts';
import { openModal } from './modal.ts';
import type { CommandBody, ShortcutBody, SubmissionBody, TapBody } from './payload.ts';
import { newReference } from './reference.ts';
import {
  askerOf,
  type CommandAnswer,
  commandAnswer,
  notice,
  type SubmissionAnswer,
  sayAside,
} from './say.ts';
import type { SlackFailure } from './slack-failure.ts';
import type { Turnstile } from './turnstile.ts';
import type { SlackWeb } from './web.ts';

/** An Answer in Slack's terms: what the acknowledgement holds, and what follows it. */
export interface Performance<Body> {
  readonly body?: Body;
  readonly after?: () => Promise<void>;
}

interface Stage {
  readonly web: SlackWeb;
  readonly log: Log;
  /** Only so many modals are filled at once: what many people open must not keep the database from those acting. */
  readonly filling: Turnstile;
}

type Fill = Extract<Answer, { kind: 'open' }>['fill'];

export function performCommand(
  stage: Stage,
  command: CommandBody,
  answer: Answer,
): Performance<CommandAnswer> {
  switch (answer.kind) {
    case 'nothing':
      return {};
    case 'tell':
      return { body: commandAnswer(answer.message) };
    case 'errors':
      return { body: commandAnswer({ text: Object.values(answer.errors).join('\n') }) };
    case 'replace':
    case 'open':
      return { after: () => show(stage, command, 'open', answer.view, answer.fill) };
  }
}

export function performTap(stage: Stage, tap: TapBody, answer: Answer): Performance<never> {
  const modal = tap.view?.type === 'modal' ? tap.view : undefined;
  // Inside a modal a new view goes on top, so that what was typed below stays.
  const how = modal === undefined ? 'open' : 'push';
  switch (answer.kind) {
    case 'nothing':
      return {};
    case 'tell':
    case 'errors': {
      const message = messageOf(answer);
      if (modal !== undefined) return { after: () => show(stage, tap, 'push', notice(message)) };
      return tap.view === undefined
        ? { after: () => sayAside(stage.web, stage.log, askerOf(tap), message) }
        : { after: () => tellInModal(stage, tap, message) };
    }
    case 'replace': {
      if (modal === undefined) return { after: () => show(stage, tap, 'open', answer.view, answer.fill) };
      const shown = openModal(stage.web, stage.log, { id: modal.id, hash: modal.hash ?? null });
      const { fill } = answer;
      return {
        after: async () => {
          await shown.update(answer.view);
          await fillIn(stage, shown, answer.view, fill);
        },
      };
    }
    case 'open':
      return { after: () => show(stage, tap, how, answer.view, answer.fill) };
  }
}

/** Whoever chose it may be where the bot cannot speak, so words come in a modal too. */
export function performShortcut(stage: Stage, shortcut: ShortcutBody, answer: Answer): Performance<never> {
  switch (answer.kind) {
    case 'nothing':
      return {};
    case 'tell':
    case 'errors':
      return { after: () => tellInModal(stage, shortcut, messageOf(answer)) };
    case 'replace':
    case 'open':
      return { after: () => show(stage, shortcut, 'open', answer.view, answer.fill) };
  }
}

export function performSubmission(
  stage: Stage,
  submission: SubmissionBody,
  answer: Answer,
): Performance<SubmissionAnswer> {
  switch (answer.kind) {
    case 'nothing':
      return {};
    case 'errors':
      return { body: { response_action: 'errors', errors: { ...answer.errors } } };
    case 'tell':
      return { body: { response_action: 'update', view: notice(answer.message) } };
    case 'replace':
    case 'open': {
      // The submitted modal turns into the new view and keeps its id.
      const modal = openModal(stage.web, stage.log, { id: submission.view.id, hash: null });
      const { fill } = answer;
      return {
        body: { response_action: 'update', view: answer.view },
        ...(fill === undefined ? {} : { after: () => fillIn(stage, modal, answer.view, fill) }),
      };
    }
  }
}

function messageOf(answer: Extract<Answer, { kind: 'tell' | 'errors' }>): Message {
  return answer.kind === 'tell' ? answer.message : { text: Object.values(answer.errors).join('\n') };
}

/** Where no channel is at hand; said directly when the modal does not open. */
async function tellInModal(stage: Stage, asked: TapBody | ShortcutBody, message: Message): Promise<void> {
  const opened = await stage.web.openView(asked.trigger_id ?? '', notice(message));
  if (!opened.ok) await sayAside(stage.web, stage.log, askerOf(asked), message);
}

async function show(
  stage: Stage,
  asked: CommandBody | TapBody | ShortcutBody,
  how: 'open' | 'push',
  view: ModalView,
  fill?: Fill,
): Promise<void> {
  const trigger = asked.trigger_id ?? '';
  const opened = await (how === 'open'
    ? stage.web.openView(trigger, view)
    : stage.web.pushView(trigger, view));
  if (opened.ok) {
    await fillIn(stage, openModal(stage.web, stage.log, opened.value), view, fill);
    return;
  }
  const text = notShown(stage, opened);
  await sayAside(stage.web, stage.log, askerOf(asked), { text });
}

const TRIGGER_GONE = new Set([
  'expired_trigger_id',
  'exchanged_trigger_id',
  'invalid_trigger_id',
  'trigger_expired',
]);

function notShown(stage: Stage, failure: SlackFailure): string {
  if (failure.why === 'slack-error' && TRIGGER_GONE.has(failure.code)) return OPEN_AGAIN;
  if (failure.why === 'lost') return FORM_UNCERTAIN;
  const reference = newReference();
  stage.log.error({ reference, failure }, 'a modal could not be opened');
  return formFault(reference);
}
