import type { ModalView } from '@slack/types';
import type { Log } from '../log.ts';
import type { OpenModal } from '../ports.ts';
import { patiently } from './patiently.ts';
import type { SlackReply } from './slack-failure.ts';
import type { SlackWeb, View } from './web.ts';

/** Slack's words for a modal that somebody has closed. */
const CLOSED = new Set(['not_found', 'view_not_found']);

/**
 * A modal being filled in. The hash keeps a slow update from undoing a newer one; one that lost the race is sent
 * again without it. A closed modal swallows the rest quietly.
 */
export function openModal(
  web: SlackWeb,
  log: Log,
  view: { readonly id: string; readonly hash: string | null },
): OpenModal {
  let hash = view.hash;
  let closed = false;

  async function send(next: ModalView): Promise<SlackReply<View>> {
    const reply = await web.updateView(view.id, hash, next);
    const overtaken = !reply.ok && reply.why === 'slack-error' && reply.code === 'hash_conflict';
    return overtaken ? web.updateView(view.id, null, next) : reply;
  }

  return {
    viewId: view.id,
    async update(next) {
      if (closed) return;
      const reply = await patiently(() => send(next));
      if (reply.ok) {
        hash = reply.value.hash;
        return;
      }
      if (reply.why === 'slack-error' && CLOSED.has(reply.code)) closed = true;
      else log.warn({ failure: reply, view: view.id }, 'a modal could not be updated');
    },
  };
}
