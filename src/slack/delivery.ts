import { App, type Receiver } from '@slack/bolt';
import { EVENTS } from '../ids.ts';
import type { Log } from '../log.ts';
import type { FrontDesk } from '../ports.ts';
import { UNKNOWN_BUTTON, UNKNOWN_FORM, UNKNOWN_SHORTCUT, unknownCommand } from '../words/transport.ts';
import { asRead } from './as-read.ts';
import { asideTo } from './aside.ts';
import { homeTabs } from './home-tab.ts';
import { inTime, sorry } from './in-time.ts';
import type { Jobs } from './jobs.ts';
import {
  CommandBody,
  chosen,
  EventBody,
  SearchBody,
  ShortcutBody,
  SubmissionBody,
  TapBody,
} from './payload.ts';
import { performCommand, performShortcut, performSubmission, performTap } from './perform.ts';
import { turnstile } from './turnstile.ts';
import { vendorLog } from './vendor-log.ts';
import type { SlackWeb } from './web.ts';

/** Each makes half a dozen reads and twice as many queries, on seven connections. */
const FILLED_AT_ONCE = 8;

interface DeliveryParts {
  readonly desk: FrontDesk;
  readonly receiver: Receiver;
  readonly web: SlackWeb;
  readonly jobs: Jobs;
  readonly log: Log;
}

/**
 * Bolt between the doors and the desk. One listener for each kind, that looks names up: Bolt walks all listeners on
 * every request, and answers an unmatched one only after 3 s.
 */
export function deliver(parts: DeliveryParts): App {
  const { desk, jobs, log, web } = parts;
  const stage = { web, log, filling: turnstile(FILLED_AT_ONCE) };
  const timely = inTime(parts);
  const aside = asideTo(web, log);
  const homes = homeTabs({ draw: desk.home, web, jobs, log });
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
    const answer = await timely.answer(context['receivedAt'], command, async () =>
      handler === undefined
        ? sorry(command, unknownCommand(name, Object.keys(desk.commands)))
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
    const modal = tap.view?.type === 'modal' ? tap.view : null;
    const answer = await timely.answer(context['receivedAt'], tap, async () =>
      handler === undefined
        ? sorry(tap, UNKNOWN_BUTTON)
        : await handler({
            actionId,
            value,
            slackId: tap.user.id,
            channel: tap.channel?.id ?? null,
            values: typedValues((tap.view ?? tap).state.values),
            view: modal && {
              id: modal.id,
              callbackId: modal.callback_id,
              metadata: modal.private_metadata,
            },
          }),
    );
    await ack();
    const { after } = performTap(stage, tap, answer);
    if (after !== undefined) jobs.track(`after ${actionId}`, after);
    // What it showed may be an hour old.
    if (tap.view?.type === 'home') homes.refresh(tap.user.id);
  });

  app.shortcut(/^/, async ({ body, ack, context }) => {
    const shortcut = ShortcutBody.parse(body);
    const { callback_id: callbackId, user } = shortcut;
    const handler = own(desk.shortcuts, callbackId);
    const answer = await timely.answer(context['receivedAt'], shortcut, async () =>
      handler === undefined
        ? sorry(shortcut, UNKNOWN_SHORTCUT)
        : await handler({ callbackId, slackId: user.id, about: aboutOf(shortcut) }),
    );
    await ack();
    const { after } = performShortcut(stage, shortcut, answer);
    if (after !== undefined) jobs.track(`after ${callbackId}`, after);
  });

  app.view({ type: 'view_submission' }, async ({ body, ack, context }) => {
    const submission = SubmissionBody.parse(body);
    const { id: viewId, callback_id: callbackId, private_metadata: metadata, state } = submission.view;
    const handler = own(desk.submissions, callbackId);
    const values = typedValues(state.values);
    const answer = await timely.answer(context['receivedAt'], submission, async () =>
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
      options: await timely.options(context['receivedAt'], async () =>
        handler?.({ actionId, typed, slackId: user.id, metadata }),
      ),
    });
  });

  // Bolt has acknowledged an event before a listener hears of it.
  app.event(EVENTS.homeOpened, async ({ body }) => {
    const { user, tab } = EventBody.parse(body).event;
    if (user !== undefined && tab === 'home') homes.refresh(user);
  });

  app.event(EVENTS.reacted, async ({ body }) => {
    const { user: slackId, reaction: emoji, item } = EventBody.parse(body).event;
    if (slackId === undefined || emoji === undefined || item === undefined) return;
    const { channel, ts } = item;
    const told = aside({ user: slackId, channel }, () => desk.reacted({ emoji, slackId, channel, ts }));
    jobs.track('reaction', told);
  });

  return app;
}

/** The table's own entry: `constructor` and the like are nobody's handlers. */
function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function aboutOf(shortcut: ShortcutBody) {
  if (shortcut.type === 'shortcut') return null;
  const { channel, message } = shortcut;
  return {
    channel: channel.id,
    ts: message.ts,
    threadTs: message.thread_ts ?? null,
    text: asRead(message.text),
    slackId: message.user ?? null,
    name: message.username ?? message.bot_profile?.name ?? null,
  };
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
