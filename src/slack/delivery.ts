import { App, type Receiver } from '@slack/bolt';
import type { Option } from '@slack/types';
import type { Log } from '../log.ts';
import type { Answer, FrontDesk } from '../ports.ts';
import {
  fault,
  OPEN_AGAIN,
  stillWorking,
  UNKNOWN_BUTTON,
  UNKNOWN_FORM,
  unknownCommand,
} from '../words/transport.ts';
import { type Jobs, LATE, within } from './jobs.ts';
import { CommandBody, chosen, SearchBody, SubmissionBody, TapBody } from './payload.ts';
import { performCommand, performSubmission, performTap } from './perform.ts';
import { newReference } from './reference.ts';
import { askerOf, firstField, sayAside } from './say.ts';
import { turnstile } from './turnstile.ts';
import { vendorLog } from './vendor-log.ts';
import type { SlackWeb } from './web.ts';

/** Slack waits 3 s from sending; what is left is for the network and the answer itself. */
const ANSWER_WITHIN_MS = 2_500;
/** Each makes half a dozen reads and twice as many queries, on seven connections. */
const FILLED_AT_ONCE = 8;
/** Slack takes no more in one list. */
const MOST_OPTIONS = 100;

interface DeliveryParts {
  readonly desk: FrontDesk;
  readonly receiver: Receiver;
  readonly web: SlackWeb;
  readonly jobs: Jobs;
  readonly log: Log;
}

type Asked = CommandBody | TapBody | SubmissionBody;

/**
 * Bolt between the doors and the desk. Three listeners that look names up: Bolt walks all listeners on every
 * request, and answers an unmatched one only after 3 s.
 */
export function deliver(parts: DeliveryParts): App {
  const { desk, jobs, log, web } = parts;
  const stage = { web, log, filling: turnstile(FILLED_AT_ONCE) };
  const app = new App({
    receiver: parts.receiver,
    authorize: async () => ({}),
    convoStore: false,
    ignoreSelf: false,
    logger: vendorLog(log),
  });

  // Bolt hands the checked body through untyped; the schema gives it its type back.
  app.command(/^\//, async ({ body, ack, context }) => {
    const command = CommandBody.parse(body);
    const { user_id: slackId, channel_id: channel, text, command: name } = command;
    const handler = own(desk.commands, name);
    const answer = await answerInTime(context['receivedAt'], command, async () =>
      handler === undefined
        ? tell(unknownCommand(name, Object.keys(desk.commands)))
        : await handler({ name, text, slackId, channel }),
    );
    const { body: said, after } = performCommand(stage, command, answer);
    await ack(said);
    if (after !== undefined) jobs.track(`after ${name}`, after);
  });

  app.action({ type: 'block_actions' }, async ({ body, ack, context }) => {
    const tap = TapBody.parse(body);
    const [action] = tap.actions;
    const actionId = action?.action_id ?? '';
    const value = action === undefined ? '' : chosen(action);
    const handler = own(desk.taps, actionId);
    const answer = await answerInTime(context['receivedAt'], tap, async () =>
      handler === undefined
        ? tell(UNKNOWN_BUTTON)
        : await handler({
            actionId,
            value,
            slackId: tap.user.id,
            channel: tap.channel?.id ?? null,
            values: typedValues((tap.view ?? tap).state.values),
            view: tap.view
              ? { id: tap.view.id, callbackId: tap.view.callback_id, metadata: tap.view.private_metadata }
              : null,
          }),
    );
    await ack();
    const { after } = performTap(stage, tap, answer);
    if (after !== undefined) jobs.track(`after ${actionId}`, after);
  });

  app.view({ type: 'view_submission' }, async ({ body, ack, context }) => {
    const submission = SubmissionBody.parse(body);
    const { id: viewId, callback_id: callbackId, private_metadata: metadata, state } = submission.view;
    const handler = own(desk.submissions, callbackId);
    const values = typedValues(state.values);
    const answer = await answerInTime(context['receivedAt'], submission, async () =>
      handler === undefined
        ? sorry(submission, UNKNOWN_FORM)
        : await handler({ callbackId, metadata, viewId, slackId: submission.user.id, values }),
    );
    const { body: said, after } = performSubmission(stage, submission, answer);
    await ack(said);
    if (after !== undefined) jobs.track(`after ${callbackId}`, after);
  });

  app.options(/^/, async ({ body, ack, context }) => {
    const search = SearchBody.parse(body);
    const { action_id: actionId, value: typed, user, view } = search;
    const handler = own(desk.searches, actionId);
    const metadata = view?.private_metadata ?? '';
    await ack({
      options: await optionsInTime(context['receivedAt'], async () =>
        handler?.({ actionId, typed, slackId: user.id, metadata }),
      ),
    });
  });

  /** A search that fails or takes too long finds nothing: the words beside the select say what to do then. */
  async function optionsInTime(
    receivedAt: unknown,
    look: () => Promise<readonly Option[] | undefined>,
  ): Promise<Option[]> {
    const since = typeof receivedAt === 'number' ? receivedAt : performance.now();
    try {
      const found = await within(look(), since + ANSWER_WITHIN_MS - performance.now());
      return found === LATE || found === undefined ? [] : found.slice(0, MOST_OPTIONS);
    } catch (err) {
      log.error({ err, reference: newReference() }, 'a search failed');
      return [];
    }
  }

  /** What the handler says, or the truth about why it has not said anything yet. Never throws. */
  async function answerInTime(
    receivedAt: unknown,
    asked: Asked,
    handle: () => Promise<Answer>,
  ): Promise<Answer> {
    const work = withoutFaults(asked, handle);
    const since = typeof receivedAt === 'number' ? receivedAt : performance.now();
    const answer = await within(work, since + ANSWER_WITHIN_MS - performance.now());
    if (answer !== LATE) return answer;
    const reference = newReference();
    log.error({ reference }, 'a handler took longer than Slack waits');
    jobs.track('late answer', async () => sayLate(asked, await work));
    return sorry(asked, stillWorking(reference));
  }

  async function withoutFaults(asked: Asked, handle: () => Promise<Answer>): Promise<Answer> {
    try {
      return await handle();
    } catch (err) {
      const reference = newReference();
      log.error({ err, reference }, 'a handler failed');
      return sorry(asked, fault(reference));
    }
  }

  /** Slack has its answer and the trigger is spent: only words can still reach the asker. */
  async function sayLate(asked: Asked, answer: Answer): Promise<void> {
    if (answer.kind === 'nothing') return;
    if (answer.kind === 'replace' && 'view' in asked && asked.view !== undefined) {
      await web.updateView(asked.view.id, null, answer.view);
      return;
    }
    const message =
      answer.kind === 'tell'
        ? answer.message
        : { text: answer.kind === 'errors' ? Object.values(answer.errors).join('\n') : OPEN_AGAIN };
    await sayAside(web, log, askerOf(asked), message);
  }

  return app;
}

/** The table's own entry: `constructor` and the like are nobody's handlers. */
function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function tell(text: string): Answer {
  return { kind: 'tell', message: { text } };
}

/** Under a form's first field, so that what was typed stays; elsewhere in words. */
function sorry(asked: Asked, sentence: string): Answer {
  const field = 'type' in asked && asked.type === 'view_submission' ? firstField(asked) : undefined;
  return field === undefined ? tell(sentence) : { kind: 'errors', errors: { [field]: sentence } };
}

function typedValues(
  values: SubmissionBody['view']['state']['values'],
): Record<string, Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([block, elements]) => [
      block,
      Object.fromEntries(Object.entries(elements).map(([action, element]) => [action, chosen(element)])),
    ]),
  );
}
