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
  try {
    return await performAs(slack.as(handle), request);
  } catch (error) {
    throw error instanceof NotOnScreen ? new NotThere('This has changed meanwhile. Look again.') : error;
  }
}

async function performAs(person: Person, request: SlackRequest): Promise<unknown> {
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
    case 'read':
      person.reads(request.channel, request.threadTs, request.ts);
      return null;
    default:
      return performInModal(person, request);
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
