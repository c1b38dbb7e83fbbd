/** Doing in the workspace what a window asked for, as the person who sits there. */
import type { Modal } from '../../slack/people/modal.ts';
import type { Person } from '../../slack/people/person.ts';
import type { SeenMessage } from '../../slack/people/sight.ts';
import type { SlackWorld } from '../../slack/start.ts';
import { NotThere } from '../not-there.ts';
import type { SlackRequest } from './requests.ts';

/** The value goes back to the window: found options, what became of a submission. Throws `NotThere` for what is gone. */
export async function performSlack(
  slack: SlackWorld,
  handle: string,
  request: SlackRequest,
): Promise<unknown> {
  const person = slack.as(handle);
  switch (request.what) {
    case 'say':
      if (request.text.startsWith('/')) {
        // The bot's refusals come by themselves; Slack's own line is a notice.
        await person.slash(request.channel, request.text);
      } else person.say(request.channel, request.text, request.threadTs);
      return null;
    case 'tap':
      await person.tap(messageAt(person, request), request.actionId, choiceOf(request));
      return null;
    case 'home.open':
      await person.openHome();
      return null;
    case 'home.tap': {
      const home = person.home();
      if (home === null) throw new NotThere('The bot has published no home yet.');
      await home.tap(request.actionId, choiceOf(request));
      return null;
    }
    case 'shortcut':
      await person.shortcut(request.callbackId);
      return null;
    case 'message-shortcut':
      await person.messageShortcut(request.callbackId, messageAt(person, request));
      return null;
    case 'modal.tap':
      await modalOn(person, request.viewId).tap(request.actionId, choiceOf(request));
      return null;
    case 'modal.fill':
      await modalOn(person, request.viewId).fill(request.blockId, request.actionId, request.text);
      return null;
    case 'modal.tick':
      await modalOn(person, request.viewId).set(request.blockId, request.actionId, request.values);
      return null;
    case 'modal.choose':
      await modalOn(person, request.viewId).choose(request.blockId, request.actionId, request.value);
      return null;
    case 'modal.search':
      return modalOn(person, request.viewId).search(request.blockId, request.actionId, request.text);
    case 'modal.submit':
      return (await modalOn(person, request.viewId).submit()).kind;
    case 'modal.close':
      await modalOn(person, request.viewId).close();
      return null;
  }
}

function choiceOf({ blockId, value }: { readonly blockId: string; readonly value?: string | undefined }) {
  return { blockId, ...(value === undefined ? {} : { value }) };
}

function messageAt(
  person: Person,
  { channel, ts }: { readonly channel: string; readonly ts: string },
): SeenMessage {
  const message = person.messages(channel).find((each) => each.ts === ts);
  if (message === undefined) throw new NotThere('That message is gone.');
  return message;
}

function modalOn(person: Person, viewId: string): Modal {
  const open = person.modals().find((each) => each.viewId === viewId);
  if (open === undefined) throw new NotThere('That form is closed.');
  return open;
}
