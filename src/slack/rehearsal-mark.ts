/** A rehearsal in a real workspace: whatever people read is marked, at the two places where words leave for Slack. */
import type { ContextBlock, HomeView, KnownBlock, ModalView } from '@slack/types';
import { hasBanner, REHEARSAL, rehearsalBanner } from '../words/rehearsal.ts';
import type { AnswerBody } from './say.ts';
import type { SlackWeb } from './web.ts';

const MOST_IN_MESSAGE = 50;
const MOST_IN_VIEW = 100;

/** Every method is named, so that a new one must say whether its words are marked. */
export function markedWeb(web: SlackWeb): SlackWeb {
  return {
    identify: web.identify,
    post: (message) => web.post(marked(message)),
    uploadFile: web.uploadFile,
    shareFile: (share) => web.shareFile(marked(share)),
    update: (message) => web.update(marked(message)),
    whisper: (user, message) => web.whisper(user, marked(message)),
    openView: (triggerId, view) => web.openView(triggerId, markedView(view)),
    pushView: (triggerId, view) => web.pushView(triggerId, markedView(view)),
    publishHome: (user, view) => web.publishHome(user, markedView(view)),
    updateView: (viewId, hash, view) => web.updateView(viewId, hash, markedView(view)),
    history: web.history,
    replies: web.replies,
    around: web.around,
    directMessage: web.directMessage,
    user: web.user,
    groupUsers: web.groupUsers,
  };
}

/** What an acknowledgement shows. Errors stand under a field of a form that is marked already. */
export function markedAnswer(answer: AnswerBody): AnswerBody {
  if ('response_type' in answer) return marked(answer);
  return answer.response_action === 'update' ? { ...answer, view: markedView(answer.view) } : answer;
}

/** Marking twice marks once: a card is drawn from what was marked before. */
function marked<Said extends { readonly text: string; readonly blocks?: readonly KnownBlock[] }>(
  message: Said,
): Said {
  const text = message.text.startsWith(REHEARSAL) ? message.text : `${REHEARSAL}${message.text}`;
  const blocks = message.blocks ?? [];
  return blocks.length === 0
    ? { ...message, text }
    : { ...message, text, blocks: withBanner(blocks, MOST_IN_MESSAGE) };
}

function markedView<Shown extends ModalView | HomeView>(view: Shown): Shown {
  return { ...view, blocks: withBanner(view.blocks, MOST_IN_VIEW) };
}

function withBanner<Block extends { readonly block_id?: string | undefined }>(
  blocks: readonly Block[],
  most: number,
): (Block | ContextBlock)[] {
  return hasBanner(blocks) ? [...blocks] : [rehearsalBanner(), ...blocks.slice(0, most - 1)];
}
