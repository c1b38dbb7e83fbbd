/** Doing in the workspace what a window asked for, as the person who sits there. */
import { NotOnScreen } from '../../slack/people/not-on-screen.ts';
import type { Person } from '../../slack/people/person.ts';
import type { SeenMessage } from '../../slack/people/sight.ts';
import type { SlackWorld } from '../../slack/start.ts';
import { NotThere } from '../not-there.ts';
import { performInModal } from './perform-in-modal.ts';
import type { SlackRequest } from './requests.ts';

/** The value goes back to the window: found options, what became of a submission. Throws `NotThere` for what is gone. */
export async function performSlack(
  slack: SlackWorld,
  handle: string,
  request: SlackRequest,
): Promise<unknown> {
  if (request.what === 'say') mayWrite(slack, handle, request.channel);
  try {
    return await performAs(slack.as(handle), request);
  } catch (error) {
    throw error instanceof NotOnScreen ? new NotThere('This has changed meanwhile. Look again.') : error;
  }
}

function mayWrite({ state, as }: SlackWorld, handle: string, id: string): void {
  const channel = state.channels.get(id);
  if (channel?.members.has(as(handle).id) !== true) throw new NotThere('You are not in that channel.');
  if (channel.archived) throw new NotThere(`#${channel.name} is archived.`);
}

async function performAs(person: Person, request: SlackRequest): Promise<unknown> {
  switch (request.what) {
    case 'say':
      return say(person, request);
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
    case 'react': {
      const message = messageAt(person, request);
      await (request.there ? person.react(message, request.name) : person.unreact(message, request.name));
      return null;
    }
    case 'read':
      person.reads(request.channel, request.threadTs, request.ts);
      return null;
    default:
      return performInModal(person, request);
  }
}

/** `failed`: Slack's own line about it is a notice. What the bot says comes by itself. */
async function say(
  person: Person,
  { channel, text, threadTs }: Extract<SlackRequest, { what: 'say' }>,
): Promise<'sent' | 'failed'> {
  if (!text.startsWith('/')) {
    person.say(channel, text, threadTs);
    return 'sent';
  }
  const [command] = text.split(/\s/, 1);
  if (threadTs !== null) throw new NotThere(`${command} is not supported in threads. Sorry!`);
  return (await person.slash(channel, text)).notice === null ? 'sent' : 'failed';
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
